import { notApplicable, require } from "../../mechanism/answer";
import type { StackRule } from "../../mechanism/rule";

/** A stack's activity log is kept beyond Azure's 90 days. */
export const rule: StackRule = {
  id: "azure-activity-log-kept",
  title: "A stack's activity log is kept beyond Azure's 90 days.",
  severity: "high",
  controls: { cis: ["6.1.1.1"] },
  enforcement: "prod",
  reason: "Nobody can tell after 90 days who changed what.",
  remedy:
    "Make a monitor.SubscriptionDiagnosticSetting; or, where another stack of the subscription has it, set elsewhere in the policy's configuration.",
  types: ["azure-native:resources:ResourceGroup"],
  configuration: { properties: { elsewhere: { type: "boolean", default: false } } },
  scope: "stack",
  check: (_, stack, configuration) => {
    if (configuration.get("elsewhere").flag() === true) return notApplicable;
    return require(stack.ofType([
      "azure-native:monitor:SubscriptionDiagnosticSetting",
      "azure-native:monitor:ManagementGroupDiagnosticSetting",
    ]).length > 0, "no setting of this stack keeps the activity log");
  },
};
