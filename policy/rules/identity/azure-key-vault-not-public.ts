import { require } from "../../mechanism/answer";
import { lower } from "../../subjects/azure-reference";
import type { ResourceRule } from "../../mechanism/rule";

/** Key vaults are closed to public networks. */
export const rule: ResourceRule = {
  id: "azure-key-vault-not-public",
  title: "Key vaults are closed to public networks.",
  severity: "medium",
  controls: { cis: ["8.3.7"], checkov: ["CKV_AZURE_189", "CKV_AZURE_109"] },
  enforcement: "prod",
  reason: "A stolen token opens the vault from anywhere.",
  remedy: "Set publicNetworkAccess to Disabled and reach the vault by a private endpoint.",
  types: ["azure-native:keyvault:Vault", "azure-native:keyvault:ManagedHsm"],
  scope: "resource",
  check: ({ properties }) =>
    require(lower(properties.get("properties").get("publicNetworkAccess")) ===
      "disabled", "publicNetworkAccess is not Disabled"),
};
