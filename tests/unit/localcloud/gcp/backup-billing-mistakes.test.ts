import { types } from "../../../../localcloud/gcp/types";
import { shown } from "../../../../localcloud/reading";
import type { Properties } from "../../../../localcloud/rules";
import { changes, describeMistakes, Google, number, project, region } from "./google";

const vaultType = "gcp:backupdisasterrecovery/backupVault:BackupVault";
const planType = "gcp:backupdisasterrecovery/backupPlan:BackupPlan";
const associationType = "gcp:backupdisasterrecovery/backupPlanAssociation:BackupPlanAssociation";
const topicType = "gcp:pubsub/topic:Topic";

const wrong = (
  type: string,
  right: Properties | ((google: Google) => Promise<Properties>),
  [mistake, change, path, words]: readonly [string, Properties, string, string],
) => ({
  mistake,
  type,
  right,
  wrong: (_: Google, before: Properties) => changes(before, change),
  path,
  words,
});

const vault: Properties = {
  backupVaultId: "vault",
  location: region,
  backupMinimumEnforcedRetentionDuration: "604800s",
};
const daily: Properties = {
  recurrenceType: "DAILY",
  timeZone: "Etc/UTC",
  backupWindow: { startHourOfDay: 0, endHourOfDay: 6 },
};
const plan = async (google: Google): Promise<Properties> => ({
  backupPlanId: "plan",
  location: region,
  resourceType: "sqladmin.googleapis.com/Instance",
  backupVault: (await google.make(vaultType, vault)).id,
  logRetentionDays: 7,
  backupRules: [{ ruleId: "daily", backupRetentionDays: 7, standardSchedule: daily }],
});
const rule = (change: Properties, schedule: Properties = daily): Properties => ({
  backupRules: [{ ruleId: "daily", backupRetentionDays: 7, standardSchedule: schedule, ...change }],
});
const association = async (google: Google): Promise<Properties> => {
  const instance = await google.make(types.databaseInstance, {
    name: "main",
    databaseVersion: "POSTGRES_17",
    settings: { tier: "db-f1-micro", edition: "ENTERPRISE" },
  });
  return {
    backupPlanAssociationId: "main",
    location: region,
    resourceType: "sqladmin.googleapis.com/Instance",
    resource: `projects/${project}/instances/${instance.id}`,
    backupPlan: (await google.make(planType, await plan(google))).id,
  };
};

describeMistakes("backups on Google", [
  wrong(vaultType, vault, [
    "an enforced retention of an hour",
    { backupMinimumEnforcedRetentionDuration: "3600s" },
    "backupMinimumEnforcedRetentionDuration",
    "from 86400s (a day)",
  ]),
  wrong(vaultType, vault, [
    "an enforced retention in days",
    { backupMinimumEnforcedRetentionDuration: "7d" },
    "backupMinimumEnforcedRetentionDuration",
    "ends with 's'",
  ]),
  wrong(vaultType, vault, [
    "a vault with capitals",
    { backupVaultId: "Vault" },
    "backupVaultId",
    "may only have lower-case letters",
  ]),
  wrong(vaultType, vault, [
    "a lock at no time",
    { effectiveTime: "tomorrow" },
    "effectiveTime",
    "is no time",
  ]),
  wrong(planType, plan, [
    "backups that go before the vault lets them",
    rule({ backupRetentionDays: 3 }),
    "backupRules[0].backupRetentionDays",
    "is at least the enforced retention of the vault (7 days)",
  ]),
  wrong(planType, plan, [
    "a window of two hours",
    rule({}, { ...daily, backupWindow: { startHourOfDay: 1, endHourOfDay: 3 } }),
    "backupRules[0].standardSchedule.backupWindow",
    "has at least 6 hours, not 2",
  ]),
  wrong(planType, plan, [
    "a schedule without a window",
    rule({}, { recurrenceType: "DAILY", timeZone: "Etc/UTC" }),
    "backupRules[0].standardSchedule.backupWindow",
    "is required",
  ]),
  wrong(planType, plan, [
    "a weekly backup on no day",
    rule({}, { ...daily, recurrenceType: "WEEKLY" }),
    "backupRules[0].standardSchedule.daysOfWeeks",
    "WEEKLY needs exactly one of daysOfWeeks",
  ]),
  wrong(planType, plan, [
    "a daily backup with a frequency",
    rule({}, { ...daily, hourlyFrequency: 6 }),
    "backupRules[0].standardSchedule.hourlyFrequency",
    "does not go with DAILY",
  ]),
  wrong(planType, plan, [
    "a time zone that does not exist",
    rule({}, { ...daily, timeZone: "UTC+1" }),
    "backupRules[0].standardSchedule.timeZone",
    "is no time zone",
  ]),
  wrong(planType, plan, ["a plan without rules", { backupRules: [] }, "backupRules", "in number"]),
  wrong(planType, plan, [
    "a rule id with capitals",
    rule({ ruleId: "Daily" }),
    "backupRules[0].ruleId",
    "lower-case letters",
  ]),
  wrong(planType, plan, [
    "logs of a plan for disks",
    { resourceType: "compute.googleapis.com/Disk" },
    "logRetentionDays",
    "only plans for Cloud SQL keep logs",
  ]),
  wrong(planType, plan, [
    "a vault that does not exist",
    { backupVault: `projects/${project}/locations/${region}/backupVaults/other` },
    "backupVault",
    "there is no backup vault",
  ]),
  wrong(associationType, association, [
    "a plan for something else",
    { resourceType: "compute.googleapis.com/Disk" },
    "resourceType",
    "the plan is for sqladmin.googleapis.com/Instance",
  ]),
  wrong(associationType, association, [
    "an instance that does not exist",
    { resource: `projects/${project}/instances/other` },
    "resource",
    "there is no sqladmin.googleapis.com/Instance",
  ]),
  wrong(associationType, association, [
    "a plan of another region",
    { location: "europe-west4" },
    "location",
    "the plan is in europe-west1",
  ]),
]);

