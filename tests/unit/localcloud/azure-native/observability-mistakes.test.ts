import { types } from "../../../../localcloud/azure-native/types";
import type { Properties, Value } from "../../../../localcloud/rules";
import { type Azure, describeMistakes, group, here } from "./azure";
import { account, actionGroup, server, subscriptionId, webTestInputs, workspace } from "./parts";

const metricAlert = "azure-native:monitor:MetricAlert";
const queryRule = "azure-native:monitor:ScheduledQueryRule";
const activityAlert = "azure-native:monitor:ActivityLogAlert";
const diagnosticSetting = "azure-native:monitor:DiagnosticSetting";
const table = "azure-native:operationalinsights:Table";

const workspaceInputs = async (azure: Azure) => {
  await azure.group();
  return { ...here, workspaceName: "logs", sku: { name: "PerGB2018" }, retentionInDays: 30 };
};
const tableInputs = async (azure: Azure) => {
  await azure.make(types.workspace, await workspaceInputs(azure));
  const columns = [{ name: "TimeGenerated", type: "dateTime" }];
  return {
    resourceGroupName: group,
    workspaceName: "logs",
    tableName: "Orders_CL",
    schema: { name: "Orders_CL", columns },
  };
};
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
const wrongWorkspace = of(types.workspace, workspaceInputs);
const wrongTable = of(table, tableInputs);

describeMistakes("workspaces of logs", [
  wrongWorkspace("logs for a week", { retentionInDays: 7 }, "retentionInDays", "30 to 730 days, not 7"),
  wrongWorkspace(
    "logs for ten years",
    { retentionInDays: 3650 },
    "retentionInDays",
    "30 to 730 days, not 3650",
  ),
  wrongWorkspace("a legacy pricing tier", { sku: { name: "Standard" } }, "sku.name", "is a legacy tier"),
  wrongWorkspace(
    "an amount that can't be reserved",
    { sku: { name: "CapacityReservation", capacityReservationLevel: 150 } },
    "sku.capacityReservationLevel",
    "is one of 100, 200",
  ),
  wrongWorkspace(
    "a cap of nothing",
    { workspaceCapping: { dailyQuotaGb: 0.01 } },
    "workspaceCapping.dailyQuotaGb",
    "at least 0.023 GB",
  ),
  wrongWorkspace(
    "a name of three letters",
    { workspaceName: "log" },
    "workspaceName",
    "is shorter than 4 characters",
  ),
  wrongTable(
    "a custom table without a time",
    { schema: { columns: [{ name: "a", type: "string" }] } },
    "schema.columns",
    "a column TimeGenerated",
  ),
  wrongTable(
    "a total below what is kept for queries",
    { retentionInDays: 90, totalRetentionInDays: 30 },
    "totalRetentionInDays",
    "at least retentionInDays (90)",
  ),
  wrongTable("a table kept for three days", { retentionInDays: 3 }, "retentionInDays", "at least 4 days"),
  wrongTable(
    "the cheap plan for a table that has none",
    { tableName: "ContainerAppSystemLogs", schema: undefined, plan: "Basic" },
    "plan",
    "has the plan Analytics only",
  ),
]);

const groupInputs = async (azure: Azure) => {
  await azure.group();
  return {
    ...here,
    location: "global",
    actionGroupName: "oncall",
    groupShortName: "oncall",
    enabled: true,
    emailReceivers: [{ name: "email", emailAddress: "oncall@example.com" }],
  };
};
const wrongGroup = of(types.actionGroup, groupInputs);

describeMistakes("action groups", [
  wrongGroup(
    "a short name of 13 characters",
    { groupShortName: "on-call-group" },
    "groupShortName",
    "1 to 12 characters",
  ),
  wrongGroup(
    "no e-mail address",
    { emailReceivers: [{ name: "email", emailAddress: "oncall" }] },
    "emailReceivers[0].emailAddress",
    "'oncall' is no e-mail address",
  ),
  wrongGroup("a region without action groups", { location: "uksouth" }, "location", "must be one of global"),
  {
    mistake: "two receivers of one name",
    type: types.actionGroup,
    right: groupInputs,
    wrong: { webhookReceivers: [{ name: "email", serviceUri: "https://example.com/hook" }] },
    path: "",
    words: "two receivers are called 'email'",
  },
]);

