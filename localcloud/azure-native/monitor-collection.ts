import { at, isRecord, list, record, refuse, repeated, shown, text, texts } from "../reading";
import type { Check, Problem, Properties, ResourceRules } from "../rules";
import { armResource } from "./arm-resource";
import { minutesOf } from "./duration";
import { canonicalLocation } from "./regions";
import { types } from "./types";

const name = (minimum: number, maximum: number) => ({
  minimum,
  maximum,
  pattern: /^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$/,
  alphabet: "letters, digits, underscores, periods and hyphens; a letter or digit at both ends",
});

/** Every destination of a rule, whatever its kind. */
function destinationsOf(inputs: Properties): Properties[] {
  return Object.values(record(inputs["destinations"])).flatMap((value) =>
    Array.isArray(value) ? value.map(record) : isRecord(value) ? [value] : [],
  );
}

const flowCheck: Check = (inputs) => {
  const names = destinationsOf(inputs).map((each) => text(each["name"]));
  const [twice] = repeated(names);
  if (twice !== undefined)
    return refuse("destinations", `InvalidPayload: two destinations are called '${twice}'`);
  const flows = list(inputs["dataFlows"]).map(record);
  if (flows.length === 0) return refuse("dataFlows", "InvalidPayload: a rule needs at least one data flow");
  const declared = Object.keys(record(inputs["streamDeclarations"]));
  return flows.flatMap((flow, index): readonly Problem[] => {
    const path = `dataFlows[${String(index)}]`;
    const unknown = texts(flow["destinations"]).find((each) => !names.includes(each));
    if (unknown !== undefined)
      return refuse(`${path}.destinations`, `InvalidPayload: there is no destination '${unknown}'`);
    if (list(flow["destinations"]).length === 0)
      return refuse(`${path}.destinations`, "InvalidPayload: a data flow needs at least one destination");
    const stream = texts(flow["streams"]).find(
      (each) => each.startsWith("Custom-") && !declared.includes(each),
    );
    if (stream !== undefined)
      return refuse(
        `${path}.streams`,
        `InvalidPayload: '${stream}' is not declared in \`streamDeclarations\``,
      );
    return list(flow["streams"]).length === 0
      ? refuse(`${path}.streams`, "InvalidPayload: a data flow needs at least one stream")
      : [];
  });
};

const prometheusCheck: Check = (inputs) => {
  const metrics = list(inputs["dataFlows"]).some((flow) =>
    texts(record(flow)["streams"]).includes("Microsoft-PrometheusMetrics"),
  );
  if (!metrics) return [];
  if (inputs["dataCollectionEndpointId"] === undefined)
    return refuse(
      "dataCollectionEndpointId",
      "InvalidPayload: Prometheus metrics come in by a data collection endpoint",
    );
  return list(at(inputs, "destinations.monitoringAccounts")).length === 0
    ? refuse(
        "destinations.monitoringAccounts",
        "InvalidPayload: Prometheus metrics go to an Azure Monitor workspace",
      )
    : [];
};

/** Rule, endpoint and workspaces are in one region ("Data collection endpoints: regionality"). */
const regionCheck: Check = (inputs, world) => {
  const here = text(inputs["location"]);
  const places: readonly (readonly [string, string, Properties[string] | undefined])[] = [
    ["dataCollectionEndpointId", types.dataCollectionEndpoint, inputs["dataCollectionEndpointId"]],
    ...list(at(inputs, "destinations.logAnalytics")).map(
      (each, index) =>
        [
          `destinations.logAnalytics[${String(index)}].workspaceResourceId`,
          types.workspace,
          record(each)["workspaceResourceId"],
        ] as const,
    ),
  ];
  return places.flatMap(([path, type, id]): readonly Problem[] => {
    const there = text(world.find(type, id)?.outputs["location"]);
    return there === undefined || canonicalLocation(there) === here
      ? []
      : refuse(path, `InvalidPayload: is in ${there}, but the rule is in ${here ?? ""}`);
  });
};