const budget = async (google: Google): Promise<Properties> => ({
  billingAccount: "012345-6789AB-CDEF01",
  displayName: "platform",
  amount: { specifiedAmount: { currencyCode: "EUR", units: "500" } },
  budgetFilter: { projects: [`projects/${number}`], calendarPeriod: "MONTH" },
  thresholdRules: [{ thresholdPercent: 0.8 }, { thresholdPercent: 1, spendBasis: "FORECASTED_SPEND" }],
  allUpdatesRule: {
    monitoringNotificationChannels: [
      (
        await google.make(types.notificationChannel, {
          type: "email",
          labels: { email_address: "a@example.com" },
        })
      ).id,
    ],
  },
});
const budgetType = "gcp:billing/budget:Budget";

describeMistakes("budgets on Google", [
  wrong(budgetType, budget, [
    "a threshold of 80, meant as per cent",
    { thresholdRules: [{ thresholdPercent: 80 }] },
    "thresholdRules[0].thresholdPercent",
    "0.8 for 80 %",
  ]),
  wrong(budgetType, budget, [
    "a threshold below nothing",
    { thresholdRules: [{ thresholdPercent: -0.1 }] },
    "thresholdRules[0].thresholdPercent",
    "is 0 or more",
  ]),
  wrong(budgetType, budget, [
    "a threshold twice",
    { thresholdRules: [{ thresholdPercent: 0.5 }, { thresholdPercent: 0.5 }] },
    "thresholdRules[1].thresholdPercent",
    "is given twice",
  ]),
  wrong(budgetType, budget, [
    "a project by its id",
    { budgetFilter: { projects: [`projects/${project}`] } },
    "budgetFilter.projects[0]",
    "write projects/PROJECT_NUMBER",
  ]),
  wrong(budgetType, budget, [
    "an account that is none",
    { billingAccount: "billingAccounts/1" },
    "billingAccount",
    "XXXXXX-XXXXXX-XXXXXX",
  ]),
  wrong(budgetType, budget, [
    "no amount",
    { amount: { specifiedAmount: null } },
    "amount.specifiedAmount",
    "is missing",
  ]),
  wrong(budgetType, budget, [
    "half a euro as whole units",
    { amount: { specifiedAmount: { units: "0.5" } } },
    "amount.specifiedAmount.units",
    "is whole units as text",
  ]),
  wrong(budgetType, budget, [
    "a channel that does not exist",
    { allUpdatesRule: { monitoringNotificationChannels: [`projects/${project}/notificationChannels/1`] } },
    "allUpdatesRule.monitoringNotificationChannels[0]",
    "Cannot find a notification channel",
  ]),
  wrong(budgetType, budget, [
    "a name of 61 characters",
    { displayName: "b".repeat(61) },
    "displayName",
    "has at most 60 characters",
  ]),
]);

const policyType = "gcp:orgpolicy/policy:Policy";
const constraint = (name: string, rule: Properties): Properties => ({
  name: `projects/${project}/policies/${name}`,
  parent: `projects/${project}`,
  spec: { rules: [rule] },
});
const keys = constraint("iam.disableServiceAccountKeyCreation", { enforce: "TRUE" });