const condition = {
  criterionType: "StaticThresholdCriterion",
  name: "limit",
  metricName: "cpu_percent",
  metricNamespace: "Microsoft.DBforPostgreSQL/flexibleServers",
  operator: "GreaterThan",
  threshold: 80,
  timeAggregation: "Average",
};
const single = "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria";
const alertInputs = async (azure: Azure) => {
  await azure.group();
  return {
    resourceGroupName: group,
    location: "global",
    ruleName: "database-cpu",
    enabled: true,
    severity: 2,
    evaluationFrequency: "PT1M",
    windowSize: "PT5M",
    scopes: [(await server(azure)).id],
    criteria: { odataType: single, allOf: [condition] },
    actions: [{ actionGroupId: await actionGroup(azure) }],
  };
};
const wrongAlert = of(metricAlert, alertInputs);
const withCondition = (changes: Properties) => ({
  criteria: { odataType: single, allOf: [{ ...condition, ...changes }] },
});

describeMistakes("alerts on metrics", [
  wrongAlert(
    "a look every two minutes",
    { evaluationFrequency: "PT2M" },
    "evaluationFrequency",
    "is one of PT1M, PT5M",
  ),
  wrongAlert("a window of ten minutes", { windowSize: "PT10M" }, "windowSize", "is one of PT1M, PT5M, PT15M"),
  wrongAlert(
    "a window below the frequency",
    { evaluationFrequency: "PT15M", windowSize: "PT5M" },
    "windowSize",
    "must not be below the evaluation frequency PT15M",
  ),
  wrongAlert("severity 5", { severity: 5 }, "severity", "must be from 0 to 4"),
  wrongAlert("an alert in a region", { location: "westeurope" }, "location", "its one location is 'global'"),
  wrongAlert(
    "an action group that does not exist",
    {
      actions: [
        {
          actionGroupId: `${subscriptionId}/resourceGroups/stack/providers/Microsoft.Insights/actionGroups/nobody`,
        },
      ],
    },
    "actions[0].actionGroupId",
    "there is no azure-native:monitor:ActionGroup",
  ),
  wrongAlert(
    "a resource that does not exist",
    {
      scopes: [
        `${subscriptionId}/resourceGroups/stack/providers/Microsoft.DBforPostgreSQL/flexibleServers/none`,
      ],
    },
    "scopes[0]",
    "there is no resource",
  ),
  wrongAlert(
    "a metric of another cloud",
    withCondition({ metricName: "CPUUtilization" }),
    "criteria.allOf[0].metricName",
    "couldn't find a metric named CPUUtilization",
  ),
  wrongAlert(
    "metrics of another type",
    withCondition({ metricNamespace: "Microsoft.Cdn/profiles" }),
    "criteria.allOf[0].metricNamespace",
    "has no metrics of Microsoft.Cdn/profiles",
  ),
  wrongAlert(
    "a dimension that is compared",
    withCondition({ dimensions: [{ name: "Zone", operator: "Equals", values: ["1"] }] }),
    "criteria.allOf[0].dimensions[0].operator",
    "is Include, Exclude or StartsWith",
  ),
  wrongAlert(
    "two conditions of one name",
    { criteria: { odataType: single, allOf: [condition, condition] } },
    "criteria.allOf",
    "two conditions are called 'limit'",
  ),
]);

const query = {
  query: "AppTraces | where SeverityLevel > 2",
  timeAggregation: "Count",
  operator: "GreaterThan",
  threshold: 0,
};
const queryInputs = async (azure: Azure) => {
  await azure.group();
  return {
    ...here,
    ruleName: "errors",
    severity: 2,
    enabled: true,
    scopes: [await workspace(azure)],
    evaluationFrequency: "PT5M",
    windowSize: "PT15M",
    criteria: { allOf: [query] },
    actions: { actionGroups: [await actionGroup(azure)] },
  };
};
const wrongQuery = of(queryRule, queryInputs);
const asking = (changes: Properties) => ({ criteria: { allOf: [{ ...query, ...changes }] } });

