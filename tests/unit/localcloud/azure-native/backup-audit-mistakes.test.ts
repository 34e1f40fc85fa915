import { types } from "../../../../localcloud/azure-native/types";
import { shown } from "../../../../localcloud/reading";
import type { Properties, Value } from "../../../../localcloud/rules";
import { Azure, describeMistakes, group, here } from "./azure";
import { actionGroup, grant, server, subscriptionId, workspace } from "./parts";

const of =
  (type: string, right: (azure: Azure) => Promise<Properties>) =>
  (mistake: string, wrong: Record<string, Value | undefined>, path: string, words: string) => ({
    mistake,
    type,
    right,
    wrong,
    path,
    words,
  });

const vaultProperties = {
  storageSettings: [{ datastoreType: "VaultStore", type: "GeoRedundant" }],
  featureSettings: { crossRegionRestoreSettings: { state: "Enabled" } },
  securitySettings: {
    immutabilitySettings: { state: "Unlocked" },
    softDeleteSettings: { state: "On", retentionDurationInDays: 14 },
  },
};
const vaultInputs = async (azure: Azure) => {
  await azure.group();
  return { ...here, vaultName: "backups", identity: { type: "SystemAssigned" }, properties: vaultProperties };
};
const wrongVault = (mistake: string, changes: Properties, path: string, words: string) =>
  of(types.backupVault, vaultInputs)(
    mistake,
    { properties: { ...vaultProperties, ...changes } },
    path,
    words,
  );

describeMistakes("Backup vaults", [
  wrongVault(
    "restoring elsewhere what is stored here",
    { storageSettings: [{ datastoreType: "VaultStore", type: "LocallyRedundant" }] },
    "properties.featureSettings.crossRegionRestoreSettings.state",
    "only for vaults that are GeoRedundant",
  ),
  wrongVault("no storage", { storageSettings: [] }, "properties.storageSettings", "exactly one, not 0"),
  wrongVault(
    "deletions that can be taken back for a week",
    { securitySettings: { softDeleteSettings: { state: "On", retentionDurationInDays: 7 } } },
    "properties.securitySettings.softDeleteSettings.retentionDurationInDays",
    "must be from 14 to 180",
  ),
  wrongVault(
    "encryption with no key",
    { securitySettings: { encryptionSettings: { state: "Enabled" } } },
    "properties.securitySettings.encryptionSettings.keyVaultProperties.keyUri",
    "needed with `state` Enabled",
  ),
  of(types.backupVault, vaultInputs)(
    "a name with an underscore",
    { vaultName: "my_backups" },
    "vaultName",
    "letters, digits and hyphens",
  ),
]);

const datasource = "Microsoft.DBforPostgreSQL/flexibleServers";
const store = { dataStoreType: "VaultStore", objectType: "DataStoreInfoBase" };
const backupRule = (interval = "R/2024-01-01T05:00:00+00:00/P1D", tagName = "Default", kept = store) => ({
  objectType: "AzureBackupRule",
  name: "Daily",
  backupParameters: { objectType: "AzureBackupParams", backupType: "Full" },
  dataStore: kept,
  trigger: {
    objectType: "ScheduleBasedTriggerContext",
    schedule: { repeatingTimeIntervals: [interval], timeZone: "UTC" },
    taggingCriteria: [{ isDefault: true, tagInfo: { tagName }, taggingPriority: 99 }],
  },
});
const retentionRule = (duration = "P35D", isDefault = true) => ({
  objectType: "AzureRetentionRule",
  name: "Default",
  isDefault,
  lifecycles: [{ deleteAfter: { objectType: "AbsoluteDeleteOption", duration }, sourceDataStore: store }],
});
const policyOf = (...policyRules: Properties[]) => ({
  objectType: "BackupPolicy",
  datasourceTypes: [datasource],
  policyRules,
});
const policyInputs = async (azure: Azure) => {
  await azure.make(types.backupVault, await vaultInputs(azure));
  return {
    resourceGroupName: group,
    vaultName: "backups",
    backupPolicyName: "daily",
    properties: policyOf(backupRule(), retentionRule()),
  };
};
const wrongPolicy = (mistake: string, properties: Properties, path: string, words: string) =>
  of(types.backupPolicy, policyInputs)(mistake, { properties }, path, words);
const rules = "properties.policyRules";

