import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** A cluster asks what somebody may do. */
export const rule: ResourceRule = {
  id: "azure-aks-rbac",
  title: "A cluster asks what somebody may do.",
  severity: "critical",
  controls: { checkov: ["CKV_AZURE_5"] },
  enforcement: "always",
  reason: "Without roles everybody whom the API knows may do everything.",
  remedy: "Set enableRBAC to true.",
  types: ["azure-native:containerservice:ManagedCluster"],
  scope: "resource",
  check: ({ properties }) => require(properties.get("enableRBAC").flag() === true, "enableRBAC is not on"),
};
