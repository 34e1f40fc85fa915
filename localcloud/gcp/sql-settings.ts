import type { Check, Problem, Properties } from "../rules";
import { amount, at, list, record, refuse, repeated, shown, text } from "../reading";
import { flagProblem, postgresFlags } from "./sql-flags";
import { editionOf, postgresVersion } from "./sql-tier";

const isReplica = (inputs: Properties): boolean => inputs["masterInstanceName"] !== undefined;

/** High availability needs backups and point-in-time recovery (comment of `availabilityType` in the SDK). */
export const availabilityCheck: Check = (inputs) => {
  if (at(inputs, "settings.availabilityType") !== "REGIONAL" || isReplica(inputs)) return [];
  const backups = "settings.backupConfiguration";
  if (at(inputs, `${backups}.enabled`) !== true)
    return refuse(`${backups}.enabled`, "Backups must be enabled for REGIONAL availability");
  return at(inputs, `${backups}.pointInTimeRecoveryEnabled`) === true || postgresVersion(inputs) === undefined
    ? []
    : refuse(
        `${backups}.pointInTimeRecoveryEnabled`,
        "Point-in-time recovery must be enabled for REGIONAL availability of a PostgreSQL instance",
      );
};

/** Cloud SQL guide, "Set retention": up to 365 backups, and days of logs by edition, never more days than backups. */
export const backupCheck: Check = (inputs) => {
  const path = "settings.backupConfiguration";
  const backups = record(at(inputs, path));
  if (backups["pointInTimeRecoveryEnabled"] === true && backups["enabled"] !== true)
    return refuse(`${path}.enabled`, "Point-in-time recovery needs automated backups to be enabled");
  if (backups["binaryLogEnabled"] === true && postgresVersion(inputs) !== undefined)
    return refuse(`${path}.binaryLogEnabled`, "Binary log can only be enabled for MySQL instances");
  const days = amount(backups["transactionLogRetentionDays"]);
  const most = editionOf(inputs) === "ENTERPRISE_PLUS" ? 35 : 7;
  if (days !== undefined && (days < 1 || days > most))
    return refuse(
      `${path}.transactionLogRetentionDays`,
      `Invalid request: The number of transaction log retention days must be between 1 and ${String(most)}`,
    );
  const kept = amount(at(backups, "backupRetentionSettings.retainedBackups"));
  return days !== undefined && kept !== undefined && kept < days
    ? refuse(
        `${path}.backupRetentionSettings.retainedBackups`,
        `Invalid request: at least as many backups are retained as days of transaction logs (${String(days)})`,
      )
    : [];
};

export const diskCheck: Check = (inputs, _world, self) => {
  const settings = record(inputs["settings"]);
  const size = amount(settings["diskSize"]);
  const limit = amount(settings["diskAutoresizeLimit"]) ?? 0;
  const type = text(settings["diskType"]) ?? "PD_SSD";
  const least = type === "HYPERDISK_BALANCED" ? 20 : 10;
  if (size !== undefined && (size < least || size > 65536))
    return refuse("settings.diskSize", `Invalid request: ${type} disks have ${String(least)} to 65536 GB`);
  if (limit !== 0 && limit < (size ?? least))
    return refuse(
      "settings.diskAutoresizeLimit",
      `Invalid request: the storage auto-resize limit is 0 (none) or at least the disk's size (${String(size ?? least)} GB)`,
    );
  const c4a = text(settings["tier"])?.startsWith("db-c4a-") === true;
  if (c4a !== (type === "HYPERDISK_BALANCED") && (c4a || editionOf(inputs) === "ENTERPRISE_PLUS"))
    return refuse(
      "settings.diskType",
      c4a ? "Invalid request: C4A machines take HYPERDISK_BALANCED" : `Invalid request: no ${type} here`,
    );
  const before = amount(at(self?.inputs ?? {}, "settings.diskSize"));
  return before !== undefined && size !== undefined && size < before
    ? refuse(
        "settings.diskSize",
        `a disk cannot shrink, from ${String(before)} to ${String(size)} GB: the database would have to be made anew`,
      )
    : [];
};

/** Every flag must be one of Cloud SQL's for PostgreSQL, given once, and in its range. */
export const flagCheck: Check = (inputs) => {
  if (postgresVersion(inputs) === undefined) return [];
  const flags = list(at(inputs, "settings.databaseFlags")).map(record);
  const [twice] = repeated(flags.map(({ name }) => name));
  const problems: Problem[] = [];
  if (twice !== undefined)
    problems.push({
      path: "settings.databaseFlags",
      reason: `Invalid request: the flag '${shown(twice)}' is given twice`,
    });
  flags.forEach((flag, index) => {
    const path = `settings.databaseFlags[${String(index)}]`;
    const [name, value] = [text(flag["name"]), text(flag["value"])];
    if (name === undefined) return;
    if (!postgresFlags.has(name))
      problems.push({
        path: `${path}.name`,
        reason: `Invalid request: Invalid flag name: '${name}' is no flag of Cloud SQL for PostgreSQL`,
      });
    const wrong = value === undefined ? undefined : flagProblem(name, value);
    if (wrong !== undefined)
      problems.push({ path: `${path}.value`, reason: `Invalid request: Invalid flag value: ${wrong}` });
  });
  return problems;
};

/** pgaudit's flags mean nothing, and are refused, before the extension is loaded. */
export const extensionCheck: Check = (inputs) => {
  const flags = list(at(inputs, "settings.databaseFlags")).map(record);
  const isOn = (name: string): boolean =>
    flags.some((flag) => flag["name"] === name && flag["value"] === "on");
  const extensions = [
    { prefix: "pgaudit.", flag: "cloudsql.enable_pgaudit" },
    { prefix: "cron.", flag: "cloudsql.enable_pg_cron" },
    { prefix: "auto_explain.", flag: "cloudsql.enable_auto_explain" },
  ];
  const orphan = extensions.find(
    ({ prefix, flag }) => !isOn(flag) && flags.some(({ name }) => text(name)?.startsWith(prefix) === true),
  );
  return orphan === undefined
    ? []
    : refuse(
        "settings.databaseFlags",
        `Invalid request: flags that begin with '${orphan.prefix}' need ${orphan.flag} to be on`,
      );
};

export const placeCheck: Check = (inputs, world) => {
  const preference = record(at(inputs, "settings.locationPreference"));
  const path = "settings.locationPreference";
  const zones = ["zone", "secondaryZone"] as const;
  const foreign = zones.find((key) => text(preference[key])?.startsWith(`${world.region}-`) === false);
  if (foreign !== undefined)
    return refuse(
      `${path}.${foreign}`,
      `Invalid request: zone '${shown(preference[foreign])}' is not in the instance's region ${world.region}`,
    );
  if (preference["secondaryZone"] === undefined) return [];
  if (at(inputs, "settings.availabilityType") !== "REGIONAL")
    return refuse(`${path}.secondaryZone`, "Invalid request: only REGIONAL instances have a secondary zone");
  return preference["secondaryZone"] === preference["zone"]
    ? refuse(`${path}.secondaryZone`, "Invalid request: must be another zone than the primary one")
    : [];
};

export const finalBackupCheck: Check = (inputs) =>
  at(inputs, "settings.finalBackupConfig.retentionDays") !== undefined &&
  at(inputs, "settings.finalBackupConfig.enabled") !== true
    ? refuse("settings.finalBackupConfig.enabled", "must be true when retentionDays is given")
    : [];
