import type { Check, Path, Problem, Properties, ResourceRules, World } from "../rules";
import { arn, parseArn, uuid } from "./account";
import { scheduleProblem } from "./events";
import { key } from "./key-use";
import { policy } from "./policy-document";
import { types } from "./types";
import { amount, list, record, refuse, repeated, text, texts, shown } from "../reading";

const lockType = "aws:backup/vaultLockConfiguration:VaultLockConfiguration";
const planType = types.backupPlan;

/** AWS Backup: what moved to cold storage stays there for 90 days at least. */
function lifecycleProblems(path: Path, lifecycle: Properties): readonly Problem[] {
  const [cold, gone] = [amount(lifecycle["coldStorageAfter"]), amount(lifecycle["deleteAfter"])];
  if (cold === undefined || cold === 0 || gone === undefined) return [];
  return gone < cold + 90
    ? refuse(
        `${path}.deleteAfter`,
        `InvalidParameterValueException: DeleteAfterDays (${String(gone)}) must be at least 90 days after MoveToColdStorageAfterDays (${String(cold)})`,
      )
    : [];
}

/** A locked vault takes only backups that are kept as long as its lock says. */
function lockProblems(path: Path, vault: string, lifecycle: Properties, world: World): readonly Problem[] {
  const lock = world
    .all(lockType, { anyRegion: true })
    .find(({ inputs }) => inputs["backupVaultName"] === vault)?.inputs;
  const days = amount(lifecycle["deleteAfter"]);
  if (lock === undefined) return [];
  const [least, most] = [amount(lock["minRetentionDays"]), amount(lock["maxRetentionDays"])];
  if (days === undefined)
    return most === undefined
      ? []
      : refuse(
          `${path}.deleteAfter`,
          `the vault '${vault}' is locked to at most ${String(most)} days; this backup is kept for ever`,
        );
  return days < (least ?? 0) || days > (most ?? Infinity)
    ? refuse(
        `${path}.deleteAfter`,
        `InvalidParameterValueException: the vault '${vault}' is locked to ${String(least ?? 1)} to ${String(most ?? "any")} days, not ${String(days)}`,
      )
    : [];
}

const ruleCheck: Check = (inputs) => {
  const rules = list(inputs["rules"]).map(record);
  const [twice] = repeated(rules.map(({ ruleName }) => ruleName));
  const problems: Problem[] = [];
  if (twice !== undefined)
    problems.push({
      path: "rules",
      reason: `InvalidParameterValueException: two rules are called '${shown(twice)}'`,
    });
  rules.forEach((rule, index) => {
    const path = `rules[${String(index)}]`;
    const schedule = text(rule["schedule"]);
    const wrong = schedule === undefined ? undefined : scheduleProblem(schedule, false);
    if (wrong !== undefined) problems.push({ path: `${path}.schedule`, reason: wrong });
    const lifecycle = record(rule["lifecycle"]);
    problems.push(...lifecycleProblems(`${path}.lifecycle`, lifecycle));
    // AWS Backup guide: point-in-time backups are kept 35 days at most and never in cold storage.
    if (rule["enableContinuousBackup"] === true) {
      const days = amount(lifecycle["deleteAfter"]);
      if (days === undefined || days > 35)
        problems.push({
          path: `${path}.lifecycle.deleteAfter`,
          reason: "InvalidParameterValueException: continuous backups are kept 1 to 35 days",
        });
      if (lifecycle["coldStorageAfter"] !== undefined)
        problems.push({
          path: `${path}.lifecycle.coldStorageAfter`,
          reason: "InvalidParameterValueException: continuous backups can't move to cold storage",
        });
    }
    const [start, completion] = [amount(rule["startWindow"]), amount(rule["completionWindow"])];
    if (start !== undefined && completion !== undefined && completion < start + 60)
      problems.push({
        path: `${path}.completionWindow`,
        reason: "InvalidParameterValueException: at least 60 minutes longer than startWindow",
      });
  });
  return problems;
};