export const collection: readonly ResourceRules[] = [
  armResource({
    type: types.metricsWorkspace,
    path: "Microsoft.Monitor/accounts/{azureMonitorWorkspaceName}",
    location: "regional",
    name: {
      minimum: 4,
      maximum: 44,
      pattern: /^[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9]$/,
      alphabet: "letters, digits and hyphens; no hyphen at either end",
    },
    defaults: { publicNetworkAccess: "Enabled" },
    outputs: {
      accountId: "{hex:8}-{hex:4}-4{hex:3}-a{hex:3}-{hex:12}",
      metrics: ({ inputs, region, outputs }) => ({
        internalId: `mac_${shown(outputs["accountId"])}`,
        prometheusQueryEndpoint: `https://${shown(inputs["azureMonitorWorkspaceName"]).toLowerCase()}.${region}.prometheus.monitor.azure.com`,
      }),
      defaultIngestionSettings: ({ inputs, region }, world) => {
        // Azure makes an endpoint and a rule for each workspace, in a resource group of their own.
        const own = shown(inputs["azureMonitorWorkspaceName"]);
        const group = `/subscriptions/${world.account}/resourceGroups/MA_${own}_${region}_managed/providers/Microsoft.Insights`;
        return {
          dataCollectionEndpointResourceId: `${group}/dataCollectionEndpoints/${own}`,
          dataCollectionRuleResourceId: `${group}/dataCollectionRules/${own}`,
        };
      },
      privateEndpointConnections: () => [],
    },
    seconds: { create: 20, update: 5, delete: 20 },
  }),
  armResource({
    type: types.dataCollectionEndpoint,
    path: "Microsoft.Insights/dataCollectionEndpoints/{dataCollectionEndpointName}",
    location: "regional",
    name: name(3, 44),
    outputs: {
      immutableId: "dce-{hex:32}",
      configurationAccess: (resource) => ({ endpoint: addressOf(resource, "handler.control") }),
      logsIngestion: (resource) => ({ endpoint: addressOf(resource, "ingest") }),
      metricsIngestion: (resource) => ({ endpoint: addressOf(resource, "metrics.ingest") }),
    },
    seconds: { create: 5, update: 5, delete: 5 },
  }),
  armResource({
    type: types.dataCollectionRule,
    path: "Microsoft.Insights/dataCollectionRules/{dataCollectionRuleName}",
    location: "regional",
    name: name(1, 64),
    outputs: { immutableId: "dcr-{hex:32}" },
    references: [
      { path: "dataCollectionEndpointId", to: types.dataCollectionEndpoint },
      { path: "destinations.logAnalytics[].workspaceResourceId", to: types.workspace, blocksDeletion: false },
      {
        path: "destinations.monitoringAccounts[].accountResourceId",
        to: types.metricsWorkspace,
        blocksDeletion: false,
      },
      { path: "identity.userAssignedIdentities[]", to: types.identity },
    ],
    check: [flowCheck, prometheusCheck, regionCheck],
    seconds: { create: 5, update: 5, delete: 5 },
  }),
  {
    type: "azure-native:monitor:DataCollectionRuleAssociation",
    name: {
      property: "associationName",
      ...name(1, 64),
      unique: "id",
      auto: "copy",
    },
    id: "{resourceUri}/providers/Microsoft.Insights/dataCollectionRuleAssociations/{associationName}",
    outputs: { name: "{associationName}", type: "Microsoft.Insights/dataCollectionRuleAssociations" },
    references: [
      { path: "dataCollectionRuleId", to: types.dataCollectionRule },
      { path: "dataCollectionEndpointId", to: types.dataCollectionEndpoint },
    ],
    exactlyOneOf: [["dataCollectionRuleId", "dataCollectionEndpointId"]],
    check: (inputs) =>
      inputs["dataCollectionEndpointId"] !== undefined &&
      inputs["associationName"] !== "configurationAccessEndpoint"
        ? refuse(
            "associationName",
            "InvalidPayload: the association with an endpoint is called 'configurationAccessEndpoint'",
          )
        : [],
    seconds: { create: 3, update: 3, delete: 3 },
  },
];

