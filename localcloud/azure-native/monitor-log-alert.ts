import { amount, at, list, record, refuse, text, texts } from "../reading";
import type { Check, Problem, ResourceRules } from "../rules";
import { findAny, typeInId } from "./any-resource";
import { armResource } from "./arm-resource";
import { minutesOf } from "./duration";
import { durationProblems, ruleName, severity } from "./monitor-alert-rule";
import { types } from "./types";

/** Minutes between looks, and minutes looked at ("Log search alerts: frequency, aggregation granularity"). */
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

/** Alerts on what a query finds in logs. */
export const logAlerts: readonly ResourceRules[] = [
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
];
