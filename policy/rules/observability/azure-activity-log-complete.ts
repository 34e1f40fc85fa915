import { all, require } from "../../mechanism/answer";
import { lower } from "../../subjects/azure-reference";
import type { ResourceRule } from "../../mechanism/rule";

const needed = ["Administrative", "Security", "Alert", "Policy"];
const destinations = [
  "storageAccountId",
  "workspaceId",
  "eventHubAuthorizationRuleId",
  "marketplacePartnerId",
];

/** The activity log is kept, with all that a review needs. */
export const rule: ResourceRule = {
  id: "azure-activity-log-complete",
  title: "The activity log is kept, with all that a review needs.",
  severity: "high",
  controls: { cis: ["6.1.1.1", "6.1.1.2"], checkov: ["CKV_AZURE_38"] },
  enforcement: "prod",
  reason: "Azure itself keeps it for 90 days; nobody can tell after that who changed what.",
  remedy:
    "Make a monitor.SubscriptionDiagnosticSetting with the categories Administrative, Security, Alert and Policy.",
  types: [
    "azure-native:monitor:SubscriptionDiagnosticSetting",
    "azure-native:monitor:ManagementGroupDiagnosticSetting",
  ],
  scope: "resource",
  check: ({ properties }) => {
    const enabled = properties
      .get("logs")
      .items()
      .filter((log) => log.get("enabled").flag() === true)
      .flatMap((log) => [lower(log.get("category")) ?? [], lower(log.get("categoryGroup")) ?? []].flat());
    const missing = needed.filter(
      (name) => !enabled.includes(name.toLowerCase()) && !enabled.includes("alllogs"),
    );
    return all(
      () => require(missing.length === 0, `it does not keep ${missing.join(", ")}`),
      () => require(destinations.some((name) => properties.get(name).isSet()), "it goes nowhere"),
    );
  },
};
