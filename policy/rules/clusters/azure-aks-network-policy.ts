import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** A cluster keeps network policies. */
export const rule: ResourceRule = {
  id: "azure-aks-network-policy",
  title: "A cluster keeps network policies.",
  severity: "high",
  controls: { cis: ["5.4.4"], checkov: ["CKV_AZURE_7"] },
  enforcement: "always",
  reason: "Without one that does, policies are taken and hold nothing back.",
  remedy: "Set networkProfile.networkPolicy to cilium, calico or azure; it can't be changed afterwards.",
  types: ["azure-native:containerservice:ManagedCluster"],
  scope: "resource",
  check: ({ properties }) => {
    const policy = properties.get("networkProfile").get("networkPolicy");
    return require(policy.isSet() &&
      policy.text()?.toLowerCase() !== "none", "nothing keeps its network policies");
  },
};
