import { notApplicable, require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Secrets in key vaults have a day on which they expire. */
export const rule: ResourceRule = {
  id: "azure-secret-expiry",
  title: "Secrets in key vaults have a day on which they expire.",
  severity: "low",
  controls: { cis: ["8.3.3", "8.3.4"], checkov: ["CKV_AZURE_41"] },
  enforcement: "prod",
  reason: "A secret that is never replaced is known to everybody who ever had it.",
  remedy: "Set properties.attributes.expires, and replace the secret before that day.",
  types: ["azure-native:keyvault:Secret"],
  scope: "resource",
  check: ({ properties }) => {
    const attributes = properties.get("properties").get("attributes");
    if (attributes.isKnown() && attributes.get("enabled").flag() === false) return notApplicable;
    return require(attributes.get("expires").isSet(), "properties.attributes.expires is not set");
  },
};
