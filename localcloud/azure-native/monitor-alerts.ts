import { amount, at, list, record, refuse, repeated, shown, text, texts } from "../reading";
import type { Check, Problem, Properties, ResourceRules } from "../rules";
import { findAny, typeInId } from "./any-resource";
import { armResource } from "./arm-resource";
import { durationOf, minutesOf } from "./duration";
import { metricsOf } from "./monitor-metrics";
import { types } from "./types";

const ruleName = {
  maximum: 260,
  pattern: /^[^*#&+:<>?@%{}\\/|]*[^*#&+:<>?@%{}\\/| .]$/,
  alphabet: String.raw`none of * # & + : < > ? @ % { } \ / |, and neither a space nor a period at the end`,
};
const severity = { path: "severity", minimum: 0, maximum: 4 };

/** A problem of a duration that Azure takes in some lengths only. */
function durationProblems(inputs: Properties, path: string, allowed: readonly number[]): readonly Problem[] {
  const given = text(inputs[path]);
  const minutes = given === undefined ? undefined : minutesOf(given);
  return given === undefined || (minutes !== undefined && allowed.includes(minutes))
    ? []
    : refuse(path, `InvalidDuration: is one of ${allowed.map(durationOf).join(", ")}, not '${given}'`);
}

/** Minutes between looks, and minutes looked at ("Types of Azure Monitor alerts", "Metric alerts: frequency and period"). */
const metricFrequencies = [1, 5, 15, 30, 60];
const metricWindows = [1, 5, 15, 30, 60, 360, 720, 1440];

const metricTimeCheck: Check = (inputs) => {
  const problems = [
    ...durationProblems(inputs, "evaluationFrequency", metricFrequencies),
    ...durationProblems(inputs, "windowSize", metricWindows),
  ];
  const [frequency, window] = [text(inputs["evaluationFrequency"]), text(inputs["windowSize"])];
  if (problems.length > 0 || frequency === undefined || window === undefined) return problems;
  return (minutesOf(window) ?? 0) < (minutesOf(frequency) ?? 0)
    ? refuse(
        "windowSize",
        `InvalidWindowSize: must not be below the evaluation frequency ${frequency}, but is ${window}`,
      )
    : [];
};

const single = "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria";
const multiple = "Microsoft.Azure.Monitor.MultipleResourceMultipleMetricCriteria";

const criteriaCheck: Check = (inputs) => {
  const criteria = record(inputs["criteria"]);
  const conditions = list(criteria["allOf"]).map(record);
  if (criteria["odataType"] !== single && criteria["odataType"] !== multiple) return [];
  if (conditions.length < 1 || conditions.length > 5)
    return refuse("criteria.allOf", `InvalidCriteria: 1 to 5 conditions, not ${String(conditions.length)}`);
  const [twice] = repeated(conditions.map(({ name }) => name));
  if (twice !== undefined)
    return refuse("criteria.allOf", `InvalidCriteria: two conditions are called '${shown(twice)}'`);
  const dynamic = conditions.findIndex(({ criterionType }) => criterionType === "DynamicThresholdCriterion");
  if (dynamic < 0) return [];
  const path = `criteria.allOf[${String(dynamic)}]`;
  if (criteria["odataType"] === single)
    return refuse(`${path}.criterionType`, `InvalidCriteria: a dynamic threshold needs ${multiple}`);
  if (conditions.length > 1)
    return refuse("criteria.allOf", "InvalidCriteria: a dynamic threshold stands alone");
  return inputs["evaluationFrequency"] === "PT1M"
    ? refuse(
        "evaluationFrequency",
        "InvalidCriteria: dynamic thresholds are looked at every 5 minutes at most",
      )
    : [];
};

const dimensionCheck: Check = (inputs) =>
  list(at(inputs, "criteria.allOf")).flatMap((condition, index) =>
    list(record(condition)["dimensions"]).flatMap((value, place): readonly Problem[] => {
      const { operator, values } = record(value);
      const path = `criteria.allOf[${String(index)}].dimensions[${String(place)}]`;
      const given = text(operator);
      if (given !== undefined && !["Include", "Exclude", "StartsWith"].includes(given))
        return refuse(
          `${path}.operator`,
          `InvalidDimension: is Include, Exclude or StartsWith, not '${given}'`,
        );
      return Array.isArray(values) && values.length === 0
        ? refuse(`${path}.values`, "InvalidDimension: needs at least one value")
        : [];
    }),
  );

/** A metric that the watched resource does not have; unless Azure was told not to look. */
const metricCheck: Check = (inputs) => {
  const kinds = new Set(texts(inputs["scopes"]).map(typeInId));
  const [kind] = kinds;
  return list(at(inputs, "criteria.allOf")).flatMap((value, index): readonly Problem[] => {
    const condition = record(value);
    const [namespace, metric] = [text(condition["metricNamespace"]), text(condition["metricName"])];
    if (kinds.size !== 1 || kind === undefined || metric === undefined) return [];
    const known = metricsOf[kind];
    const own = namespace === undefined || namespace.toLowerCase() === kind;
    if (!own && metricsOf[namespace.toLowerCase()] !== undefined)
      return refuse(
        `criteria.allOf[${String(index)}].metricNamespace`,
        `InvalidMetricNamespace: the scope is a ${kind}, which has no metrics of ${namespace}`,
      );
    if (!own || known === undefined || condition["skipMetricValidation"] === true) return [];
    return known.some((name) => name.toLowerCase() === metric.toLowerCase())
      ? []
      : refuse(
          `criteria.allOf[${String(index)}].metricName`,
          `BadRequest: couldn't find a metric named ${metric} of ${kind}`,
        );
  });
};

const metricScopeCheck: Check = (inputs, world) => {
  const scopes = texts(inputs["scopes"]);
  const criteria = record(inputs["criteria"]);
  if (scopes.length === 0) return refuse("scopes", "InvalidScopes: an alert watches at least one resource");
  if (criteria["odataType"] === single && scopes.length > 1)
    return refuse("scopes", `InvalidScopes: ${single} watches one resource`);
  const wide = scopes.length > 1 || scopes.some((scope) => typeInId(scope) === undefined);
  const missing = ["targetResourceType", "targetResourceRegion"].find((path) => inputs[path] === undefined);
  if (criteria["odataType"] === multiple && wide && missing !== undefined)
    return refuse(missing, "InvalidScopes: needed with several resources, a group or a subscription");
  return scopes.flatMap((scope, index) =>
    typeInId(scope) === undefined || findAny(scope, world) !== undefined
      ? []
      : refuse(`scopes[${String(index)}]`, `ResourceNotFound: there is no resource '${scope}'`),
  );
};

const webTestCheck: Check = (inputs, world) => {
  const criteria = record(inputs["criteria"]);
  if (criteria["odataType"] !== "Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria") return [];
  const scopes = texts(inputs["scopes"]);
  const test = world.find(types.webTest, criteria["webTestId"]);
  if (test === undefined)
    return refuse("criteria.webTestId", `there is no web test '${shown(criteria["webTestId"])}'`);
  const absent = ["webTestId", "componentId"].find((field) => !scopes.includes(text(criteria[field]) ?? ""));
  if (absent !== undefined)
    return refuse("scopes", `InvalidScopes: \`criteria.${absent}\` must be among the scopes`);
  const places = list(test.outputs["locations"]).length;
  return Number(criteria["failedLocationCount"]) > places
    ? refuse(
        "criteria.failedLocationCount",
        `InvalidCriteria: the test runs from ${String(places)} locations only`,
      )
    : [];
};

/** The same for log alerts ("Log search alerts: frequency, aggregation granularity"). */
const queryFrequencies = [1, 5, 10, 15, 30, 45, 60, 120, 180, 240, 300, 360, 1440];
const queryWindows = [...queryFrequencies, 2880];

const queryTimeCheck: Check = (inputs) => {
  const missing = ["evaluationFrequency", "windowSize", "severity", "scopes", "criteria"].find(
    (property) => inputs[property] === undefined,
  );
  if (missing !== undefined) return refuse(missing, "MissingRequiredParameter: a log alert needs it");
  const problems = [
    ...durationProblems(inputs, "evaluationFrequency", queryFrequencies),
    ...durationProblems(inputs, "windowSize", queryWindows),
    ...durationProblems(inputs, "muteActionsDuration", queryWindows.slice(1)),
    ...durationProblems(inputs, "overrideQueryTimeRange", [...queryWindows.slice(1), 20]),
  ];
  if (problems.length > 0) return problems;
  const [frequency, window, range] = ["evaluationFrequency", "windowSize", "overrideQueryTimeRange"].map(
    (path) => minutesOf(text(inputs[path]) ?? ""),
  );
  const periods = list(at(inputs, "criteria.allOf")).map((each) =>
    Number(at(record(each), "failingPeriods.numberOfEvaluationPeriods") ?? 1),
  );
  const seen = range ?? (window ?? 0) * Math.max(1, ...periods);
  if (frequency !== undefined && window !== undefined && seen < frequency)
    return refuse(
      "windowSize",
      "InvalidWindowSize: what is looked at must not be below the evaluation frequency",
    );
  return inputs["muteActionsDuration"] !== undefined && inputs["autoMitigate"] !== false
    ? refuse(
        "muteActionsDuration",
        "InvalidParameter: not with `autoMitigate`, which is on unless it is false",
      )
    : [];
};

const operators = ["Equal", "Equals", "GreaterThan", "GreaterThanOrEqual", "LessThan", "LessThanOrEqual"];
/** What queries of alerts can't use ("Log search alert queries: limitations"). */
const unsupported = /\b(bag_unpack|pivot|narrow)\s*\(|\b(search|union)\s+\*/;

const queryCheck: Check = (inputs) => {
  const conditions = list(at(inputs, "criteria.allOf")).map(record);
  if (conditions.length !== 1)
    return refuse(
      "criteria.allOf",
      `InvalidCriteria: a log alert has one condition, not ${String(conditions.length)}`,
    );
  return conditions.flatMap((condition): readonly Problem[] => {
    const path = "criteria.allOf[0]";
    const query = text(condition["query"]);
    if (condition["query"] === undefined || query?.trim() === "")
      return refuse(`${path}.query`, "InvalidCriteria: a condition needs a query");
    const wrong = unsupported.exec(query ?? "")?.[0];
    if (wrong !== undefined)
      return refuse(`${path}.query`, `InvalidQuery: queries of alerts can't use '${wrong.trim()}'`);
    const operator = text(condition["operator"]);
    if (condition["operator"] === undefined || (operator !== undefined && !operators.includes(operator)))
      return refuse(`${path}.operator`, `InvalidCriteria: is one of ${operators.join(", ")}`);
    if (condition["criterionType"] !== "DynamicThresholdCriterion" && condition["threshold"] === undefined)
      return refuse(`${path}.threshold`, "InvalidCriteria: a static condition needs its threshold");
    if (text(condition["timeAggregation"]) !== "Count" && condition["metricMeasureColumn"] === undefined)
      return refuse(`${path}.metricMeasureColumn`, "InvalidCriteria: needed with any aggregation but Count");
    const [of, least] = ["numberOfEvaluationPeriods", "minFailingPeriodsToAlert"].map(
      (field) => amount(at(condition, `failingPeriods.${field}`)) ?? 1,
    );
    if (of === undefined || least === undefined || of < 1 || of > 6)
      return refuse(`${path}.failingPeriods.numberOfEvaluationPeriods`, "InvalidCriteria: is 1 to 6");
    return least < 1 || least > of
      ? refuse(`${path}.failingPeriods.minFailingPeriodsToAlert`, `InvalidCriteria: is 1 to ${String(of)}`)
      : [];
  });
};

const queryScopeCheck: Check = (inputs, world) => {
  const scopes = texts(inputs["scopes"]);
  if (scopes.length !== 1) return refuse("scopes", "InvalidScopes: a log alert has exactly one scope");
  const [scope = ""] = scopes;
  return typeInId(scope) === undefined || findAny(scope, world) !== undefined
    ? []
    : refuse("scopes[0]", `ResourceNotFound: there is no resource '${scope}'`);
};

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

export const alertRules: readonly ResourceRules[] = [
  armResource({
    type: "azure-native:monitor:MetricAlert",
    path: "Microsoft.Insights/metricAlerts/{ruleName}",
    location: "global",
    name: ruleName,
    defaults: { autoMitigate: true },
    references: [{ path: "actions[].actionGroupId", to: types.actionGroup }],
    limits: [severity, { path: "actions", maximumItems: 5 }],
    check: [metricTimeCheck, criteriaCheck, dimensionCheck, metricCheck, metricScopeCheck, webTestCheck],
    // Terraform's provider waits for the alert to be found ten times in a row: seconds.
    seconds: { create: 5, update: 5, delete: 3 },
  }),
  armResource({
    type: "azure-native:monitor:ScheduledQueryRule",
    path: "Microsoft.Insights/scheduledQueryRules/{ruleName}",
    location: "regional",
    name: ruleName,
    defaults: { kind: "LogAlert" },
    references: [
      { path: "actions.actionGroups[]", to: types.actionGroup },
      { path: "identity.userAssignedIdentities[]", to: types.identity },
    ],
    immutable: ["scopes", "kind"],
    limits: [severity, { path: "actions.actionGroups", maximumItems: 5 }],
    check: [queryTimeCheck, queryCheck, queryScopeCheck],
    seconds: { create: 5, update: 5, delete: 3 },
  }),
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
