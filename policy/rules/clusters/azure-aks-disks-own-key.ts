import { compliant, require } from "../../mechanism/answer";
import { refersTo } from "../../mechanism/resource";
import type { StackRule } from "../../mechanism/rule";

const cluster = "azure-native:containerservice:ManagedCluster";
const pool = "azure-native:containerservice:AgentPool";

/** The disks of a cluster's nodes are encrypted with a key of our own, or by their host. */
export const rule: StackRule = {
  id: "azure-aks-disks-own-key",
  title: "The disks of a cluster's nodes are encrypted with a key of our own, or by their host.",
  severity: "medium",
  controls: { checkov: ["CKV_AZURE_117", "CKV_AZURE_227"] },
  enforcement: "prod",
  reason: "What pods leave on a node's temporary disk, secrets among it, is otherwise plain on its machine.",
  remedy: "Set diskEncryptionSetID, or enableEncryptionAtHost of each pool.",
  types: [cluster, pool],
  scope: "stack",
  check: (resource, stack) => {
    const { properties, type } = resource;
    const clusters =
      type === cluster
        ? [resource]
        : stack.ofType([cluster]).filter((found) => refersTo(resource, "resourceName", found));
    if (clusters.some((found) => found.properties.get("diskEncryptionSetID").isSet())) return compliant;
    const pools = type === pool ? [properties] : properties.get("agentPoolProfiles").items();
    const encrypted =
      pools.length > 0 && pools.every((one) => one.get("enableEncryptionAtHost").flag() === true);
    return require(encrypted, "its disks have no key of our own, and are not encrypted by their host");
  },
};
