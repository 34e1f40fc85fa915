import { all, require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Key vaults can't be emptied for good. */
export const rule: ResourceRule = {
  id: "azure-key-vault-purge-protection",
  title: "Key vaults can't be emptied for good.",
  severity: "high",
  controls: { cis: ["8.3.5"], checkov: ["CKV_AZURE_110", "CKV_AZURE_111", "CKV_AZURE_42"] },
  enforcement: "always",
  reason: "Who deletes and purges a key destroys all data that it encrypts, backups included.",
  remedy: "Set enablePurgeProtection to true and leave enableSoftDelete on.",
  types: ["azure-native:keyvault:Vault", "azure-native:keyvault:ManagedHsm"],
  scope: "resource",
  check: (resource) => {
    const settings = resource.properties.get("properties");
    return all(
      () =>
        require(settings.get("enablePurgeProtection").flag() === true, "enablePurgeProtection is not set"),
      () => require(settings.get("enableSoftDelete").flag() !== false, "enableSoftDelete is off"),
    );
  },
};
