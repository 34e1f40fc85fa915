import { rule as alarmHasAction } from "../../../../policy/rules/observability/gcp-alarm-has-action";
import { rule as auditLogs } from "../../../../policy/rules/observability/gcp-audit-logs";
import { rule as firewallChangeAlert } from "../../../../policy/rules/observability/gcp-firewall-change-alert";
import { rule as logBucketOwnKey } from "../../../../policy/rules/observability/gcp-log-bucket-own-key";
import { rule as logRetentionYear } from "../../../../policy/rules/observability/gcp-log-retention-year";
import { rule as dnsLogs } from "../../../../policy/rules/observability/gcp-dns-logs";
import { describeRule, type Given, type Properties, unknown } from "../pack";

const audit = (logTypes: string[], service = "allServices"): Given => ({
  type: "gcp:projects/iAMAuditConfig:IAMAuditConfig",
  name: "audit",
  properties: { project: "p", service, auditLogConfigs: logTypes.map((logType) => ({ logType })) },
});
const all = ["ADMIN_READ", "DATA_READ", "DATA_WRITE"];
const project: Given = {
  type: "gcp:organizations/project:Project",
  name: "project",
  properties: { id: "p" },
};
describeRule(auditLogs, {
  compliant: {
    "all of all": audit(all),
    "a part for one service": audit(["DATA_READ"], "storage.googleapis.com"),
    "a project with its record": [project, audit(all)],
    "a project with its record, by data flow": [
      { ...project, properties: { id: unknown } },
      { ...audit(all), sources: { project: ["project"] } },
    ],
  },
  violations: {
    "a kind missing": [audit(["ADMIN_READ", "DATA_WRITE"]), "it does not record DATA_READ"],
    "somebody left out": [
      {
        type: "gcp:projects/iAMAuditConfig:IAMAuditConfig",
        properties: {
          service: "allServices",
          auditLogConfigs: [...all.slice(1), ""].map((logType) => ({
            logType: logType || "ADMIN_READ",
            ...(logType === "" && { exemptedMembers: ["user:ann@example.com"] }),
          })),
        },
      },
      "auditLogConfigs[2] records not everybody",
    ],
    "a folder's": [
      {
        type: "gcp:folder/iamAuditConfig:IamAuditConfig",
        properties: { service: "allServices", auditLogConfigs: [] },
      },
      "it does not record ADMIN_READ",
    ],
    "an organization's": [
      {
        type: "gcp:organizations/iamAuditConfig:IamAuditConfig",
        properties: { service: "allServices", auditLogConfigs: { logType: "DATA_READ" } },
      },
      "it does not record ADMIN_READ",
    ],
    "a project without": [project, "no IAMAuditConfig for allServices"],
    "a project with that of one service": [
      [project, audit(all, "storage.googleapis.com")],
      "no IAMAuditConfig",
    ],
  },
  notApplicable: { "another type": { type: "gcp:storage/bucket:Bucket" } },
  unknown: { "kinds that are unknown": audit([unknown, "DATA_READ", "DATA_WRITE"]) },
});

const network: Given = { type: "gcp:compute/network:Network", name: "main" };
const alert = (condition: Properties, properties: Properties = {}): Given => ({
  type: "gcp:monitoring/alertPolicy:AlertPolicy",
  name: "alert",
  properties: { conditions: [condition], ...properties },
});
const filter = 'resource.type="gce_firewall_rule" AND protoPayload.methodName:"compute.firewalls.insert"';
const metric: Given = {
  type: "gcp:logging/metric:Metric",
  name: "metric",
  properties: { name: "changes", filter },
};
const onMetric = alert({
  conditionThreshold: { filter: 'metric.type="logging.googleapis.com/user/changes"' },
});
describeRule(firewallChangeAlert, {
  compliant: {
    "an alert on the record": [network, alert({ conditionMatchedLog: { filter } })],
    "an alert on a metric of it": [network, metric, onMetric],
    "an alert on a metric of it, by data flow": [
      network,
      metric,
      { ...alert({ conditionThreshold: { filter: unknown } }), sources: { conditions: ["metric"] } },
    ],
  },
  violations: {
    none: [network, 'nobody is told when a firewall rule of "main" changes'],
    "an alert on something else": [
      [network, alert({ conditionMatchedLog: { filter: "severity=ERROR" } })],
      "nobody",
    ],
    "an alert that is switched off": [
      [network, alert({ conditionMatchedLog: { filter } }, { enabled: false })],
      "nobody",
    ],
    "a metric without an alert": [[network, metric], "nobody"],
    "an alert on another metric": [
      [
        network,
        metric,
        alert({ conditionThreshold: { filter: 'metric.type="logging.googleapis.com/user/other"' } }),
      ],
      "nobody",
    ],
  },
  notApplicable: { "a stack without a network": metric },
  unknown: { "a filter that is unknown": [network, alert({ conditionMatchedLog: { filter: unknown } })] },
});

describeRule(alarmHasAction, {
  compliant: { "a channel that is made here": alert({}, { notificationChannels: [unknown] }) },
  violations: {
    none: [alert({}), "notificationChannels is empty"],
    "an empty list": [alert({}, { notificationChannels: [] }), "notificationChannels is empty"],
    "an alert that is switched off": [
      alert({}, { notificationChannels: ["c"], enabled: false }),
      "enabled is off",
    ],
  },
  notApplicable: { "another type": metric },
  unknown: { "a switch that is unknown": alert({}, { notificationChannels: ["c"], enabled: unknown }) },
});

const logs = (properties: Properties, level = "project"): Given => ({
  type: `gcp:logging/${level}BucketConfig:${level.charAt(0).toUpperCase()}${level.slice(1)}BucketConfig`,
  properties,
});
describeRule(logRetentionYear, {
  compliant: { "a year": logs({ retentionDays: 365 }), "ten years": logs({ retentionDays: 3650 }) },
  violations: {
    "the default": [logs({}), "retentionDays is 30, below 365"],
    "a month less": [logs({ retentionDays: 335 }), "retentionDays is 335"],
    "an organization's": [logs({ retentionDays: 30 }, "organization"), "retentionDays is 30"],
  },
  notApplicable: { "another type": metric },
  unknown: { "days that are unknown": logs({ retentionDays: unknown }) },
});

describeRule(logBucketOwnKey, {
  compliant: { "a key that is made here": logs({ cmekSettings: { kmsKeyName: unknown } }) },
  violations: {
    none: [logs({}), "cmekSettings.kmsKeyName is not set"],
    "a folder's": [logs({ cmekSettings: {} }, "folder"), "is not set"],
    "a billing account's": [logs({}, "billingAccount"), "is not set"],
  },
  notApplicable: { "another type": metric },
  unknown: { "settings that are unknown": logs({ cmekSettings: unknown }) },
});

describeRule(dnsLogs, {
  compliant: {
    on: { type: "gcp:dns/policy:Policy", properties: { enableLogging: true } },
  },
  violations: {
    "the default": [{ type: "gcp:dns/policy:Policy", properties: {} }, "enableLogging is off"],
  },
  notApplicable: {
    "another type": { type: "random:index/randomId:RandomId" },
  },
  unknown: {
    "a switch": { type: "gcp:dns/policy:Policy", properties: { enableLogging: unknown } },
  },
});