describeMistakes("backup policies", [
  wrongPolicy(
    "no default retention",
    policyOf(backupRule(), retentionRule("P35D", false)),
    rules,
    "exactly one retention rule is the default",
  ),
  wrongPolicy(
    "a schedule of cron",
    policyOf(backupRule("0 5 * * *"), retentionRule()),
    `${rules}[0].trigger.schedule.repeatingTimeIntervals`,
    "does not read like 'R/2024-01-01T05:00:00+00:00/P1D'",
  ),
  wrongPolicy(
    "a backup each hour",
    policyOf(backupRule("R/2024-01-01T05:00:00+00:00/PT1H"), retentionRule()),
    `${rules}[0].trigger.schedule.repeatingTimeIntervals`,
    "is backed up daily or weekly, not each PT1H",
  ),
  wrongPolicy(
    "a tag of no retention rule",
    policyOf(backupRule(undefined, "Weekly"), retentionRule()),
    `${rules}[0].trigger.taggingCriteria[0].tagInfo.tagName`,
    "there is no retention rule 'Weekly'",
  ),
  wrongPolicy(
    "backups of a database outside of the vault",
    policyOf(
      backupRule(undefined, undefined, { ...store, dataStoreType: "OperationalStore" }),
      retentionRule(),
    ),
    `${rules}[0].dataStore.dataStoreType`,
    "is VaultStore for this data source",
  ),
  wrongPolicy(
    "backups kept for a day",
    policyOf(backupRule(), retentionRule("P1D")),
    `${rules}[1].lifecycles[0].deleteAfter.duration`,
    "kept 7 days to 10 years, not P1D",
  ),
  of(types.backupPolicy, policyInputs)(
    "a vault that does not exist",
    { vaultName: "nowhere" },
    "vaultName",
    "there is no azure-native:dataprotection:BackupVault",
  ),
]);

const roles = {
  backup: "c088a766-074b-43ba-90d4-1fb21feae531",
  reader: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
};
const groupId = `${subscriptionId}/resourceGroups/${group}`;

async function vaultFor(
  azure: Azure,
  changes: Properties = {},
): Promise<{ policyId: string; principal: unknown }> {
  const inputs = await policyInputs(azure);
  const policy = await azure.make(types.backupPolicy, { ...inputs, ...changes });
  const vault = await azure.made(types.backupVault, policy.id.split("/backupPolicies/")[0] ?? "");
  return { policyId: policy.id, principal: (vault.outputs["identity"] as Properties)["principalId"] };
}

function instanceOf(policyId: string, resourceID: string): Properties {
  return {
    resourceGroupName: group,
    vaultName: "backups",
    backupInstanceName: "database",
    properties: {
      objectType: "BackupInstance",
      dataSourceInfo: { datasourceType: datasource, objectType: "Datasource", resourceID },
      policyInfo: { policyId },
    },
  };
}

const instanceInputs = async (azure: Azure) => {
  const { policyId, principal } = await vaultFor(azure);
  const { id } = await server(azure);
  await grant(azure, principal, roles.backup, id);
  await grant(azure, principal, roles.reader, groupId);
  return instanceOf(policyId, id);
};

describeMistakes("backup instances", [
  {
    mistake: "a vault that was not let in",
    type: types.backupInstance,
    right: instanceInputs,
    wrong: async (azure, right) => {
      const stranger = await server(azure, { serverName: "stranger" });
      const { policyInfo } = right["properties"] as Record<string, Properties>;
      return { ...instanceOf(shown(policyInfo?.["policyId"]), stranger.id), backupInstanceName: "stranger" };
    },
    path: "properties.dataSourceInfo.resourceID",
    words: "needs the role 'PostgreSQL Flexible Server Long Term Retention Backup Role'",
  },
  {
    mistake: "a server of another region",
    type: types.backupInstance,
    right: instanceInputs,
    wrong: async (azure, right) => {
      const far = await server(azure, { serverName: "far", location: "northeurope" });
      const { policyInfo } = right["properties"] as Record<string, Properties>;
      return instanceOf(shown(policyInfo?.["policyId"]), far.id);
    },
    path: "properties.dataSourceInfo.resourceID",
    words: "the vault is in westeurope, the data source in northeurope",
  },
  {
    mistake: "a policy for something else",
    type: types.backupInstance,
    right: instanceInputs,
    wrong: async (azure, right) => {
      const blobs = await azure.make(types.backupPolicy, {
        resourceGroupName: group,
        vaultName: "backups",
        backupPolicyName: "blobs",
        properties: {
          ...policyOf(backupRule(), retentionRule()),
          datasourceTypes: ["Microsoft.Storage/storageAccounts/blobServices"],
        },
      });
      const { dataSourceInfo } = right["properties"] as Record<string, Properties>;
      return instanceOf(blobs.id, shown(dataSourceInfo?.["resourceID"]));
    },
    path: "properties.policyInfo.policyId",
    words: "the policy is for Microsoft.Storage/storageAccounts/blobServices",
  },
]);

