import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Azure Policy judges what is made in a cluster. */
export const rule: ResourceRule = {
  id: "azure-aks-policy-add-on",
  title: "Azure Policy judges what is made in a cluster.",
  severity: "medium",
  controls: { checkov: ["CKV_AZURE_116"] },
  enforcement: "prod",
  reason: "Pods that are made past this program are held to no rule of the organisation.",
  remedy: "Set addonProfiles.azurepolicy.enabled to true.",
  types: ["azure-native:containerservice:ManagedCluster"],
  scope: "resource",
  check: ({ properties }) => {
    const on = properties
      .get("addonProfiles")
      .entries()
      .some(
        ([name, profile]) => name.toLowerCase() === "azurepolicy" && profile.get("enabled").flag() === true,
      );
    return require(on, "its add-on azurepolicy is off");
  },
};
