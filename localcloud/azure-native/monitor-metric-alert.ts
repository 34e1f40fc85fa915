import { at, list, record, refuse, repeated, shown, text, texts } from "../reading";
import type { Check, Problem, ResourceRules } from "../rules";
import { findAny, typeInId } from "./any-resource";
import { armResource } from "./arm-resource";
import { minutesOf } from "./duration";
import { durationProblems, ruleName, severity } from "./monitor-alert-rule";
import { metricsOf } from "./monitor-metrics";
import { types } from "./types";

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

/** Alerts on metrics, and on web tests. */
export const metricAlerts: readonly ResourceRules[] = [
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
];
