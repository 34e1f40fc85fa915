import { all, compliant, every, require } from "../../mechanism/answer";
import type { Resource } from "../../mechanism/resource";
import type { StackRule } from "../../mechanism/rule";

const project = "gcp:organizations/project:Project";
const configurations = [
  "gcp:projects/iAMAuditConfig:IAMAuditConfig",
  "gcp:folder/iamAuditConfig:IamAuditConfig",
  "gcp:organizations/iamAuditConfig:IamAuditConfig",
];
const kinds = ["ADMIN_READ", "DATA_READ", "DATA_WRITE"];

function isForAll({ properties }: Resource): boolean {
  return properties.get("service").text() === "allServices";
}

/** The audit record holds who read and changed what, of everybody. */
export const rule: StackRule = {
  id: "gcp-audit-logs",
  title: "The audit record holds who read and changed what, of everybody.",
  severity: "high",
  controls: { cis: ["2.1"], checkov: ["CKV2_GCP_5"] },
  enforcement: "prod",
  reason: "Reads of data leave no trace: by default only changes are recorded.",
  remedy:
    "Make a projects.IAMAuditConfig for allServices with ADMIN_READ, DATA_READ and DATA_WRITE, and no exemptedMembers.",
  types: [project, ...configurations],
  scope: "stack",
  check: (resource, stack) => {
    if (resource.type === project) {
      const made = stack.referringTo(resource, configurations, "project");
      return require(made.some(isForAll), "no IAMAuditConfig for allServices is made for it");
    }
    const logs = resource.properties.get("auditLogConfigs").items();
    return all(
      () =>
        every(logs, (log) =>
          require(!log.get("exemptedMembers").isSet(), `${log.path} records not everybody`),
        ),
      () => {
        if (!isForAll(resource)) return compliant;
        const recorded = logs.map((log) => log.get("logType").text());
        return every(kinds, (kind) => require(recorded.includes(kind), `it does not record ${kind}`));
      },
    );
  },
};
