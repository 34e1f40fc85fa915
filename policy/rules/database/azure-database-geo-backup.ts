import { notApplicable, require } from "../../mechanism/answer";
import { lower } from "../../subjects/azure-reference";
import type { ResourceRule } from "../../mechanism/rule";

const single = ["azure-native:dbforpostgresql:SingleServer", "azure-native:dbformysql:SingleServer"];

/** Backups of databases are copied to another region. */
export const rule: ResourceRule = {
  id: "azure-database-geo-backup",
  title: "Backups of databases are copied to another region.",
  severity: "medium",
  controls: { checkov: ["CKV_AZURE_136", "CKV_AZURE_102", "CKV_AZURE_94"] },
  enforcement: "prod",
  reason: "The loss of a region is the loss of the data and of its backups.",
  remedy: "Set backup.geoRedundantBackup to Enabled: it can be set only when the server is made.",
  types: ["azure-native:dbforpostgresql:Server", "azure-native:dbformysql:Server", ...single],
  scope: "resource",
  check: ({ type, properties }) => {
    const replica = [properties.get("createMode"), properties.get("replicationRole")].some((property) =>
      (lower(property) ?? "").includes("replica"),
    );
    if (replica) return notApplicable;
    const backup = single.includes(type)
      ? properties.get("properties").get("storageProfile")
      : properties.get("backup");
    return require(lower(backup.get("geoRedundantBackup")) ===
      "enabled", "geoRedundantBackup is not Enabled");
  },
};
