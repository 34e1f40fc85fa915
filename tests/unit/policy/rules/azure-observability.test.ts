import { rule as activityLogComplete } from "../../../../policy/rules/observability/azure-activity-log-complete";
import { rule as activityLogKept } from "../../../../policy/rules/observability/azure-activity-log-kept";
import { rule as alertHasAction } from "../../../../policy/rules/observability/azure-alert-has-action";
import { rule as keyVaultLogs } from "../../../../policy/rules/observability/azure-key-vault-logs";
import { rule as logRetentionYear } from "../../../../policy/rules/observability/azure-log-retention-year";
import { rule as securityGroupChangeAlert } from "../../../../policy/rules/observability/azure-security-group-change-alert";
import { rule as defenderOn } from "../../../../policy/rules/observability/azure-defender-on";
import { rule as telemetryNoLocalAuth } from "../../../../policy/rules/observability/azure-telemetry-no-local-auth";
import { describeRule, type Given, type Properties, unknown } from "../pack";

const of = (type: string, properties: Properties = {}): Given => ({
  type: `azure-native:${type}`,
  properties,
});
const other = of("monitor:AutoscaleSetting");

const log = (category: string, enabled = true): Properties => ({ category, enabled });
const needed = ["Administrative", "Security", "Alert", "Policy"].map((name) => log(name));
const exporting = (logs: Properties[], more: Properties = { workspaceId: "w" }): Given =>
  of("monitor:SubscriptionDiagnosticSetting", { logs, ...more });
describeRule(activityLogComplete, {
  compliant: {
    "all four, and more": exporting([...needed, log("Autoscale")]),
    "a place that is unknown yet": exporting(needed, { storageAccountId: unknown }),
    "all logs": exporting([{ categoryGroup: "allLogs", enabled: true }]),
    "a management group's": of("monitor:ManagementGroupDiagnosticSetting", {
      logs: needed,
      workspaceId: "w",
    }),
  },
  violations: {
    "one missing": [exporting(needed.slice(1)), "it does not keep Administrative"],
    "one that is off": [exporting([...needed.slice(1), log("Administrative", false)]), "Administrative"],
    "nothing at all": [exporting([]), "Administrative, Security, Alert, Policy"],
    nowhere: [exporting(needed, {}), "it goes nowhere"],
  },
  notApplicable: { "another type": other },
  unknown: {
    "logs that are unknown": of("monitor:SubscriptionDiagnosticSetting", { logs: unknown, workspaceId: "w" }),
  },
});

const group: Given = { ...of("resources:ResourceGroup"), name: "group" };
describeRule(activityLogKept, {
  compliant: { "a setting": [group, exporting(needed)] },
  violations: {
    none: [[group], "no setting of this stack"],
    "a resource's own setting": [[group, of("monitor:DiagnosticSetting")], "no setting of this stack"],
  },
  notApplicable: { "a stack without a resource group": [other] },
});

const nsg: Given = { ...of("network:NetworkSecurityGroup"), name: "nsg" };
const operation = (name: string): Properties => ({
  field: "operationName",
  equals: `Microsoft.Network/networkSecurityGroups/${name}`,
});
const alert = (allOf: Properties[], more: Properties = {}, name = "alert"): Given => ({
  ...of("monitor:ActivityLogAlert", { enabled: true, condition: { allOf }, ...more }),
  name,
});
describeRule(securityGroupChangeAlert, {
  compliant: {
    "one alert for both": [nsg, alert([{ anyOf: [operation("write"), operation("delete")] }])],
    "two alerts": [nsg, alert([operation("write")]), alert([operation("delete")], {}, "second")],
    "a list of names": [
      nsg,
      alert([
        {
          field: "operationName",
          containsAny: [
            "microsoft.network/networksecuritygroups/write",
            "microsoft.network/networksecuritygroups/delete",
          ],
        },
      ]),
    ],
  },
  violations: {
    none: [[nsg], "no alert watches Microsoft.Network/networkSecurityGroups/write"],
    "one of the two": [[nsg, alert([operation("write")])], "networkSecurityGroups/delete"],
    "one that is off": [
      [nsg, alert([{ anyOf: [operation("write"), operation("delete")] }], { enabled: false })],
      "no alert watches",
    ],
    "another field": [
      [nsg, alert([{ field: "category", equals: "Microsoft.Network/networkSecurityGroups/write" }])],
      "no alert watches",
    ],
  },
  notApplicable: { "a stack without groups": [other] },
  unknown: { "conditions that are unknown": [nsg, alert([], { condition: unknown })] },
});

