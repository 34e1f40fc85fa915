import type { Check, Path, Problem, Properties, ResourceRules, StoredResource, World } from "../rules";
import { amount, list, record, refuse, repeated, text } from "../reading";
import { duration, isTimeZone, seconds } from "./duration";
import { keyProblems } from "./key-use";
import { name } from "./names";
import { timestamp } from "./project";
import { agentOf } from "./service-agents";
import { types } from "./types";

const vaultType = "gcp:backupdisasterrecovery/backupVault:BackupVault";
const planType = "gcp:backupdisasterrecovery/backupPlan:BackupPlan";
const associationType = "gcp:backupdisasterrecovery/backupPlanAssociation:BackupPlanAssociation";
const day = 86400;

/** Days that a vault keeps every backup at least. */
function enforcedDays(vault: StoredResource | undefined): number {
  return (seconds(vault?.inputs["backupMinimumEnforcedRetentionDuration"]) ?? 0) / day;
}

/** Backup and DR guide, "Backup vaults": a day to 99 years; a lock can only be made longer. */
const vaultCheck: Check = (inputs, _world, self) => {
  const path = "backupMinimumEnforcedRetentionDuration";
  const kept = seconds(inputs[path]);
  if (kept !== undefined && (kept < day || kept > 99 * 366 * day))
    return refuse(path, `Error 400: is from 86400s (a day) to 99 years, not ${String(kept)}s`);
  const [before, locked] = [seconds(self?.inputs[path]), text(self?.inputs["effectiveTime"])];
  const isLocked = locked !== undefined && Date.parse(locked) <= Date.now();
  if (isLocked && before !== undefined && kept !== undefined && kept < before)
    return refuse(path, "Error 400: the enforced retention of a locked vault can't be shortened");
  const effective = text(inputs["effectiveTime"]);
  if (effective !== undefined && Number.isNaN(Date.parse(effective)))
    return refuse("effectiveTime", `Error 400: '${effective}' is no time, for example 2027-01-01T00:00:00Z`);
  return isLocked && effective !== locked
    ? refuse("effectiveTime", "Error 400: a vault that is locked stays locked")
    : [];
};

const vaultKeyCheck: Check = (inputs, world) =>
  keyProblems("encryptionConfig.kmsKeyName", record(inputs["encryptionConfig"])["kmsKeyName"], world, {
    api: "backupdr.googleapis.com",
    location: text(inputs["location"]),
  });

/** What a schedule says besides how often it recurs. */
const wanted: Readonly<Record<string, readonly (readonly string[])[]>> = {
  HOURLY: [["hourlyFrequency"]],
  DAILY: [],
  WEEKLY: [["daysOfWeeks"]],
  MONTHLY: [["daysOfMonths", "weekDayOfMonth"]],
  YEARLY: [["months"], ["daysOfMonths", "weekDayOfMonth"]],
};

function scheduleProblems(schedule: Properties, path: Path): readonly Problem[] {
  const recurrence = text(schedule["recurrenceType"]);
  const sets = wanted[recurrence ?? ""];
  if (recurrence === undefined || sets === undefined) return [];
  const all = ["hourlyFrequency", "daysOfWeeks", "daysOfMonths", "weekDayOfMonth", "months"];
  const missing = sets.find((set) => set.filter((key) => schedule[key] !== undefined).length !== 1);
  if (missing !== undefined)
    return refuse(
      `${path}.${missing[0] ?? ""}`,
      `Error 400: ${recurrence} needs exactly one of ${missing.join(", ")}`,
    );
  const foreign = all.find((key) => schedule[key] !== undefined && !sets.flat().includes(key));
  if (foreign !== undefined) return refuse(`${path}.${foreign}`, `Error 400: does not go with ${recurrence}`);
  const frequency = amount(schedule["hourlyFrequency"]);
  // Backup and DR guide, "Backup plans": every 6 to 23 hours, in compute's and Cloud SQL's plans from every 4 hours on.
  if (frequency !== undefined && (frequency < 4 || frequency > 23))
    return refuse(`${path}.hourlyFrequency`, "Error 400: is from 4 to 23 hours");
  const dayOfMonth = list(schedule["daysOfMonths"]).find((each) => Number(each) < 1 || Number(each) > 31);
  if (dayOfMonth !== undefined) return refuse(`${path}.daysOfMonths`, "Error 400: days are from 1 to 31");
  const zone = text(schedule["timeZone"]);
  if (zone !== undefined && !isTimeZone(zone))
    return refuse(`${path}.timeZone`, `Error 400: '${zone}' is no time zone of the tz database`);
  const window = record(schedule["backupWindow"]);
  const [start, end] = [amount(window["startHourOfDay"]), amount(window["endHourOfDay"])];
  if (schedule["backupWindow"] === undefined) return refuse(`${path}.backupWindow`, "Error 400: is required");
  if (start === undefined || end === undefined) return [];
  if (start < 0 || start > 23 || end < 1 || end > 24)
    return refuse(`${path}.backupWindow`, "Error 400: begins from 0 to 23 and ends from 1 to 24 o'clock");
  const length = end > start ? end - start : end + 24 - start;
  return length < 6
    ? refuse(`${path}.backupWindow`, `Error 400: a backup window has at least 6 hours, not ${String(length)}`)
    : [];
}

