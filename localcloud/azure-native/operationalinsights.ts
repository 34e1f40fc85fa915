import { randomText } from "../interpreter/template";
import { amount, at, list, record, refuse, repeated, shown, text, texts } from "../reading";
import type { Check, FunctionRules, Properties, ResourceRules, StoredResource, World } from "../rules";
import { armResource } from "./arm-resource";
import { isCreation } from "./creation";
import { canonicalLocation } from "./regions";
import { idIn } from "./subscription";
import { types } from "./types";

const provider = "Microsoft.OperationalInsights/workspaces";
const workspacePath = `${provider}/{workspaceName}`;
const tableType = "azure-native:operationalinsights:Table";
const exportType = "azure-native:operationalinsights:DataExport";

function workspaceOf(inputs: Properties, world: World): StoredResource | undefined {
  const [group, name] = [text(inputs["resourceGroupName"]), text(inputs["workspaceName"])];
  return world.find(types.workspace, idIn(group ?? "", `${provider}/${name ?? ""}`));
}

/** Gigabytes a day that can be reserved ("Azure Monitor Logs pricing: commitment tiers"). */
const reservations = [100, 200, 300, 400, 500, 1000, 2000, 5000, 10_000, 25_000, 50_000];
/** Pricing tiers that no new workspace gets ("Log Analytics workspace: legacy pricing tiers"). */
const legacySkus = ["Free", "PerNode", "Premium", "Standalone", "Standard"];

const skuCheck: Check = (inputs, world, self) => {
  const name = text(at(inputs, "sku.name"));
  const level = amount(at(inputs, "sku.capacityReservationLevel"));
  if (name !== undefined && legacySkus.includes(name) && isCreation(self, world))
    return refuse("sku.name", `PricingTierNotSupported: ${name} is a legacy tier; use PerGB2018`);
  if (name === "CapacityReservation")
    return level !== undefined && reservations.includes(level)
      ? []
      : refuse("sku.capacityReservationLevel", `InvalidParameter: is one of ${reservations.join(", ")}`);
  return level === undefined
    ? []
    : refuse("sku.capacityReservationLevel", "InvalidParameter: only with the tier CapacityReservation");
};

const retentionCheck: Check = (inputs) => {
  const days = amount(inputs["retentionInDays"]);
  if (days === undefined) return [];
  if (days < 30 || days > 730 || !Number.isInteger(days))
    return refuse(
      "retentionInDays",
      `InvalidParameter: 'RetentionInDays' property doesn't match the SKU limits: 30 to 730 days, not ${String(days)}`,
    );
  return at(inputs, "features.immediatePurgeDataOn30Days") === true && days !== 30
    ? refuse("retentionInDays", "InvalidParameter: immediatePurgeDataOn30Days needs a retention of 30 days")
    : [];
};

const quotaCheck: Check = (inputs) => {
  const quota = amount(at(inputs, "workspaceCapping.dailyQuotaGb"));
  return quota === undefined || quota === -1 || quota >= 0.023
    ? []
    : refuse(
        "workspaceCapping.dailyQuotaGb",
        "InvalidParameter: at least 0.023 GB a day, or -1 for no limit",
      );
};

const isCustom = (name: string): boolean => /_(CL|RST|SRCH)$/.test(name);

/** Tables that can't have the plan Basic, of those that the program's resources fill ("Tables that support the Basic table plan"). */
const analyticsOnly = [
  "AzureActivity",
  "AzureDiagnostics",
  "AzureMetrics",
  "ContainerAppSystemLogs",
  "Heartbeat",
  "SecurityAlert",
  "SecurityRecommendation",
  "Usage",
];

const tableCheck: Check = (inputs) => {
  const name = text(inputs["tableName"]) ?? "";
  const [kept, total] = [amount(inputs["retentionInDays"]), amount(inputs["totalRetentionInDays"])];
  const columns = list(at(inputs, "schema.columns")).map(record);
  if (inputs["plan"] === "Basic" && analyticsOnly.includes(name))
    return refuse("plan", `InvalidParameter: the table ${name} has the plan Analytics only`);
  if (inputs["plan"] === "Basic" && kept !== undefined && kept !== -1)
    return refuse(
      "retentionInDays",
      "InvalidParameter: the plan Basic keeps 30 days for queries; set the total only",
    );
  if (kept !== undefined && total !== undefined && kept > 0 && total > 0 && total < kept)
    return refuse(
      "totalRetentionInDays",
      `InvalidParameter: must be at least retentionInDays (${String(kept)})`,
    );
  if (!name.endsWith("_CL")) return [];
  if (columns.length === 0) return refuse("schema", "InvalidParameter: a custom table needs its columns");
  const time = columns.some((column) => column["name"] === "TimeGenerated" && column["type"] === "dateTime");
  return time
    ? []
    : refuse("schema.columns", "InvalidParameter: a table has a column TimeGenerated of type dateTime");
};