const vaultId = "/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v";
const vault: Given = { ...of("keyvault:Vault", { vaultName: "v" }), name: "vault" };
const setting = (properties: Properties): Given => ({
  ...of("monitor:DiagnosticSetting", { resourceUri: vaultId, workspaceId: "w", ...properties }),
  name: "setting",
});
const audit: Properties = { logs: [{ categoryGroup: "audit", enabled: true }] };
describeRule(keyVaultLogs, {
  compliant: {
    "the group of audit logs": [vault, setting(audit)],
    "the category": [vault, setting({ logs: [log("AuditEvent")] })],
    "a setting of which the provider kept what was asked for": [
      vault,
      {
        ...of("monitor:DiagnosticSetting", {
          ...audit,
          workspaceId: "w",
          __inputs: { resourceUri: vaultId },
        }),
        name: "setting",
      },
    ],
    "a vault that is unknown yet": [
      { ...vault, properties: {} },
      { ...setting({ ...audit, resourceUri: unknown }), sources: { resourceUri: ["vault"] } },
    ],
  },
  violations: {
    none: [[vault], "no diagnostic setting"],
    "that of another vault": [[vault, setting({ ...audit, resourceUri: `${vaultId}2` })], "no diagnostic"],
    "metrics only": [[vault, setting({ metrics: [log("AllMetrics")] })], "leaves out who used it"],
    "logs that are off": [[vault, setting({ logs: [log("AuditEvent", false)] })], "leaves out"],
    "logs that go nowhere": [
      [vault, { ...of("monitor:DiagnosticSetting", { resourceUri: vaultId, ...audit }), name: "setting" }],
      "leaves out",
    ],
  },
  notApplicable: { "a stack without a vault": [other] },
  unknown: { "a setting of something unknown": [vault, setting({ ...audit, resourceUri: unknown })] },
});

const workspace = (properties: Properties = {}): Given => of("operationalinsights:Workspace", properties);
describeRule(logRetentionYear, {
  compliant: {
    "a year": workspace({ retentionInDays: 365 }),
    "two years": workspace({ retentionInDays: 730 }),
  },
  violations: {
    "the default": [workspace(), "retentionInDays is 30, below 365"],
    "90 days": [workspace({ retentionInDays: 90 }), "is 90, below 365"],
  },
  notApplicable: { "another type": other },
  unknown: { "days that are unknown": workspace({ retentionInDays: unknown }) },
});

describeRule(alertHasAction, {
  compliant: {
    "a metric's": of("monitor:MetricAlert", { actions: [{ actionGroupId: "g" }] }),
    "a group that is unknown yet": of("monitor:MetricAlert", { actions: [{ actionGroupId: unknown }] }),
    "a single action instead of a list": of("monitor:MetricAlert", { actions: { actionGroupId: "g" } }),
    "the activity log's": of("monitor:ActivityLogAlert", {
      actions: { actionGroups: [{ actionGroupId: "g" }] },
    }),
    "an action group": of("monitor:ActionGroup", { enabled: true }),
    "a query's": of("monitor:ScheduledQueryRule", { actions: { actionGroups: ["g"] } }),
  },
  violations: {
    "what sends alerts on, off": [
      {
        type: "azure-native:alertsmanagement:AlertProcessingRuleByName",
        properties: { properties: { enabled: false } },
      },
      "it is switched off",
    ],

    "an action group that is off": [of("monitor:ActionGroup", { enabled: false }), "switched off"],
    "a metric's without": [of("monitor:MetricAlert", { actions: [] }), "it has no action"],
    "an empty action": [of("monitor:MetricAlert", { actions: [{}] }), "it has no action"],
    "the activity log's without": [of("monitor:ActivityLogAlert", { actions: {} }), "it has no action"],
    "a query's without": [of("monitor:ScheduledQueryRule", { actions: { actionGroups: [] } }), "no action"],
    "one that is off": [
      of("monitor:MetricAlert", { enabled: false, actions: [{ actionGroupId: "g" }] }),
      "switched off",
    ],
  },
  notApplicable: { "another type": other },
  unknown: { "whether it is on": of("monitor:MetricAlert", { enabled: unknown }) },
});

const template = (properties: Properties, kind = "Microsoft.Security/pricings"): Given => ({
  type: "azure-native:resources:DeploymentAtSubscriptionScope",
  properties: { properties: { template: { resources: [{ type: kind, properties }] } } },
});
describeRule(defenderOn, {
  compliant: {
    "a plan": { type: "azure-native:security:Pricing", properties: { pricingTier: "Standard" } },
    "an export": { type: "azure-native:security:Automation", properties: { isEnabled: true } },
    "a plan in a template": template({ pricingTier: "Standard" }),
  },
  violations: {
    "a free plan": [
      { type: "azure-native:security:Pricing", properties: { pricingTier: "Free" } },
      "not Standard",
    ],
    "an export that is off": [
      { type: "azure-native:security:Automation", properties: { isEnabled: false } },
      "it is switched off",
    ],
    "a free plan in a template": [template({ pricingTier: "free" }), "not Standard"],
  },
  notApplicable: {
    "another type": { type: "azure-native:network:VirtualNetwork" },
    "a template of something else": template({}, "Microsoft.Network/virtualNetworks"),
  },
  unknown: { "a tier": template({ pricingTier: unknown }) },
});

describeRule(telemetryNoLocalAuth, {
  compliant: {
    traces: { type: "azure-native:applicationinsights:Component", properties: { disableLocalAuth: true } },
    logs: {
      type: "azure-native:operationalinsights:Workspace",
      properties: { features: { disableLocalAuth: true } },
    },
  },
  violations: {
    traces: [{ type: "azure-native:applicationinsights:Component" }, "disableLocalAuth is off"],
    logs: [
      { type: "azure-native:operationalinsights:Workspace", properties: { disableLocalAuth: true } },
      "disableLocalAuth is off",
    ],
  },
  notApplicable: { "another type": { type: "azure-native:network:VirtualNetwork" } },
  unknown: {
    "a switch": {
      type: "azure-native:applicationinsights:Component",
      properties: { disableLocalAuth: unknown },
    },
  },
});