describeMistakes("alerts on logs", [
  wrongQuery("a window of 20 minutes", { windowSize: "PT20M" }, "windowSize", "is one of"),
  wrongQuery(
    "minutes written as 300 seconds' worth",
    { evaluationFrequency: "5m" },
    "evaluationFrequency",
    "is one of",
  ),
  wrongQuery(
    "a look that is rarer than what it sees",
    { evaluationFrequency: "PT1H" },
    "windowSize",
    "must not be below the evaluation frequency",
  ),
  wrongQuery("no severity", { severity: undefined }, "severity", "a log alert needs it"),
  wrongQuery(
    "an operator in signs",
    asking({ operator: ">" }),
    "criteria.allOf[0].operator",
    "is one of Equal",
  ),
  wrongQuery(
    "an average of nothing",
    asking({ timeAggregation: "Average" }),
    "criteria.allOf[0].metricMeasureColumn",
    "needed with any aggregation but Count",
  ),
  wrongQuery(
    "more failing periods than are looked at",
    asking({ failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 2 } }),
    "criteria.allOf[0].failingPeriods.minFailingPeriodsToAlert",
    "is 1 to 1",
  ),
  wrongQuery(
    "a query of everything",
    asking({ query: "search * | count" }),
    "criteria.allOf[0].query",
    "can't use 'search *'",
  ),
  wrongQuery(
    "muted actions that resolve themselves",
    { muteActionsDuration: "PT1H" },
    "muteActionsDuration",
    "not with `autoMitigate`",
  ),
  wrongQuery(
    "two scopes",
    { scopes: ["/a/providers/b/c/d", "/a/providers/b/c/e"] },
    "scopes",
    "exactly one scope",
  ),
]);

const activityInputs = async (azure: Azure) => {
  await azure.group();
  return {
    resourceGroupName: group,
    location: "global",
    activityLogAlertName: "roles",
    enabled: true,
    scopes: [subscriptionId],
    condition: {
      allOf: [
        { field: "category", equals: "Administrative" },
        { anyOf: [{ field: "operationName", equals: "Microsoft.Authorization/roleAssignments/write" }] },
      ],
    },
    actions: { actionGroups: [{ actionGroupId: await actionGroup(azure) }] },
  };
};
const wrongActivity = of(activityAlert, activityInputs);

describeMistakes("alerts on the activity log", [
  wrongActivity(
    "no category",
    { condition: { allOf: [{ field: "operationName", equals: "Microsoft.KeyVault/vaults/delete" }] } },
    "condition.allOf",
    "one condition is on the field 'category'",
  ),
  wrongActivity(
    "a category that does not exist",
    { condition: { allOf: [{ field: "category", equals: "Audit" }] } },
    "condition.allOf",
    "has no category 'Audit'",
  ),
  wrongActivity(
    "a field that does not exist",
    {
      condition: {
        allOf: [
          { field: "category", equals: "Administrative" },
          { field: "operation", equals: "write" },
        ],
      },
    },
    "condition.allOf[1].field",
    "has no field 'operation'",
  ),
  wrongActivity("a region without such alerts", { location: "uksouth" }, "location", "must be one of global"),
]);

const settingInputs = async (azure: Azure) => {
  await azure.group();
  return {
    name: "logs",
    resourceUri: (await server(azure)).id,
    workspaceId: await workspace(azure),
    logs: [{ category: "PostgreSQLLogs", enabled: true }],
    metrics: [{ category: "AllMetrics", enabled: true }],
  };
};
const wrongSetting = of(diagnosticSetting, settingInputs);