const planCheck: Check = (inputs) => {
  const rules = list(inputs["backupRules"]).map(record);
  const [twice] = repeated(rules.map(({ ruleId }) => text(ruleId)));
  if (twice !== undefined) return refuse("backupRules", `Error 400: two rules are called '${twice}'`);
  return rules.flatMap((rule, index) =>
    scheduleProblems(record(rule["standardSchedule"]), `backupRules[${String(index)}].standardSchedule`),
  );
};

/** A plan keeps backups as long as its vault enforces, and lies where the vault can take them from. */
const planVaultCheck: Check = (inputs, world) => {
  const reference = text(inputs["backupVault"]);
  if (reference === undefined) return [];
  const vault = world.find(vaultType, reference) ?? world.find(vaultType, reference, "name");
  if (vault === undefined) return refuse("backupVault", `Error 404: there is no backup vault '${reference}'`);
  const least = enforcedDays(vault);
  return list(inputs["backupRules"]).flatMap((value, index): readonly Problem[] => {
    const days = amount(record(value)["backupRetentionDays"]);
    return days !== undefined && days < least
      ? refuse(
          `backupRules[${String(index)}].backupRetentionDays`,
          `Error 400: is at least the enforced retention of the vault (${String(Math.ceil(least))} days), not ${String(days)}`,
        )
      : [];
  });
};

/** What a plan protects, by the word that plans call it by. */
const protectable: Readonly<Record<string, string>> = {
  "sqladmin.googleapis.com/Instance": types.databaseInstance,
  "storage.googleapis.com/Bucket": types.bucket,
};

function protectedResource(world: World, kind: string, reference: string): StoredResource | undefined {
  const type = protectable[kind];
  const last = reference.split("/").pop() ?? "";
  return type === undefined ? undefined : (world.find(type, last, "name") ?? world.find(type, reference));
}

const associationCheck: Check = (inputs, world, self) => {
  const [plan, kind, resource] = ["backupPlan", "resourceType", "resource"].map((key) => text(inputs[key]));
  const found = world.find(planType, plan) ?? world.find(planType, plan, "name");
  if (plan !== undefined && found === undefined)
    return refuse("backupPlan", `Error 404: there is no backup plan '${plan}'`);
  if (found !== undefined && kind !== undefined && found.inputs["resourceType"] !== kind)
    return refuse(
      "resourceType",
      `Error 400: the plan is for ${text(found.inputs["resourceType"]) ?? ""}, not for ${kind}`,
    );
  if (found !== undefined && found.inputs["location"] !== inputs["location"])
    return refuse("location", `Error 400: the plan is in ${text(found.inputs["location"]) ?? ""}`);
  if (kind === undefined || resource === undefined) return [];
  const target = protectedResource(world, kind, resource);
  if (protectable[kind] !== undefined && target === undefined)
    return refuse("resource", `Error 404: there is no ${kind} '${resource}'`);
  if (
    kind === "sqladmin.googleapis.com/Instance" &&
    target !== undefined &&
    target.outputs["region"] !== inputs["location"]
  )
    return refuse("location", `Error 400: the instance is in ${text(target.outputs["region"]) ?? ""}`);
  const twin = world
    .all(associationType)
    .find((other) => other.id !== self?.id && other.inputs["resource"] === resource);
  return twin === undefined
    ? []
    : refuse("resource", `Error 409: the resource is protected by ${twin.id} already`);
};

const idOf = (kind: string, property: string): string =>
  `projects/{account}/locations/{location}/${kind}/{${property}}`;

