import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** A cluster's secrets are encrypted with a key of our own. */
export const rule: ResourceRule = {
  id: "azure-aks-secrets-own-key",
  title: "A cluster's secrets are encrypted with a key of our own.",
  severity: "high",
  controls: { cis: ["5.3.1"] },
  enforcement: "prod",
  reason: "Who may read them is then said, and logged, by the key as well.",
  remedy: "Set securityProfile.azureKeyVaultKms with enabled on and the key's keyId.",
  types: ["azure-native:containerservice:ManagedCluster"],
  scope: "resource",
  check: ({ properties }) => {
    const kms = properties.get("securityProfile").get("azureKeyVaultKms");
    return require(kms.get("enabled").flag() === true &&
      kms.get("keyId").isSet(), "its secrets are not encrypted with a key");
  },
};