describeMistakes("diagnostic settings", [
  wrongSetting("no destination", { workspaceId: undefined }, "workspaceId", "at least one destination"),
  wrongSetting("nothing that is sent", { logs: [], metrics: [] }, "logs", "at least one log or metric"),
  wrongSetting(
    "a log that the resource does not have",
    { logs: [{ category: "AuditEvent", enabled: true }] },
    "logs",
    "category 'AuditEvent' is not supported",
  ),
  wrongSetting(
    "a retention, which Azure no longer takes",
    { logs: [{ category: "PostgreSQLLogs", enabled: true, retentionPolicy: { enabled: true, days: 30 } }] },
    "logs[0].retentionPolicy",
    "does not support retention",
  ),
  wrongSetting(
    "a category and a group of categories at once",
    { logs: [{ category: "PostgreSQLLogs", categoryGroup: "allLogs", enabled: true }] },
    "logs[0]",
    "exactly one of category and categoryGroup",
  ),
  {
    mistake: "a storage account of another region",
    type: diagnosticSetting,
    right: settingInputs,
    wrong: async (azure) => ({ storageAccountId: (await account(azure, { location: "northeurope" })).id }),
    path: "storageAccountId",
    words: "the resource is in westeurope, the storage account in northeurope",
  },
  {
    mistake: "one log twice to one workspace",
    type: diagnosticSetting,
    right: async (azure) => {
      const right = await settingInputs(azure);
      await azure.make(diagnosticSetting, right);
      return {
        ...right,
        name: "more",
        logs: [{ category: "PostgreSQLFlexSessions", enabled: true }],
        metrics: [],
      };
    },
    wrong: { logs: [{ category: "PostgreSQLLogs", enabled: true }] },
    path: "workspaceId",
    words: "is already used in another diagnostic setting for logs PostgreSQLLogs",
  },
]);

const componentInputs = async (azure: Azure) => {
  await azure.group();
  return {
    ...here,
    resourceName: "traces",
    kind: "web",
    applicationType: "web",
    workspaceResourceId: await workspace(azure),
  };
};
const wrongComponent = of(types.applicationInsights, componentInputs);
const testInputs = async (azure: Azure) => {
  await azure.group();
  return webTestInputs(azure);
};
const wrongTest = of(types.webTest, testInputs);
const workbookInputs = async (azure: Azure) => {
  await azure.group();
  return {
    ...here,
    resourceName: "00000000-0000-4000-8000-00000000000a",
    category: "workbook",
    displayName: "Platform",
    serializedData: JSON.stringify({
      version: "Notebook/1.0",
      items: [{ type: 1, content: { json: "## Platform" } }],
    }),
  };
};
const wrongWorkbook = of("azure-native:applicationinsights:Workbook", workbookInputs);

describeMistakes("Application Insights", [
  wrongComponent(
    "traces without a workspace",
    { workspaceResourceId: undefined },
    "workspaceResourceId",
    "keeps its data in a workspace",
  ),
  wrongComponent("traces for 100 days", { retentionInDays: 100 }, "retentionInDays", "is one of 30, 60, 90"),
  wrongTest(
    "a test that belongs to nothing",
    { tags: { team: "platform" } },
    "tags",
    "A single 'hidden-link' tag",
  ),
  wrongTest("a test every minute", { frequency: 60 }, "frequency", "is 300, 600 or 900 seconds"),
  wrongTest(
    "a test from nowhere",
    { locations: [{ location: "westeurope" }] },
    "locations[0].location",
    "no test runs from 'westeurope'",
  ),
  wrongTest(
    "the days of a certificate that is not looked at",
    { validationRules: { sSLCertRemainingLifetimeCheck: 7 } },
    "validationRules.sSLCheck",
    "must be true",
  ),
  wrongTest(
    "a test of a kind that has ended",
    { webTestKind: "ping", kind: "ping" },
    "webTestKind",
    "use standard",
  ),
  wrongTest(
    "a test in another region than its traces",
    { location: "northeurope" },
    "location",
    "is in the region of its component, westeurope",
  ),
  wrongWorkbook(
    "a workbook with a name",
    { resourceName: "platform" },
    "resourceName",
    "is shorter than 36 characters",
  ),
  wrongWorkbook("a workbook that is no JSON", { serializedData: "{" }, "serializedData", "is not valid JSON"),
  wrongWorkbook(
    "a workbook of no version",
    { serializedData: JSON.stringify({ items: [] }) },
    "serializedData",
    "its `version` is 'Notebook/1.0'",
  ),
]);

