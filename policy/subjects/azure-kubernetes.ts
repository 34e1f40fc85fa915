import type { Property } from "../mechanism/property";
import type { Resource } from "../mechanism/resource";

export const aksCluster = "azure-native:containerservice:ManagedCluster";
export const aksPool = "azure-native:containerservice:AgentPool";

/** The pools of nodes that a resource says something of: those in a cluster, or the one that it is. */
export function poolsOf({ type, properties }: Resource): Property[] {
  return type === aksPool ? [properties] : properties.get("agentPoolProfiles").items();
}
