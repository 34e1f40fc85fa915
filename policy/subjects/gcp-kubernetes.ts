import type { Property } from "../mechanism/property";
import type { Resource } from "../mechanism/resource";

export const gkeCluster = "gcp:container/cluster:Cluster";
export const gkeNodePool = "gcp:container/nodePool:NodePool";

/** Whether Google chooses the nodes of a cluster, and hardens them itself. */
export function isAutopilot(properties: Property): boolean {
  return properties.get("enableAutopilot").flag() === true;
}

/** The settings of nodes in a cluster or a pool. A cluster that gives its first pool away has none of its own. */
export function nodesOf({ properties, type }: Pick<Resource, "properties" | "type">): Property[] {
  if (type === gkeNodePool) return [properties.get("nodeConfig")];
  if (isAutopilot(properties) || properties.get("removeDefaultNodePool").flag() === true) return [];
  const pools = properties.get("nodePools").items();
  return pools.length > 0 ? pools.map((pool) => pool.get("nodeConfig")) : [properties.get("nodeConfig")];
}