/** Azure adds four random characters to the name of an endpoint; here they follow from its immutable id. */
function addressOf(
  { inputs, outputs, region }: { inputs: Properties; outputs: Properties; region: string },
  kind: string,
) {
  const own = shown(inputs["dataCollectionEndpointName"]).toLowerCase();
  const random = shown(outputs["immutableId"]).slice(4, 8);
  return `https://${own}-${random}.${region}-1.${kind}.monitor.azure.com`;
}

/** Why a text is no PromQL; `undefined` where it may be: brackets and quotes only, the language itself is Prometheus's. */
function expressionProblem(expression: string): string | undefined {
  const pairs: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };
  const open: string[] = [];
  const plain = expression.replace(/"(\\.|[^"\\])*"|'(\\.|[^'\\])*'|`[^`]*`/g, "");
  if (/["'`]/.test(plain)) return "a quote is not closed";
  if (plain.trim() === "") return "is empty";
  for (const sign of plain) {
    if ("([{".includes(sign)) open.push(sign);
    else if (pairs[sign] !== undefined && open.pop() !== pairs[sign]) return `'${sign}' closes nothing`;
  }
  return open.length === 0 ? undefined : `'${open.pop() ?? ""}' is not closed`;
}

/** What only alerting rules have. */
const alertingOnly = ["actions", "severity", "annotations", "for", "resolveConfiguration"];

const prometheusRuleCheck: Check = (inputs) => {
  const rules = list(inputs["rules"]).map(record);
  return rules.flatMap((rule, index): readonly Problem[] => {
    const path = `rules[${String(index)}]`;
    if ((rule["alert"] === undefined) === (rule["record"] === undefined))
      return refuse(path, "InvalidRule: a rule has exactly one of `alert` and `record`");
    const extra = alertingOnly.find((field) => rule[field] !== undefined);
    if (rule["record"] !== undefined && extra !== undefined)
      return refuse(`${path}.${extra}`, "InvalidRule: only alerting rules have it");
    const wrong = expressionProblem(text(rule["expression"]) ?? "1");
    if (wrong !== undefined) return refuse(`${path}.expression`, `InvalidRule: no valid PromQL: ${wrong}`);
    return ["for", "resolveConfiguration.timeToResolve"].flatMap((field) => {
      const duration = text(at(rule, field));
      return duration === undefined || minutesOf(duration) !== undefined
        ? []
        : refuse(`${path}.${field}`, `InvalidRule: '${duration}' is no duration such as PT5M`);
    });
  });
};

const groupCheck: Check = (inputs, world) => {
  const [scope] = texts(inputs["scopes"]);
  const interval = text(inputs["interval"]);
  const minutes = interval === undefined ? 1 : minutesOf(interval);
  if (minutes === undefined || minutes < 1 || minutes > 15)
    return refuse("interval", `InvalidRuleGroup: is PT1M to PT15M, not '${interval ?? ""}'`);
  const there = text(world.find(types.metricsWorkspace, scope)?.outputs["location"]);
  return there === undefined || canonicalLocation(there) === inputs["location"]
    ? []
    : refuse("location", `InvalidRuleGroup: a group is in the region of its workspace, ${there}`);
};

export const prometheusRules: readonly ResourceRules[] = [
  armResource({
    type: "azure-native:alertsmanagement:PrometheusRuleGroup",
    path: "Microsoft.AlertsManagement/prometheusRuleGroups/{ruleGroupName}",
    location: "regional",
    name: {
      maximum: 260,
      pattern: /^[^:@<>+/&%\\?]*[^:@<>+/&%\\? .]$/,
      alphabet: String.raw`none of : @ < > + / & % \ ?, and neither a space nor a period at the end`,
    },
    defaults: { enabled: true, interval: "PT1M" },
    references: [
      { path: "scopes[]", to: types.metricsWorkspace, except: /\/managedClusters\//i },
      { path: "rules[].actions[].actionGroupId", to: types.actionGroup },
    ],
    limits: [
      { path: "scopes", minimumItems: 1, maximumItems: 2 },
      { path: "rules", minimumItems: 1, maximumItems: 20 },
      { path: "rules[].severity", minimum: 0, maximum: 4 },
      { path: "rules[].actions", maximumItems: 5 },
    ],
    check: [prometheusRuleCheck, groupCheck],
    seconds: { create: 5, update: 5, delete: 5 },
  }),
];
