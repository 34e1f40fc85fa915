import { list, record, refuse, repeated, shown, text } from "../reading";
import type { Check, Problem, Properties, ResourceRules, World } from "../rules";
import { containerId, findAny, typeInId } from "./any-resource";
import { canonicalLocation } from "./regions";
import { types } from "./types";

/** What a type of resource can send. */
interface Sources {
  readonly logs: readonly string[];
  readonly metrics: readonly string[];
}

const sources = (logs: readonly string[], metrics: readonly string[] = ["AllMetrics"]): Sources => ({
  logs,
  metrics,
});
const blobMetrics = ["AllMetrics", "Capacity", "Transaction"];

/** Logs and metrics by type in small letters (Azure Monitor, "Supported log categories"). Other types are not judged. */
const sourcesOf: Readonly<Record<string, Sources>> = {
  "microsoft.app/containerapps": sources([]),
  "microsoft.app/managedenvironments": sources([
    "AppEnvSessionConsoleLogs",
    "AppEnvSessionLifecycleLogs",
    "AppEnvSessionPoolEventLogs",
    "AppEnvSpringAppConsoleLogs",
    "ContainerAppConsoleLogs",
    "ContainerAppHTTPLogs",
    "ContainerAppSystemLogs",
  ]),
  "microsoft.cache/redisenterprise": sources([]),
  "microsoft.cache/redisenterprise/databases": sources(["ConnectionEvents"], []),
  "microsoft.cdn/profiles": sources([
    "AzureCdnAccessLog",
    "FrontDoorAccessLog",
    "FrontDoorHealthProbeLog",
    "FrontDoorWebApplicationFirewallLog",
  ]),
  "microsoft.containerregistry/registries": sources([
    "ContainerRegistryLoginEvents",
    "ContainerRegistryRepositoryEvents",
  ]),
  "microsoft.dataprotection/backupvaults": sources(
    [
      "AddonAzureBackupJobs",
      "AddonAzureBackupPolicy",
      "AddonAzureBackupProtectedInstance",
      "AzureBackupOperations",
      "CoreAzureBackup",
    ],
    ["AllMetrics", "Health"],
  ),
  "microsoft.dbforpostgresql/flexibleservers": sources([
    "PostgreSQLFlexDatabaseXacts",
    "PostgreSQLFlexPGBouncer",
    "PostgreSQLFlexQueryStoreRuntime",
    "PostgreSQLFlexQueryStoreWaitStats",
    "PostgreSQLFlexSessions",
    "PostgreSQLFlexTableStats",
    "PostgreSQLLogs",
  ]),
  "microsoft.keyvault/vaults": sources(["AuditEvent", "AzurePolicyEvaluationDetails"]),
  "microsoft.network/natgateways": sources(["NatGatewayFlowlogsV1"]),
  "microsoft.network/networksecuritygroups": sources(
    ["NetworkSecurityGroupEvent", "NetworkSecurityGroupRuleCounter"],
    [],
  ),
  "microsoft.network/publicipaddresses": sources([
    "DDoSMitigationFlowLogs",
    "DDoSMitigationReports",
    "DDoSProtectionNotifications",
  ]),
  "microsoft.network/virtualnetworks": sources(["VMProtectionAlerts"]),
  "microsoft.operationalinsights/workspaces": sources(["Audit", "Jobs", "SummaryLogs"]),
  "microsoft.storage/storageaccounts": sources([], blobMetrics),
  "microsoft.storage/storageaccounts/blobservices": sources(
    ["StorageDelete", "StorageRead", "StorageWrite"],
    blobMetrics,
  ),
};

/** What the activity log of a subscription has. */
const activityCategories = [
  "Administrative",
  "Alert",
  "Autoscale",
  "Policy",
  "Recommendation",
  "ResourceHealth",
  "Security",
  "ServiceHealth",
];

const destinations = [
  "eventHubAuthorizationRuleId",
  "marketplacePartnerId",
  "serviceBusRuleId",
  "storageAccountId",
  "workspaceId",
];

const destinationCheck: Check = (inputs) =>
  destinations.every((property) => inputs[property] === undefined)
    ? refuse(
        "workspaceId",
        "BadRequest: at least one destination (workspaceId, storageAccountId or eventHubAuthorizationRuleId) is needed",
      )
    : [];

const entries = (inputs: Properties, kind: "logs" | "metrics"): Properties[] =>
  list(inputs[kind]).map(record);

const contentCheck: Check = (inputs) => {
  const [logs, metrics] = [entries(inputs, "logs"), entries(inputs, "metrics")];
  if (logs.length + metrics.length === 0)
    return refuse("logs", "BadRequest: at least one log or metric must be named");
  const unclear = logs.findIndex(
    ({ category, categoryGroup }) => (category === undefined) === (categoryGroup === undefined),
  );
  if (unclear >= 0)
    return refuse(
      `logs[${String(unclear)}]`,
      "BadRequest: a log has exactly one of category and categoryGroup",
    );
  const [twice] = repeated(logs.map(({ category, categoryGroup }) => shown(category ?? categoryGroup)));
  return twice === undefined ? [] : refuse("logs", `BadRequest: '${twice}' is given twice`);
};

const retentionCheck: Check = (inputs) =>
  (["logs", "metrics"] as const).flatMap((kind) =>
    entries(inputs, kind).flatMap(({ retentionPolicy }, index): readonly Problem[] =>
      record(retentionPolicy)["enabled"] === true
        ? refuse(
            `${kind}[${String(index)}].retentionPolicy`,
            "BadRequest: diagnostic settings does not support retention for new diagnostic settings; use a lifecycle policy of the destination",
          )
        : [],
    ),
  );

