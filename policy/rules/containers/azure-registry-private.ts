import { require } from "../../mechanism/answer";
import { lower } from "../../subjects/azure-reference";
import type { ResourceRule } from "../../mechanism/rule";

/** Registries are not open to every network. */
export const rule: ResourceRule = {
  id: "azure-registry-private",
  title: "Registries are not open to every network.",
  severity: "medium",
  controls: { checkov: ["CKV_AZURE_139"] },
  enforcement: "prod",
  reason: "A stolen password or token works from anywhere.",
  remedy: "Set publicNetworkAccess to Disabled and pull by a private endpoint; push from a network of yours.",
  types: ["azure-native:containerregistry:Registry"],
  scope: "resource",
  check: ({ properties }) =>
    require(lower(properties.get("publicNetworkAccess")) ===
      "disabled", "publicNetworkAccess is not Disabled"),
};