describe("backups that exist", () => {
  let azure: Azure;
  beforeEach(() => {
    azure = new Azure();
  });
  afterEach(() => {
    azure.close();
  });

  it("stay in a vault that is locked, and keep it", async () => {
    const right = await instanceInputs(azure);
    const instance = await azure.make(types.backupInstance, right);
    const vault = await azure.made(
      types.backupVault,
      `${groupId}/providers/Microsoft.DataProtection/backupVaults/backups`,
    );
    const old = {
      ...here,
      vaultName: "backups",
      identity: { type: "SystemAssigned" },
      properties: vaultProperties,
    };
    const settings = (securitySettings: Properties) => ({
      ...old,
      properties: { ...vaultProperties, securitySettings },
    });
    const locked = settings({
      immutabilitySettings: { state: "Locked" },
      softDeleteSettings: { state: "AlwaysOn" },
    });
    expect(await azure.updateRefusals(types.backupVault, vault, old, locked)).toEqual([]);
    expect(await azure.updateRefusals(types.backupVault, vault, locked, old)).toEqual([
      expect.stringContaining("a locked vault stays immutable"),
    ]);
    expect(await azure.deletionRefusals(types.backupInstance, instance)).toEqual([
      expect.stringContaining("can't be deleted from a vault that is locked"),
    ]);
    expect(await azure.deletionRefusals(types.backupVault, vault)).toContainEqual(
      expect.stringContaining("still protects"),
    );
  });

  it("hold their vault for two weeks after they were deleted", async () => {
    const instance = await azure.make(types.backupInstance, await instanceInputs(azure));
    expect(await azure.deletionRefusals(types.backupInstance, instance)).toEqual([]);
    const vault = await azure.made(
      types.backupVault,
      `${groupId}/providers/Microsoft.DataProtection/backupVaults/backups`,
    );
    expect(await azure.deletionRefusals(types.backupVault, vault)).toContainEqual(
      expect.stringContaining("still holds the softly deleted"),
    );
  });

  it("keep their policy as it is", async () => {
    const inputs = await policyInputs(azure);
    const made = await azure.make(types.backupPolicy, inputs);
    const changed = { ...inputs, properties: policyOf(backupRule(), retentionRule("P14D")) };
    expect(await azure.updateRefusals(types.backupPolicy, made, inputs, changed)).toEqual([
      expect.stringContaining("a backup policy can't be changed"),
    ]);
  });
});

const now = new Date();
const month = (ahead: number): string =>
  `${new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1)).toISOString().slice(0, 10)}T00:00:00Z`;
const notification = {
  enabled: true,
  operator: "GreaterThan",
  threshold: 80,
  contactEmails: ["owner@example.com"],
};
const budgetInputs = async (azure: Azure) => {
  await azure.group();
  return {
    scope: subscriptionId,
    budgetName: "stack",
    amount: 100,
    category: "Cost",
    timeGrain: "Monthly",
    timePeriod: { startDate: month(0) },
    notifications: { Forecast: { ...notification, contactGroups: [await actionGroup(azure)] } },
  };
};
const wrongBudget = of("azure-native:consumption:Budget", budgetInputs);

describeMistakes("budgets", [
  wrongBudget(
    "a start within a month",
    { timePeriod: { startDate: month(0).replace("-01T", "-15T") } },
    "timePeriod.startDate",
    "is the first of a month",
  ),
  wrongBudget(
    "a start in a month that is over",
    { timePeriod: { startDate: month(-2) } },
    "timePeriod.startDate",
    "is over",
  ),
  wrongBudget(
    "a start in two years",
    { timePeriod: { startDate: month(24) } },
    "timePeriod.startDate",
    "at most twelve months ahead",
  ),
  wrongBudget("a budget of nothing", { amount: 0 }, "amount", "must be above 0"),
  wrongBudget(
    "a limit of 2000 %",
    { notifications: { Spent: { ...notification, threshold: 2000 } } },
    "notifications.Spent.threshold",
    "to 1000",
  ),
  wrongBudget(
    "a notification of nobody",
    { notifications: { Spent: { ...notification, contactEmails: [] } } },
    "notifications.Spent.contactEmails",
    "at least one address or action group",
  ),
  wrongBudget(
    "an action group that does not exist",
    { notifications: { Spent: { ...notification, contactGroups: [`${groupId}/nobody`] } } },
    "notifications.Spent.contactGroups[0]",
    "there is no azure-native:monitor:ActionGroup",
  ),
]);