const sourceCheck: Check = (inputs) => {
  const kind = typeInId(text(inputs["resourceUri"]) ?? "");
  const known = kind === undefined ? undefined : sourcesOf[kind];
  if (kind === undefined || known === undefined) return [];
  const wrong = (
    place: "logs" | "metrics",
    category: string,
    offered: readonly string[],
  ): readonly Problem[] =>
    refuse(
      place,
      `BadRequest: category '${category}' is not supported: ${kind} has ${offered.length === 0 ? "none" : offered.join(", ")}`,
    );
  return [
    ...entries(inputs, "logs").flatMap(({ category, categoryGroup }) => {
      const [name, group] = [text(category), text(categoryGroup)];
      if (name !== undefined && !known.logs.includes(name)) return wrong("logs", name, known.logs);
      return group !== undefined && (known.logs.length === 0 || !["allLogs", "audit"].includes(group))
        ? wrong("logs", group, known.logs.length === 0 ? [] : ["allLogs", "audit"])
        : [];
    }),
    ...entries(inputs, "metrics").flatMap(({ category }) => {
      const name = text(category);
      return name === undefined || known.metrics.includes(name) ? [] : wrong("metrics", name, known.metrics);
    }),
  ];
};

const settingType = "azure-native:monitor:DiagnosticSetting";

const resourceCheck: Check = (inputs, world, self) => {
  const uri = text(inputs["resourceUri"]);
  if (uri === undefined) return [];
  const found = findAny(uri, world) ?? findAny(containerId(uri), world);
  if (found === undefined) return refuse("resourceUri", `ResourceNotFound: there is no resource '${uri}'`);
  const others = world
    .all(settingType)
    .filter((other) => other.id !== self?.id && other.inputs["resourceUri"] === uri);
  if (others.length >= 5)
    return refuse("resourceUri", "Conflict: a resource has at most 5 diagnostic settings");
  return sinkProblems(inputs, others, world);
};

/** A log goes to one destination once only. */
function sinkProblems(inputs: Properties, others: readonly { readonly inputs: Properties }[], world: World) {
  const names = (of: Properties): string[] =>
    (["logs", "metrics"] as const).flatMap((kind) =>
      entries(of, kind).map(({ category, categoryGroup }) => `${kind} ${shown(category ?? categoryGroup)}`),
    );
  for (const destination of destinations) {
    const sink = inputs[destination];
    const rival = others.find((other) => sink !== undefined && other.inputs[destination] === sink);
    const shared =
      rival === undefined ? undefined : names(rival.inputs).find((name) => names(inputs).includes(name));
    if (shared !== undefined)
      return refuse(
        destination,
        `Conflict: data sink '${shown(sink)}' is already used in another diagnostic setting for ${shared}`,
      );
  }
  return regionProblems(inputs, world);
}

/** Storage accounts take the logs of resources of their own region only. */
function regionProblems(inputs: Properties, world: World): readonly Problem[] {
  const account = world.find(types.storageAccount, inputs["storageAccountId"]);
  const uri = text(inputs["resourceUri"]) ?? "";
  const resource = findAny(uri, world) ?? findAny(containerId(uri), world);
  const [here, there] = [resource, account].map((each) =>
    canonicalLocation(text(each?.outputs["location"]) ?? ""),
  );
  return account === undefined || here === "" || here === "global" || here === there
    ? []
    : refuse(
        "storageAccountId",
        `BadRequest: the resource is in ${here ?? ""}, the storage account in ${there ?? ""}`,
      );
}

const activityCheck: Check = (inputs) =>
  entries(inputs, "logs").flatMap(({ category }, index): readonly Problem[] => {
    const name = text(category);
    return name === undefined || activityCategories.includes(name)
      ? []
      : refuse(
          `logs[${String(index)}].category`,
          `BadRequest: category '${name}' is not supported: the activity log has ${activityCategories.join(", ")}`,
        );
  });

const name = {
  property: "name",
  maximum: 260,
  pattern: /^[^<>%&:\\?/*+#{}"|]*[^<>%&:\\?/*+#{}"| .]$/,
  alphabet: String.raw`none of < > % & : \ ? / *, and neither a space nor a period at the end`,
  unique: "id",
} as const;
const references = [
  { path: "workspaceId", to: types.workspace, blocksDeletion: false },
  { path: "storageAccountId", to: types.storageAccount, blocksDeletion: false },
];

/** What sends logs and metrics of a resource, or of the subscription, somewhere. */
export const diagnostics: readonly ResourceRules[] = [
  {
    type: settingType,
    name: { ...name, auto: "copy" },
    id: "{resourceUri}/providers/Microsoft.Insights/diagnosticSettings/{name}",
    outputs: { type: "Microsoft.Insights/diagnosticSettings" },
    references,
    immutable: ["resourceUri"],
    limits: [{ path: "logAnalyticsDestinationType", oneOf: ["Dedicated", "AzureDiagnostics"] }],
    check: [destinationCheck, contentCheck, retentionCheck, sourceCheck, resourceCheck],
    seconds: { create: 5, update: 5, delete: 3 },
  },
  {
    type: "azure-native:monitor:SubscriptionDiagnosticSetting",
    name,
    id: "/subscriptions/{account}/providers/Microsoft.Insights/diagnosticSettings/{name}",
    outputs: { type: "Microsoft.Insights/diagnosticSettings" },
    references,
    check: [destinationCheck, contentCheck, activityCheck],
    seconds: { create: 5, update: 5, delete: 3 },
  },
];
