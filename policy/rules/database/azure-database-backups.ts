import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

const defaultDays = 7;

/** Databases keep automatic backups for some days. */
export const rule: ResourceRule = {
  id: "azure-database-backups",
  title: "Databases keep automatic backups for some days.",
  severity: "high",
  controls: {},
  enforcement: "prod",
  reason: "A mistake that is found late can't be undone.",
  remedy: "Set backup.backupRetentionDays to 7 or more, or to what the policy's configuration asks for.",
  types: ["azure-native:dbforpostgresql:Server", "azure-native:dbformysql:Server"],
  configuration: { properties: { days: { type: "integer", minimum: 1, maximum: 35, default: defaultDays } } },
  scope: "resource",
  check: ({ properties }, configuration) => {
    const least = configuration.get("days").number() ?? defaultDays;
    // Azure keeps them for 7 days unless told otherwise.
    const days = properties.get("backup").get("backupRetentionDays").number() ?? 7;
    return require(days >= least, `backupRetentionDays is ${String(days)}, below ${String(least)} days`);
  },
};