const exportCheck: Check = (inputs) => {
  const tables = texts(inputs["tableNames"]);
  const [twice] = repeated(tables);
  if (tables.length === 0) return refuse("tableNames", "InvalidParameter: a rule exports at least one table");
  return twice === undefined ? [] : refuse("tableNames", `InvalidParameter: '${twice}' is given twice`);
};

const exportPlaceCheck: Check = (inputs, world, self) => {
  const workspace = workspaceOf(inputs, world);
  if (workspace === undefined) return [];
  const others = world
    .all(exportType)
    .filter(({ id }) => id.startsWith(`${workspace.id}/`) && id !== self?.id);
  if (others.length >= 10)
    return refuse("workspaceName", "DataExportLimitReached: a workspace has at most 10 export rules");
  if (others.some(({ inputs: other }) => other["resourceId"] === inputs["resourceId"]))
    return refuse("resourceId", "DataExportConflict: another rule of the workspace has this destination");
  const account = world.find(types.storageAccount, inputs["resourceId"]);
  if (account === undefined) return [];
  if ((text(at(account.outputs, "sku.name")) ?? "").startsWith("Premium"))
    return refuse("resourceId", "InvalidDestination: Premium storage accounts are not supported");
  const [here, there] = [workspace, account].map(({ outputs }) =>
    canonicalLocation(text(outputs["location"]) ?? ""),
  );
  return here === there
    ? []
    : refuse(
        "resourceId",
        `InvalidDestination: must be in the workspace's region ${here ?? ""}, not in ${there ?? ""}`,
      );
};

/** Azure keeps its own tables as long as the workspace. */
const tableDeletion = (table: StoredResource, world: World) =>
  isCustom(text(table.inputs["tableName"]) ?? "") || workspaceOf(table.inputs, world) === undefined
    ? []
    : refuse(
        "",
        `TableDeletionNotSupported: ${shown(table.inputs["tableName"])} is one of Azure's own tables`,
      );

export const workspaces: readonly ResourceRules[] = [
  armResource({
    type: types.workspace,
    path: workspacePath,
    location: "regional",
    name: {
      minimum: 4,
      maximum: 63,
      pattern: /^[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9]$/,
      alphabet: "letters, digits and hyphens; no hyphen at either end",
    },
    defaults: { sku: { name: "PerGB2018" }, retentionInDays: 30 },
    outputs: {
      customerId: "{hex:8}-{hex:4}-4{hex:3}-a{hex:3}-{hex:12}",
      createdDate: "2026-01-01T00:00:00.0000000Z",
      modifiedDate: "2026-01-01T00:00:00.0000000Z",
      privateLinkScopedResources: () => [],
    },
    references: [{ path: "identity.userAssignedIdentities[]", to: types.identity }],
    check: [skuCheck, retentionCheck, quotaCheck],
    // Acceptance tests of Terraform's provider: half a minute to a minute.
    seconds: { create: 40, update: 5, delete: 5 },
  }),
  armResource({
    type: tableType,
    path: `${workspacePath}/tables/{tableName}`,
    parent: types.workspace,
    name: {
      maximum: 63,
      pattern: /^[A-Za-z]\w*$/,
      alphabet: "letters, digits and underscores, beginning with a letter",
    },
    limits: [
      { path: "retentionInDays", minimum: -1, maximum: 730 },
      { path: "totalRetentionInDays", minimum: -1, maximum: 4383 },
    ],
    check: [
      tableCheck,
      (inputs) =>
        ["retentionInDays", "totalRetentionInDays"].flatMap((path) => {
          const value = amount(inputs[path]);
          return value !== undefined && value !== -1 && value < 4
            ? refuse(path, "InvalidParameter: is -1 (the default) or at least 4 days")
            : [];
        }),
    ],
    checkDelete: tableDeletion,
    seconds: { create: 20, update: 20, delete: 20 },
  }),
  armResource({
    type: exportType,
    path: `${workspacePath}/dataExports/{dataExportName}`,
    parent: types.workspace,
    name: {
      minimum: 4,
      maximum: 63,
      pattern: /^[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]$/,
      alphabet: "letters, digits and hyphens, beginning with a letter; no hyphen at the end",
    },
    defaults: { enable: true },
    references: [{ path: "resourceId", to: types.storageAccount, except: /\/Microsoft\.EventHub\//i }],
    check: [exportCheck, exportPlaceCheck],
    seconds: { create: 10, update: 10, delete: 10 },
  }),
];

export const workspaceFunctions: readonly FunctionRules[] = ["getSharedKeys", "getWorkspaceSharedKeys"].map(
  (name) => ({
    token: `azure-native:operationalinsights:${name}`,
    result: (inputs, world) => {
      const workspace = workspaceOf(inputs, world);
      if (workspace === undefined)
        return {
          path: "workspaceName",
          reason: `ResourceNotFound: there is no workspace '${shown(inputs["workspaceName"])}'`,
        };
      // Stands for keys of 64 random bytes.
      const key = (which: string): string =>
        Buffer.from(randomText(`${workspace.id} ${which}`, true, 128), "hex").toString("base64");
      return { primarySharedKey: key("primary"), secondarySharedKey: key("secondary") };
    },
  }),
);
