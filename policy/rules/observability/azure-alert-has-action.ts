import { compliant, require, violation } from "../../mechanism/answer";
import type { Property } from "../../mechanism/property";
import { valuesAt } from "../../subjects/azure-reference";
import type { ResourceRule } from "../../mechanism/rule";

/** What sends the alerts of others on. */
const processing = "azure-native:alertsmanagement:AlertProcessingRuleByName";
/** What alerts call: one that is off tells nobody. */
const group = "azure-native:monitor:ActionGroup";

const actions: Readonly<Record<string, (properties: Property) => Property[]>> = {
  "azure-native:monitor:MetricAlert": (properties) => valuesAt(properties, "actions.actionGroupId"),
  "azure-native:monitor:ActivityLogAlert": (properties) =>
    valuesAt(properties, "actions.actionGroups.actionGroupId"),
  "azure-native:monitor:ScheduledQueryRule": (properties) => valuesAt(properties, "actions.actionGroups"),
};

/** Every alert tells somebody. */
export const rule: ResourceRule = {
  id: "azure-alert-has-action",
  title: "Every alert tells somebody.",
  severity: "medium",
  controls: {},
  enforcement: "prod",
  reason: "An alert that reaches nobody is found after the outage.",
  remedy: "Give the alert an action group, and leave it enabled.",
  types: [...Object.keys(actions), group, processing],
  scope: "resource",
  check: ({ type, properties }) => {
    if (type === processing)
      return require(properties.get("properties").get("enabled").flag() !== false, "it is switched off");
    if (properties.get("enabled").flag() === false) return violation("it is switched off");
    if (type === group) return compliant;
    return require((actions[type]?.(properties) ?? []).some((action) => action.isSet()), "it has no action");
  },
};
