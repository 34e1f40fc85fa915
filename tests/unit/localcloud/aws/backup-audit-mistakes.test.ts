import { shown } from "../../../../localcloud/reading";
import { types } from "../../../../localcloud/aws/types";
import { type Aws, account, describeMistakes, region } from "./aws";

const elsewhere = "eu-central-1";
const rule = (vault: string, changes: object = {}) => ({
  ruleName: "daily",
  targetVaultName: vault,
  schedule: "cron(0 4 * * ? *)",
  lifecycle: { deleteAfter: 35 },
  ...changes,
});
const vaultName = async (aws: Aws) => (await aws.make(types.backupVault)).id;

/** Right inputs of a plan whose one rule is changed. */
const plan = async (aws: Aws, changes: object = {}) => ({ rules: [rule(await vaultName(aws), changes)] });
const lockType = "aws:backup/vaultLockConfiguration:VaultLockConfiguration";
const trailType = "aws:cloudtrail/trail:Trail";
const trail = async (aws: Aws) => ({
  s3BucketName: await aws.bucket({ writer: "cloudtrail.amazonaws.com" }),
  isMultiRegionTrail: true,
  kmsKeyId: await aws.key("cloudtrail.amazonaws.com"),
});
const budget = {
  budgetType: "COST",
  limitAmount: "500",
  limitUnit: "USD",
  timeUnit: "MONTHLY",
  notifications: [
    {
      comparisonOperator: "GREATER_THAN",
      notificationType: "FORECASTED",
      threshold: 80,
      thresholdType: "PERCENTAGE",
      subscriberEmailAddresses: ["oncall@example.com"],
    },
  ],
};

describeMistakes("backups", [
  {
    mistake: "backups deleted soon after they went cold",
    type: types.backupPlan,
    right: (aws) => plan(aws, { lifecycle: { coldStorageAfter: 30, deleteAfter: 120 } }),
    wrong: (aws) => plan(aws, { lifecycle: { coldStorageAfter: 30, deleteAfter: 60 } }),
    path: "rules[0].lifecycle.deleteAfter",
    words: "must be at least 90 days after",
  },
  {
    mistake: "point-in-time backups for longer than 35 days",
    type: types.backupPlan,
    right: (aws) => plan(aws, { enableContinuousBackup: true }),
    wrong: (aws) => plan(aws, { enableContinuousBackup: true, lifecycle: { deleteAfter: 36 } }),
    path: "rules[0].lifecycle.deleteAfter",
    words: "continuous backups are kept 1 to 35 days",
  },
  {
    mistake: "a vault that is not there",
    type: types.backupPlan,
    right: (aws) => plan(aws),
    wrong: { rules: [rule("gone")] },
    path: "rules[0].targetVaultName",
    words: "there is no backup vault 'gone'",
  },
  {
    mistake: "a copy into a vault that the other region does not have",
    type: types.backupPlan,
    right: async (aws) => {
      const { outputs } = await aws.make(types.backupVault, { region: elsewhere });
      return plan(aws, { copyActions: [{ destinationVaultArn: outputs["arn"] ?? "" }] });
    },
    wrong: (aws) =>
      plan(aws, {
        copyActions: [{ destinationVaultArn: `arn:aws:backup:${elsewhere}:${account}:backup-vault:gone` }],
      }),
    path: "rules[0].copyActions[0].destinationVaultArn",
    words: "there is no backup vault",
  },
  {
    mistake: "backups shorter than their vault is locked for",
    type: types.backupPlan,
    right: async (aws) => {
      const backupVaultName = await vaultName(aws);
      await aws.make(lockType, { backupVaultName, minRetentionDays: 30 });
      return { rules: [rule(backupVaultName)] };
    },
    wrong: (_, right) => ({
      rules: (right["rules"] as object[]).map((each) => ({ ...each, lifecycle: { deleteAfter: 7 } })),
    }),
    path: "rules[0].lifecycle.deleteAfter",
    words: "is locked to 30 to any days, not 7",
  },
  {
    mistake: "a schedule of five fields",
    type: types.backupPlan,
    right: (aws) => plan(aws),
    wrong: (aws) => plan(aws, { schedule: "cron(0 4 * * *)" }),
    path: "rules[0].schedule",
    words: "six fields",
  },
  {
    mistake: "a vault's name with a dot",
    type: types.backupVault,
    right: { name: "platform-prod" },
    wrong: { name: "platform.prod" },
    path: "name",
    words: "letters, digits, hyphens and underscores",
  },
  {
    mistake: "a lock whose least is above its most",
    type: lockType,
    right: async (aws) => ({
      backupVaultName: await vaultName(aws),
      minRetentionDays: 7,
      maxRetentionDays: 35,
    }),
    wrong: { minRetentionDays: 60 },
    path: "minRetentionDays",
    words: "is above MaxRetentionDays",
  },
  {
    mistake: "a lock that is final after a day",
    type: lockType,
    right: async (aws) => ({
      backupVaultName: await vaultName(aws),
      minRetentionDays: 7,
      changeableForDays: 3,
    }),
    wrong: { changeableForDays: 1 },
    path: "changeableForDays",
    words: "from 3 to 36500",
  },
  {
    mistake: "a selection under a role that AWS Backup can't take",
    type: "aws:backup/selection:Selection",
    right: async (aws) => ({
      planId: (await aws.make(types.backupPlan, await plan(aws))).id,
      iamRoleArn: (await aws.role("backup.amazonaws.com")).outputs["arn"] ?? "",
      resources: [`arn:aws:rds:${region}:${account}:db:main`],
    }),
    wrong: async (aws) => ({ iamRoleArn: (await aws.role()).outputs["arn"] ?? "" }),
    path: "iamRoleArn",
    words: "can't assume the role",
  },
]);