describeMistakes("organization policies on Google", [
  wrong(policyType, keys, [
    "a constraint that does not exist",
    { name: `projects/${project}/policies/iam.disableKeys` },
    "name",
    "Constraint constraints/iam.disableKeys is not found",
  ]),
  wrong(policyType, keys, [
    "a constraint of another project than its parent",
    { parent: "projects/other" },
    "name",
    "but its parent is projects/other",
  ]),
  wrong(policyType, keys, [
    "values of a constraint that is on or off",
    { spec: { rules: [{ values: { allowedValues: ["a"] } }] } },
    "spec.rules[0].values",
    "is on or off: use enforce",
  ]),
  wrong(policyType, keys, [
    "neither on nor off",
    { spec: { rules: [{ enforce: "yes" }] } },
    "spec.rules[0].enforce",
    'is "TRUE" or "FALSE"',
  ]),
  wrong(policyType, keys, [
    "a policy without rules",
    { spec: { rules: [] } },
    "spec.rules",
    "has rules, or resets",
  ]),
  wrong(
    policyType,
    constraint("gcp.resourceLocations", { values: { allowedValues: ["in:europe-locations"] } }),
    [
      "a list that is on or off",
      { spec: { rules: [{ enforce: "TRUE" }] } },
      "spec.rules[0].enforce",
      "has lists of values",
    ],
  ),
]);

const subscriptionType = "gcp:pubsub/subscription:Subscription";
const subscription = async (google: Google): Promise<Properties> => ({
  name: "events",
  topic: (await google.make(topicType, { name: "events" })).id,
  messageRetentionDuration: "604800s",
});

describeMistakes("messages on Google", [
  wrong(topicType, { name: "events" }, [
    "a topic that begins with goog",
    { name: "google-events" },
    "name",
    "not 'goog'",
  ]),
  wrong(topicType, { name: "events" }, [
    "messages of five minutes",
    { messageRetentionDuration: "300s" },
    "messageRetentionDuration",
    "from 600s to 2678400s",
  ]),
  wrong(subscriptionType, subscription, [
    "a topic that does not exist",
    { topic: "other" },
    "topic",
    "there is no gcp:pubsub/topic:Topic",
  ]),
  wrong(subscriptionType, subscription, [
    "a push without TLS",
    { pushConfig: { pushEndpoint: "http://example.com" } },
    "pushConfig.pushEndpoint",
    "does not begin with https://",
  ]),
  wrong(subscriptionType, subscription, [
    "an answer within five seconds",
    { ackDeadlineSeconds: 5 },
    "ackDeadlineSeconds",
    "from 10 to 600",
  ]),
]);

describe("the life of backups on Google", () => {
  let google: Google;
  beforeEach(() => {
    google = new Google();
  });
  afterEach(() => {
    google.close();
  });

  it("keeps what a locked vault enforces", async () => {
    const right = { ...vault, effectiveTime: "2020-01-01T00:00:00Z" };
    const made = await google.make(vaultType, right);
    const shorter = { ...right, backupMinimumEnforcedRetentionDuration: "86400s" };
    expect(await google.updateRefusals(vaultType, made, right, shorter)).toEqual([
      expect.stringContaining("of a locked vault can't be shortened"),
    ]);
    expect(await google.updateRefusals(vaultType, made, right, vault)).toEqual([
      expect.stringContaining("a vault that is locked stays locked"),
    ]);
    const longer = { ...right, backupMinimumEnforcedRetentionDuration: "1209600s" };
    expect(await google.updateRefusals(vaultType, made, right, longer)).toEqual([]);
  });

  it("keeps a plan that protects something, and the vault behind it", async () => {
    const right = await association(google);
    await google.make(associationType, right);
    const made = await google.made(planType, shown(right["backupPlan"]));
    expect(await google.deletionRefusals(planType, made)).toEqual([expect.stringContaining("is used by")]);
    const [stored] = google.store.list(vaultType);
    const behind = await google.made(vaultType, stored?.id ?? "");
    expect(await google.deletionRefusals(vaultType, behind)).toEqual([
      expect.stringContaining("is referenced by the backup plan"),
    ]);
  });

  it("protects a resource once", async () => {
    const right = await association(google);
    await google.make(associationType, right);
    expect(await google.refusals(associationType, { ...right, backupPlanAssociationId: "again" })).toEqual([
      expect.stringContaining("is protected by"),
    ]);
  });
});
