import { all, notApplicable, require } from "../../mechanism/answer";
import { alloyCluster, isReplica, sqlInstance, withSettings } from "../../subjects/gcp-database";
import type { ResourceRule } from "../../mechanism/rule";

/** One a day: Cloud SQL keeps seven by default. */
const defaultDays = 7;

/** Databases keep automatic backups. */
export const rule: ResourceRule = {
  id: "gcp-database-backups",
  title: "Databases keep automatic backups.",
  severity: "high",
  controls: { cis: ["6.7"], checkov: ["CKV_GCP_14", "CKV2_GCP_20"] },
  enforcement: "prod",
  reason: "A mistake or an intruder deletes the data for good.",
  remedy: "Set backupConfiguration.enabled, and keep backups for the days that the policy asks for.",
  types: [sqlInstance, alloyCluster],
  configuration: { properties: { days: { type: "integer", minimum: 1, default: defaultDays } } },
  scope: "resource",
  check: (resource, configuration) => {
    const { properties } = resource;
    if (resource.type === alloyCluster) {
      if (properties.get("clusterType").text() === "SECONDARY") return notApplicable;
      return require(properties.get("automatedBackupPolicy").get("enabled").flag() !== false ||
        properties.get("continuousBackupConfig").get("enabled").flag() ===
          true, "automatedBackupPolicy.enabled is off");
    }
    if (isReplica(resource)) return notApplicable;
    const least = configuration.get("days").number() ?? defaultDays;
    return withSettings(resource, (settings) => {
      const backups = settings.get("backupConfiguration");
      const kept = backups.get("backupRetentionSettings").get("retainedBackups").number() ?? defaultDays;
      return all(
        () => require(backups.get("enabled").flag() === true, "backupConfiguration.enabled is off"),
        () => require(kept >= least, `${String(kept)} backups are kept, below ${String(least)}`),
        () =>
          require(backups.get("pointInTimeRecoveryEnabled").flag() === true ||
            backups.get("binaryLogEnabled").flag() ===
              true, "no point-in-time recovery: what was written since the last backup is lost"),
      );
    });
  },
};