/** Vaults must exist: the rule's own here, that of a copy in its own region. */
const vaultCheck: Check = (inputs, world) =>
  list(inputs["rules"]).flatMap((value, index): readonly Problem[] => {
    const rule = record(value);
    const path = `rules[${String(index)}]`;
    const vault = text(rule["targetVaultName"]);
    const own: readonly Problem[] =
      vault === undefined
        ? []
        : world.find(types.backupVault, vault) === undefined
          ? refuse(
              `${path}.targetVaultName`,
              `ResourceNotFoundException: there is no backup vault '${vault}' in ${world.region}`,
            )
          : lockProblems(`${path}.lifecycle`, vault, record(rule["lifecycle"]), world);
    const copies = list(rule["copyActions"]).flatMap((copy, at): readonly Problem[] => {
      const target = text(record(copy)["destinationVaultArn"]);
      const place = `${path}.copyActions[${String(at)}]`;
      if (target === undefined) return [];
      const parts = parseArn(target);
      if (parts?.service !== "backup")
        return refuse(`${place}.destinationVaultArn`, `'${target}' is not the ARN of a backup vault`);
      if (parts.account !== world.account) return [];
      const exists = world
        .all(types.backupVault, { anyRegion: true })
        .some(({ outputs }) => outputs["arn"] === target);
      if (!exists)
        return refuse(
          `${place}.destinationVaultArn`,
          `ResourceNotFoundException: there is no backup vault '${target}'`,
        );
      const lifecycle = record(record(copy)["lifecycle"]);
      return [
        ...lifecycleProblems(`${place}.lifecycle`, lifecycle),
        ...lockProblems(`${place}.lifecycle`, parts.resource.replace("backup-vault:", ""), lifecycle, world),
      ];
    });
    return [...own, ...copies];
  });

const lockCheck: Check = (inputs) => {
  const [least, most] = [amount(inputs["minRetentionDays"]), amount(inputs["maxRetentionDays"])];
  return least !== undefined && most !== undefined && least > most
    ? refuse(
        "minRetentionDays",
        `InvalidParameterValueException: MinRetentionDays (${String(least)}) is above MaxRetentionDays (${String(most)})`,
      )
    : [];
};

/** Vaults that a plan has written to hold recovery points. */
function isFilled(vault: string, world: World): boolean {
  return world
    .all(planType)
    .some(({ inputs }) => list(inputs["rules"]).some((rule) => record(rule)["targetVaultName"] === vault));
}

const vaultName = /^[\w-]{2,50}$/;

