import { all, require } from "../../mechanism/answer";
import type { StackRule } from "../../mechanism/rule";

/** Security Hub judges the account by a standard, and by its new controls. */
export const rule: StackRule = {
  id: "aws-security-hub-standards",
  title: "Security Hub judges the account by a standard, and by its new controls.",
  severity: "medium",
  controls: { cis: ["4.16"] },
  enforcement: "prod",
  reason: "A hub without a standard finds nothing, and one without new controls finds less each year.",
  remedy:
    "Leave enableDefaultStandards on or make an aws.securityhub.StandardsSubscription, and leave autoEnableControls on.",
  types: ["aws:securityhub/account:Account"],
  scope: "stack",
  check: ({ properties }, stack) =>
    all(
      () => require(properties.get("autoEnableControls").flag() !== false, "autoEnableControls is off"),
      () =>
        require(properties.get("enableDefaultStandards").flag() !== false ||
          stack.ofType(["aws:securityhub/standardsSubscription:StandardsSubscription"]).length >
            0, "it has no standard"),
    ),
};
