import { require } from "../../mechanism/answer";
import type { Property } from "../../mechanism/property";
import { lower } from "../../subjects/azure-reference";
import type { ResourceRule } from "../../mechanism/rule";

const keys: Readonly<Record<string, (properties: Property) => boolean>> = {
  "azure-native:storage:StorageAccount": (properties) => {
    const encryption = properties.get("encryption");
    return (
      lower(encryption.get("keySource")) === "microsoft.keyvault" &&
      encryption.get("keyVaultProperties").get("keyName").isSet()
    );
  },
  "azure-native:dbforpostgresql:Server": (properties) =>
    properties.get("dataEncryption").get("primaryKeyURI").isSet(),
  "azure-native:dbformysql:Server": (properties) =>
    properties.get("dataEncryption").get("primaryKeyURI").isSet(),
  "azure-native:containerregistry:Registry": (properties) => {
    const encryption = properties.get("encryption");
    return (
      lower(encryption.get("status")) === "enabled" &&
      encryption.get("keyVaultProperties").get("keyIdentifier").isSet()
    );
  },
  "azure-native:redisenterprise:RedisEnterprise": (properties) =>
    properties.get("encryption").get("customerManagedKeyEncryption").get("keyEncryptionKeyUrl").isSet(),
  "azure-native:dataprotection:BackupVault": (properties) => {
    const encryption = properties.get("properties").get("securitySettings").get("encryptionSettings");
    return (
      lower(encryption.get("state")) === "enabled" &&
      encryption.get("keyVaultProperties").get("keyUri").isSet()
    );
  },
};

/** What holds data is encrypted with a key of our own. */
export const rule: ResourceRule = {
  id: "azure-own-key",
  title: "What holds data is encrypted with a key of our own.",
  severity: "medium",
  controls: { checkov: ["CKV2_AZURE_1", "CKV_AZURE_130", "CKV2_AZURE_18"] },
  enforcement: "prod",
  reason: "Nobody but Microsoft can take the data out of reach, or tell who opened it.",
  remedy: "Encrypt it with a key in a Key Vault, by an identity that may use that key.",
  types: Object.keys(keys),
  scope: "resource",
  check: ({ type, properties }) =>
    require(keys[type]?.(properties) ?? false, "it is encrypted with a key of Microsoft's"),
};