const planInputs = async (azure: Azure) => {
  await azure.group();
  return {
    scopeId: (await server(azure)).id,
    pricingName: "OpenSourceRelationalDatabases",
    pricingTier: "Standard",
  };
};
const wrongPlan = of("azure-native:security:Pricing", planInputs);
const automationInputs = async (azure: Azure) => {
  await azure.group();
  return {
    ...here,
    automationName: "export",
    isEnabled: true,
    scopes: [{ scopePath: subscriptionId }],
    sources: [{ eventSource: "Alerts" }],
    actions: [{ actionType: "Workspace", workspaceResourceId: await workspace(azure) }],
  };
};
const wrongExport = of("azure-native:security:Automation", automationInputs);

describeMistakes("Microsoft Defender for Cloud", [
  wrongPlan(
    "a plan of the past",
    { pricingName: "KubernetesService" },
    "pricingName",
    "is deprecated; use Containers",
  ),
  wrongPlan(
    "a plan that does not exist",
    { pricingName: "Databases" },
    "pricingName",
    "there is no plan 'Databases'",
  ),
  wrongPlan(
    "a part of another plan",
    { pricingName: "KeyVaults", subPlan: "P2" },
    "subPlan",
    "has the sub-plans PerKeyVault",
  ),
  wrongPlan(
    "a plan of the subscription, which has it already",
    { scopeId: subscriptionId },
    "pricingName",
    "cannot create already existing resource",
  ),
  wrongExport(
    "a source that does not exist",
    { sources: [{ eventSource: "Findings" }] },
    "sources[0].eventSource",
    "must be one of Alerts",
  ),
  wrongExport(
    "an export to nowhere",
    { actions: [{ actionType: "Workspace" }] },
    "actions[0].workspaceResourceId",
    "needed for a workspace",
  ),
  wrongExport(
    "the export of a resource",
    { scopes: [{ scopePath: `${groupId}/providers/a/b/c` }] },
    "scopes[0].scopePath",
    "is the id of a subscription",
  ),
  of("azure-native:security:SecurityContact", () =>
    Promise.resolve({ securityContactName: "default", emails: "security@example.com", isEnabled: true }),
  )("a contact without an address", { emails: "security" }, "emails", "'security' is no e-mail address"),
]);

const plan = (name: string, after?: string) => ({
  type: "Microsoft.Security/pricings",
  apiVersion: "2024-01-01",
  name,
  properties: { pricingTier: "Standard" },
  dependsOn:
    after === undefined ? [] : [`[subscriptionResourceId('Microsoft.Security/pricings', '${after}')]`],
});
const deployed = (resources: Properties[], mode = "Incremental") => ({
  mode,
  template: {
    $schema: "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#",
    contentVersion: "1.0.0.0",
    resources,
  },
});
const wrongDeployment = (mistake: string, properties: Properties, path: string, words: string) =>
  of("azure-native:resources:DeploymentAtSubscriptionScope", () =>
    Promise.resolve({
      location: "westeurope",
      deploymentName: "plans",
      properties: deployed([plan("Containers"), plan("KeyVaults", "Containers")]),
    }),
  )(mistake, { properties }, path, words);
const inTemplate = "properties.template.resources";

describeMistakes("plans of Defender that a deployment switches on", [
  wrongDeployment(
    "a plan that does not exist",
    deployed([plan("Databases")]),
    `${inTemplate}[0].name`,
    "there is no plan 'Databases'",
  ),
  wrongDeployment(
    "two plans at once",
    deployed([plan("Containers"), plan("KeyVaults")]),
    `${inTemplate}[1].dependsOn`,
    "another update operation is in progress",
  ),
  wrongDeployment(
    "a plan after one that is not there",
    deployed([plan("Containers"), plan("KeyVaults", "Arm")]),
    `${inTemplate}[1].dependsOn`,
    "is not defined in the template",
  ),
  wrongDeployment(
    "a deployment that deletes all else",
    deployed([plan("Containers")], "Complete"),
    "properties.mode",
    "deployments to a subscription are Incremental",
  ),
]);
