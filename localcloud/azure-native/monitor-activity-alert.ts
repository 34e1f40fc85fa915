import { at, list, record, refuse, text } from "../reading";
import type { Check, Problem, Properties, ResourceRules } from "../rules";
import { armResource } from "./arm-resource";
import { ruleName } from "./monitor-alert-rule";
import { types } from "./types";

const categories = [
  "Administrative",
  "Alert",
  "Autoscale",
  "Policy",
  "Recommendation",
  "ResourceHealth",
  "Security",
  "ServiceHealth",
];

const fields =
  /^(resourceId|category|caller|level|operationName|resourceGroup|resourceProvider|status|subStatus|resourceType|properties\..+)$/i;

function leafProblems(value: Properties, path: string): readonly Problem[] {
  const field = text(value["field"]);
  if (field === undefined) return refuse(`${path}.field`, "InvalidCondition: a condition needs its field");
  if (!fields.test(field))
    return refuse(`${path}.field`, `InvalidCondition: the activity log has no field '${field}'`);
  return (value["equals"] === undefined) === (value["containsAny"] === undefined)
    ? refuse(path, "InvalidCondition: has exactly one of `equals` and `containsAny`")
    : [];
}

const activityCheck: Check = (inputs) => {
  const conditions = list(at(inputs, "condition.allOf")).map(record);
  const category = conditions.find(({ field }) => text(field)?.toLowerCase() === "category");
  const problems = conditions.flatMap((condition, index) => {
    const path = `condition.allOf[${String(index)}]`;
    const any = list(condition["anyOf"]).map(record);
    return any.length === 0
      ? leafProblems(condition, path)
      : any.flatMap((leaf, place) => leafProblems(leaf, `${path}.anyOf[${String(place)}]`));
  });
  if (category === undefined)
    return [
      ...refuse("condition.allOf", "InvalidCondition: one condition is on the field 'category'"),
      ...problems,
    ];
  const given = text(category["equals"]);
  return given === undefined || categories.includes(given)
    ? problems
    : [
        ...refuse("condition.allOf", `InvalidCondition: the activity log has no category '${given}'`),
        ...problems,
      ];
};

/** Alerts on what the activity log of a subscription says. */
export const activityAlerts: readonly ResourceRules[] = [
  armResource({
    type: "azure-native:monitor:ActivityLogAlert",
    path: "Microsoft.Insights/activityLogAlerts/{activityLogAlertName}",
    name: ruleName,
    references: [{ path: "actions.actionGroups[].actionGroupId", to: types.actionGroup }],
    limits: [
      { path: "location", oneOf: ["global", "westeurope", "northeurope"] },
      { path: "scopes", minimumItems: 1 },
      {
        path: "scopes[]",
        pattern: /^\/subscriptions\/[0-9a-f-]{36}(\/.+)?$/i,
        reason: "InvalidScopes: is the id of a subscription, or of something in one",
      },
    ],
    check: activityCheck,
    seconds: { create: 3, update: 3, delete: 3 },
  }),
];
