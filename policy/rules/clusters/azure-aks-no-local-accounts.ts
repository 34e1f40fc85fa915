import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** A cluster knows no accounts but those of Entra. */
export const rule: ResourceRule = {
  id: "azure-aks-no-local-accounts",
  title: "A cluster knows no accounts but those of Entra.",
  severity: "high",
  controls: { cis: ["5.5.1"], checkov: ["CKV_AZURE_141"] },
  enforcement: "always",
  reason:
    "A local account is a certificate for everything, which nobody can take back and no log tells apart.",
  remedy: "Set disableLocalAccounts to true, and aadProfile with managed on.",
  types: ["azure-native:containerservice:ManagedCluster"],
  scope: "resource",
  check: ({ properties }) =>
    require(properties.get("disableLocalAccounts").flag() === true, "its local accounts are on"),
};
