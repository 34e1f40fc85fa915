import { require } from "../../mechanism/answer";
import { lower } from "../../subjects/azure-reference";
import type { ResourceRule } from "../../mechanism/rule";

const backupVault = "azure-native:dataprotection:BackupVault";
const recoveryVault = "azure-native:recoveryservices:Vault";

/** Backup vaults keep a copy in another region. */
export const rule: ResourceRule = {
  id: "azure-backup-in-another-region",
  title: "Backup vaults keep a copy in another region.",
  severity: "medium",
  controls: {},
  enforcement: "prod",
  reason: "The loss of a region is the loss of the data and of its backups.",
  remedy: "Set the vault's storage to GeoRedundant: it can be set only while the vault is empty.",
  types: [backupVault, recoveryVault],
  scope: "resource",
  check: ({ type, properties }) => {
    const settings = properties.get("properties");
    if (type === recoveryVault)
      return require(lower(settings.get("redundancySettings").get("standardTierStorageRedundancy")) ===
        "georedundant", "standardTierStorageRedundancy is not GeoRedundant");
    const places = settings.get("storageSettings").items();
    return require(places.some(
      (place) => lower(place.get("type")) === "georedundant",
    ), "no storage setting is GeoRedundant");
  },
};