export const backups: readonly ResourceRules[] = [
  {
    type: types.backupVault,
    name: {
      property: "name",
      minimum: 2,
      maximum: 50,
      pattern: vaultName,
      alphabet: "letters, digits, hyphens and underscores",
      unique: "region",
    },
    id: "{name}",
    outputs: { arn: arn("backup", "backup-vault:{name}"), recoveryPoints: () => 0 },
    defaults: { forceDestroy: false },
    immutable: ["name", "kmsKeyArn"],
    check: key("kmsKeyArn"),
    checkDelete: (vault, world) => {
      const locked = world.all(lockType).some(({ inputs }) => inputs["backupVaultName"] === vault.id);
      return isFilled(vault.id, world) && (locked || vault.inputs["forceDestroy"] !== true)
        ? refuse(
            "name",
            "InvalidRequestException: Backup vault cannot be deleted because it contains recovery points",
          )
        : [];
    },
    seconds: { create: 2, delete: 2 },
  },
  {
    type: lockType,
    id: "{backupVaultName}",
    outputs: { backupVaultArn: arn("backup", "backup-vault:{backupVaultName}") },
    references: [{ path: "backupVaultName", to: types.backupVault, blocksDeletion: false }],
    immutable: ["backupVaultName", "changeableForDays"],
    limits: [
      { path: "changeableForDays", minimum: 3, maximum: 36500 },
      { path: "minRetentionDays", minimum: 1, maximum: 36500 },
      { path: "maxRetentionDays", minimum: 1, maximum: 36500 },
    ],
    uniqueBy: [["backupVaultName"]],
    check: lockCheck,
    seconds: { create: 1, delete: 1 },
  },
  {
    type: "aws:backup/vaultPolicy:VaultPolicy",
    id: "{backupVaultName}",
    outputs: { backupVaultArn: arn("backup", "backup-vault:{backupVaultName}") },
    references: [{ path: "backupVaultName", to: types.backupVault, blocksDeletion: false }],
    immutable: ["backupVaultName"],
    uniqueBy: [["backupVaultName"]],
    check: policy("policy", { kind: "resource", maximum: 20480, services: ["backup"] }),
    seconds: { create: 1, delete: 1 },
  },
  {
    type: "aws:backup/vaultNotifications:VaultNotifications",
    id: "{backupVaultName}",
    outputs: { backupVaultArn: arn("backup", "backup-vault:{backupVaultName}") },
    references: [
      { path: "backupVaultName", to: types.backupVault, blocksDeletion: false },
      { path: "snsTopicArn", to: types.topic, by: "arn", blocksDeletion: false },
    ],
    immutable: ["backupVaultName", "snsTopicArn", "backupVaultEvents"],
    limits: [
      {
        path: "backupVaultEvents[]",
        pattern: /^(BACKUP|RESTORE|COPY|RECOVERY_POINT|S3_BACKUP|S3_RESTORE|CONTINUOUS_BACKUP)_[A-Z_]+$/,
        reason: "is an event of AWS Backup, for example BACKUP_JOB_FAILED",
      },
    ],
    uniqueBy: [["backupVaultName"]],
    deleteBeforeReplace: true,
    seconds: { create: 1, delete: 1 },
  },
  {
    type: planType,
    name: {
      property: "name",
      maximum: 50,
      pattern: vaultName,
      alphabet: "letters, digits, hyphens and underscores",
      unique: "none",
    },
    id: uuid,
    outputs: { arn: arn("backup", "backup-plan:{id}"), version: "{hex:32}" },
    immutable: ["name"],
    limits: [
      { path: "rules", minimumItems: 1 },
      { path: "rules[].ruleName", pattern: /^[\w.-]{1,50}$/, reason: "has 1 to 50 letters, digits and ._-" },
      { path: "rules[].lifecycle.deleteAfter", minimum: 1 },
      { path: "rules[].startWindow", minimum: 60 },
      { path: "rules[].completionWindow", minimum: 120 },
    ],
    check: [ruleCheck, vaultCheck],
    seconds: { create: 1, delete: 1 },
  },
  {
    type: "aws:backup/selection:Selection",
    name: {
      property: "name",
      maximum: 50,
      pattern: /^[\w.-]+$/,
      alphabet: "letters, digits and ._-",
      unique: "none",
    },
    id: uuid,
    references: [
      { path: "planId", to: planType },
      { path: "iamRoleArn", to: types.role, by: "arn", anyRegion: true, blocksDeletion: false },
    ],
    immutable: ["name", "planId", "iamRoleArn", "resources", "notResources", "selectionTags", "conditions"],
    limits: [{ path: "selectionTags[].type", oneOf: ["STRINGEQUALS"] }],
    check: [
      (inputs) =>
        texts(inputs["resources"]).length === 0 &&
        list(inputs["selectionTags"]).length === 0 &&
        inputs["conditions"] === undefined
          ? refuse(
              "resources",
              "InvalidParameterValueException: a selection names resources, tags or conditions",
            )
          : [],
      (inputs) =>
        texts(inputs["resources"]).flatMap((resource, index) =>
          resource === "*" || resource.startsWith("arn:")
            ? []
            : refuse(
                `resources[${String(index)}]`,
                `InvalidParameterValueException: '${resource}' is no ARN`,
              ),
        ),
      (inputs, world) => {
        const role = world
          .all(types.role, { anyRegion: true })
          .find(({ outputs }) => outputs["arn"] === inputs["iamRoleArn"]);
        return role === undefined || shown(role.inputs["assumeRolePolicy"]).includes("backup.amazonaws.com")
          ? []
          : refuse(
              "iamRoleArn",
              "InvalidParameterValueException: AWS Backup (backup.amazonaws.com) can't assume the role",
            );
      },
    ],
    seconds: { create: 2, delete: 1 },
  },
];