const webAlertInputs = async (azure: Azure) => {
  await azure.group();
  const test = await azure.make(types.webTest, await webTestInputs(azure));
  const traces = `${subscriptionId}/resourceGroups/stack/providers/Microsoft.Insights/components/traces`;
  return {
    resourceGroupName: group,
    location: "global",
    ruleName: "unreachable",
    enabled: true,
    severity: 0,
    evaluationFrequency: "PT1M",
    windowSize: "PT5M",
    scopes: [test.id, traces],
    criteria: {
      odataType: "Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria",
      webTestId: test.id,
      componentId: traces,
      failedLocationCount: 2,
    },
  };
};

describeMistakes("alerts on web tests", [
  {
    mistake: "more locations than the test has",
    type: metricAlert,
    right: webAlertInputs,
    wrong: (_, right) => ({ criteria: { ...(right["criteria"] as Properties), failedLocationCount: 3 } }),
    path: "criteria.failedLocationCount",
    words: "runs from 2 locations only",
  },
  {
    mistake: "a scope without the component",
    type: metricAlert,
    right: webAlertInputs,
    wrong: (_, right) => ({ scopes: (right["scopes"] as string[]).slice(0, 1) }),
    path: "scopes",
    words: "`criteria.componentId` must be among the scopes",
  },
]);

const collectionInputs = async (azure: Azure) => {
  await azure.group();
  const store = await azure.make(types.metricsWorkspace, { ...here, azureMonitorWorkspaceName: "metrics" });
  const endpoint = await azure.make(types.dataCollectionEndpoint, {
    ...here,
    dataCollectionEndpointName: "samples",
  });
  return {
    ...here,
    dataCollectionRuleName: "samples",
    dataCollectionEndpointId: endpoint.id,
    destinations: { monitoringAccounts: [{ name: "store", accountResourceId: store.id }] },
    dataFlows: [{ streams: ["Microsoft-PrometheusMetrics"], destinations: ["store"] }],
  };
};
const wrongRule = of(types.dataCollectionRule, collectionInputs);
const rules = async (azure: Azure) => {
  await azure.group();
  const store = await azure.make(types.metricsWorkspace, { ...here, azureMonitorWorkspaceName: "metrics" });
  return {
    ...here,
    ruleGroupName: "service",
    interval: "PT1M",
    scopes: [store.id],
    rules: [
      { alert: "Errors", expression: 'sum(rate(errors_total{job="api"}[5m])) > 1', for: "PT5M", severity: 2 },
    ],
  };
};
const wrongRules = of("azure-native:alertsmanagement:PrometheusRuleGroup", rules);

describeMistakes("metrics of Prometheus", [
  wrongRule(
    "a flow to a destination that does not exist",
    { dataFlows: [{ streams: ["Microsoft-PrometheusMetrics"], destinations: ["stores"] }] },
    "dataFlows[0].destinations",
    "there is no destination 'stores'",
  ),
  wrongRule(
    "samples without an endpoint",
    { dataCollectionEndpointId: undefined },
    "dataCollectionEndpointId",
    "come in by a data collection endpoint",
  ),
  wrongRule(
    "a stream that nobody declared",
    { dataFlows: [{ streams: ["Custom-Orders"], destinations: ["store"] }] },
    "dataFlows[0].streams",
    "is not declared",
  ),
  wrongRules("a group every hour", { interval: "PT1H" }, "interval", "is PT1M to PT15M"),
  wrongRules(
    "an expression that is not closed",
    { rules: [{ alert: "Errors", expression: "sum(rate(errors_total[5m]) > 1" }] },
    "rules[0].expression",
    "'(' is not closed",
  ),
  wrongRules(
    "a recording rule with a severity",
    { rules: [{ record: "errors", expression: "sum(errors_total)", severity: 2 }] },
    "rules[0].severity",
    "only alerting rules have it",
  ),
]);
