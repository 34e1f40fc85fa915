import { require, violation } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Key vaults are opened by roles, not by access policies. */
export const rule: ResourceRule = {
  id: "azure-key-vault-roles",
  title: "Key vaults are opened by roles, not by access policies.",
  severity: "high",
  controls: { cis: ["8.3.6"] },
  enforcement: "always",
  reason: "Whoever may write to the vault's settings can give itself an access policy to everything in it.",
  remedy: "Set enableRbacAuthorization to true, and assign roles on single keys and secrets.",
  types: ["azure-native:keyvault:Vault", "azure-native:keyvault:AccessPolicy"],
  scope: "resource",
  check: ({ type, properties }) =>
    type === "azure-native:keyvault:AccessPolicy"
      ? violation("an access policy opens a whole vault")
      : require(properties.get("properties").get("enableRbacAuthorization").flag() ===
          true, "enableRbacAuthorization is not set"),
};