describeMistakes("audit", [
  {
    mistake: "a trail into a bucket that does not let it in",
    type: trailType,
    right: trail,
    wrong: async (aws) => ({ s3BucketName: await aws.bucket() }),
    path: "s3BucketName",
    words: "InsufficientS3BucketPolicyException",
  },
  {
    mistake: "a trail under a key that it may not use",
    type: trailType,
    right: trail,
    wrong: async (aws) => ({ kmsKeyId: await aws.key() }),
    path: "kmsKeyId",
    words: "does not allow cloudtrail.amazonaws.com",
  },
  {
    mistake: "a trail's log group without ':*'",
    type: trailType,
    right: async (aws) => ({
      ...(await trail(aws)),
      cloudWatchLogsGroupArn: `${await aws.logGroup("/trail")}:*`,
      cloudWatchLogsRoleArn: (await aws.role("cloudtrail.amazonaws.com")).outputs["arn"] ?? "",
    }),
    wrong: (_, right) => ({
      cloudWatchLogsGroupArn: shown(right["cloudWatchLogsGroupArn"]).replace(":*", ""),
    }),
    path: "cloudWatchLogsGroupArn",
    words: "must end with ':*'",
  },
  {
    mistake: "a second GuardDuty detector in a region",
    type: types.detector,
    right: { region: elsewhere },
    wrong: async (aws) => {
      await aws.make(types.detector);
      return { region: undefined };
    },
    path: "enable",
    words: "a detector already exists",
  },
  {
    mistake: "a Security Hub standard of another region",
    type: "aws:securityhub/standardsSubscription:StandardsSubscription",
    right: async (aws) => {
      await aws.make(types.securityHub);
      return {
        standardsArn: `arn:aws:securityhub:${region}::standards/aws-foundational-security-best-practices/v/1.0.0`,
      };
    },
    wrong: {
      standardsArn:
        "arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0",
    },
    path: "standardsArn",
    words: `names 'us-east-1', but this is ${region}`,
  },
  {
    mistake: "a recorder that starts without a delivery channel",
    type: "aws:cfg/recorderStatus:RecorderStatus",
    right: async (aws) => {
      const roleArn = (await aws.role("config.amazonaws.com")).outputs["arn"] ?? "";
      return { name: (await aws.make(types.recorder, { roleArn })).id, isEnabled: false };
    },
    wrong: { isEnabled: true },
    path: "isEnabled",
    words: "a delivery channel is needed",
  },
  {
    mistake: "a budget in euros",
    type: "aws:budgets/budget:Budget",
    right: budget,
    wrong: { limitUnit: "EUR" },
    path: "limitUnit",
    words: "is in USD, not EUR",
  },
  {
    mistake: "a budget alert to something that is no address",
    type: "aws:budgets/budget:Budget",
    right: budget,
    wrong: {
      notifications: budget.notifications.map((each) => ({ ...each, subscriberEmailAddresses: ["oncall"] })),
    },
    path: "notifications[0].subscriberEmailAddresses",
    words: "'oncall' is no e-mail address",
  },
]);