/** Backup and DR: vaults, plans, and what they protect. */
export const backups: readonly ResourceRules[] = [
  {
    type: vaultType,
    name: { ...name({ property: "backupVaultId" }), auto: false },
    id: idOf("backupVaults", "backupVaultId"),
    outputs: {
      name: "{id}",
      state: "ACTIVE",
      backupCount: "0",
      totalStoredBytes: "0",
      deletable: () => true,
      serviceAccount: agentOf("backupdr.googleapis.com"),
      uid: "{hex:8}-{hex:4}-4{hex:3}-a{hex:3}-{hex:12}",
      etag: "{digits:1}",
      createTime: timestamp,
      updateTime: timestamp,
    },
    defaults: { accessRestriction: "WITHIN_ORGANIZATION" },
    immutable: ["backupVaultId", "encryptionConfig"],
    limits: [
      duration("backupMinimumEnforcedRetentionDuration"),
      { path: "description", pattern: /^[^]{0,2048}$/, reason: "has at most 2048 characters" },
      {
        path: "accessRestriction",
        oneOf: [
          "WITHIN_PROJECT",
          "WITHIN_ORGANIZATION",
          "UNRESTRICTED",
          "WITHIN_ORG_BUT_UNRESTRICTED_FOR_BA",
        ],
      },
      {
        path: "backupRetentionInheritance",
        oneOf: ["INHERIT_VAULT_RETENTION", "MATCH_BACKUP_EXPIRE_TIME"],
      },
    ],
    check: [vaultCheck, vaultKeyCheck],
    checkDelete: (vault, world) => {
      const plans = world
        .all(planType)
        .filter(({ inputs }) => [vault.id, vault.outputs["name"]].includes(inputs["backupVault"] ?? ""));
      if (plans.length > 0 && vault.inputs["ignoreBackupPlanReferences"] !== true)
        return refuse(
          "",
          `Error 400: the backup vault is referenced by the backup plan ${plans[0]?.id ?? ""}`,
        );
      return plans.some((plan) =>
        world.all(associationType).some(({ inputs }) => inputs["backupPlan"] === plan.id),
      )
        ? refuse("", "Error 400: the backup vault holds backups whose enforced retention has not ended")
        : [];
    },
    // Half a minute: a long-running operation.
    seconds: { create: 30, update: 15, delete: 20 },
  },
  {
    type: planType,
    name: { ...name({ property: "backupPlanId" }), auto: false },
    id: idOf("backupPlans", "backupPlanId"),
    outputs: {
      name: "{id}",
      backupVaultServiceAccount: agentOf("backupdr.googleapis.com"),
      supportedResourceTypes: ({ inputs }) => [text(inputs["resourceType"]) ?? ""],
      createTime: timestamp,
      updateTime: timestamp,
    },
    immutable: ["backupPlanId", "backupVault", "resourceType"],
    limits: [
      { path: "backupRules", minimumItems: 1, maximumItems: 5 },
      {
        path: "backupRules[].ruleId",
        pattern: /^[a-z][a-z0-9-]{0,62}$/,
        reason: "Error 400: has 1 to 63 lower-case letters, digits and hyphens, a letter first",
      },
      { path: "backupRules[].backupRetentionDays", minimum: 1, maximum: 36159 },
      { path: "logRetentionDays", minimum: 1, maximum: 35 },
      {
        path: "resourceType",
        oneOf: [
          "compute.googleapis.com/Instance",
          "compute.googleapis.com/Disk",
          "compute.googleapis.com/RegionDisk",
          "sqladmin.googleapis.com/Instance",
          "alloydb.googleapis.com/Cluster",
          "file.googleapis.com/Instance",
          "storage.googleapis.com/Bucket",
        ],
      },
      {
        path: "backupRules[].standardSchedule.recurrenceType",
        oneOf: ["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"],
      },
    ],
    check: [
      planCheck,
      (inputs) =>
        inputs["logRetentionDays"] !== undefined &&
        inputs["resourceType"] !== "sqladmin.googleapis.com/Instance"
          ? refuse("logRetentionDays", "Error 400: only plans for Cloud SQL keep logs")
          : [],
      planVaultCheck,
    ],
    checkDelete: (plan, world) => {
      const user = world
        .all(associationType)
        .find(({ inputs }) => [plan.id, plan.outputs["name"]].includes(inputs["backupPlan"] ?? ""));
      return user === undefined ? [] : refuse("", `Error 400: the backup plan is used by ${user.id}`);
    },
    seconds: { create: 15, update: 15, delete: 10 },
  },
  {
    type: associationType,
    name: { ...name({ property: "backupPlanAssociationId" }), auto: false },
    id: idOf("backupPlanAssociations", "backupPlanAssociationId"),
    outputs: {
      name: "{id}",
      dataSource: "projects/{account}/locations/{location}/backupVaults/vault/dataSources/{hex:32}",
      rulesConfigInfos: () => [],
      createTime: timestamp,
      updateTime: timestamp,
    },
    immutable: ["backupPlanAssociationId", "resource", "resourceType"],
    check: associationCheck,
    seconds: { create: 30, update: 20, delete: 20 },
  },
];
