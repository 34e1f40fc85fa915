import type { Check, Problem, ResourceRules, Value, World } from "../rules";
import { arn, parseArn } from "./account";
import { allows, findKey } from "./key-use";
import { types } from "./types";
import { amount, isRecord, list, parse, record, refuse, repeated, text, texts, shown } from "../reading";

const statistics = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"];
const comparisons = [
  "GreaterThanOrEqualToThreshold",
  "GreaterThanThreshold",
  "LessThanThreshold",
  "LessThanOrEqualToThreshold",
  "LessThanLowerOrGreaterThanUpperThreshold",
  "LessThanLowerThreshold",
  "GreaterThanUpperThreshold",
];
const missingData = { path: "treatMissingData", oneOf: ["missing", "ignore", "breaching", "notBreaching"] };
const actionProperties = ["alarmActions", "okActions", "insufficientDataActions"];

/** Periods in seconds: 10, 20, 30 or a multiple of 60 (PutMetricAlarm). */
function periodProblem(period: Value | undefined): string | undefined {
  if (typeof period !== "number" || [10, 20, 30].includes(period) || (period >= 60 && period % 60 === 0))
    return undefined;
  return `ValidationError: a period is 10, 20, 30 or a multiple of 60 seconds, not ${String(period)}`;
}

const metricCheck: Check = (inputs) => {
  const queries = list(inputs["metricQueries"]);
  const simple = ["metricName", "namespace", "period", "statistic", "extendedStatistic", "dimensions"];
  const given = simple.filter((property) => inputs[property] !== undefined);
  if (queries.length > 0 && given[0] !== undefined)
    return refuse(given[0], "ValidationError: an alarm has either one metric or metricQueries, not both");
  if (queries.length > 0) return queryProblems(queries);
  if (inputs["evaluationCriteria"] !== undefined) return [];
  const missing = ["metricName", "namespace", "period"].find((property) => inputs[property] === undefined);
  if (missing !== undefined) return refuse(missing, "ValidationError: needed for an alarm on one metric");
  if ((inputs["statistic"] === undefined) === (inputs["extendedStatistic"] === undefined))
    return refuse(
      inputs["statistic"] === undefined ? "statistic" : "extendedStatistic",
      "ValidationError: exactly one of statistic and extendedStatistic must be given",
    );
  const wrong = periodProblem(inputs["period"]);
  return wrong === undefined ? [] : refuse("period", wrong);
};

function queryProblems(queries: readonly Value[]): readonly Problem[] {
  const problems: Problem[] = [];
  const ids = queries.map((query) => record(query)["id"]);
  const [twice] = repeated(ids);
  if (twice !== undefined)
    problems.push({
      path: "metricQueries",
      reason: `ValidationError: two queries are called '${shown(twice)}'`,
    });
  queries.forEach((value, index) => {
    const query = record(value);
    const path = `metricQueries[${String(index)}]`;
    if (!/^[a-z]\w{0,254}$/.test(text(query["id"]) ?? "a"))
      problems.push({
        path: `${path}.id`,
        reason: "ValidationError: an id begins with a lower-case letter; letters, digits and underscores",
      });
    if ((query["metric"] === undefined) === (query["expression"] === undefined))
      problems.push({ path, reason: "ValidationError: a query has exactly one of metric and expression" });
    const wrong = periodProblem(record(query["metric"])["period"]);
    if (wrong !== undefined) problems.push({ path: `${path}.metric.period`, reason: wrong });
    const expression = text(query["expression"]) ?? "";
    const used = expression.replace(/"[^"]*"|'[^']*'/g, "").match(/\b[a-z]\w*\b(?!\s*\()/g) ?? [];
    const unknown = used.find((name) => !ids.includes(name) && !/^(m|e)s$/i.test(name));
    if (unknown !== undefined && !/^SELECT/i.test(expression))
      problems.push({
        path: `${path}.expression`,
        reason: `ValidationError: the expression uses '${unknown}', which no query is called`,
      });
  });
  const returned = queries.filter((query) => record(query)["returnData"] === true);
  if (returned.length !== 1)
    problems.push({
      path: "metricQueries",
      reason: `ValidationError: exactly one query returns data (returnData: true), not ${String(returned.length)}`,
    });
  return problems;
}

const evaluationCheck: Check = (inputs) => {
  const [periods, points] = [amount(inputs["evaluationPeriods"]), amount(inputs["datapointsToAlarm"])];
  if (periods !== undefined && points !== undefined && points > periods)
    return refuse(
      "datapointsToAlarm",
      `ValidationError: not more than evaluationPeriods (${String(periods)})`,
    );
  const period = amount(inputs["period"]) ?? 0;
  // PutMetricAlarm: an alarm looks back seven days at most (one day with periods under an hour).
  const most = period >= 3600 ? 604800 : 86400;
  if (periods !== undefined && periods * period > most)
    return refuse(
      "evaluationPeriods",
      `ValidationError: metrics cannot be checked across more than ${String(most / 86400)} day(s) (evaluationPeriods × period)`,
    );
  const anomaly = inputs["thresholdMetricId"] !== undefined;
  if (inputs["evaluationCriteria"] === undefined && anomaly === (inputs["threshold"] !== undefined))
    return refuse(
      "threshold",
      "ValidationError: exactly one of threshold and thresholdMetricId must be given",
    );
  return [];
};

/** Actions of an alarm are ARNs; a topic of ours must exist, and CloudWatch must be able to use its key. */
const actionCheck: Check = (inputs, world) =>
  actionProperties.flatMap((property) =>
    texts(inputs[property]).flatMap((action, index): readonly Problem[] => {
      const path = `${property}[${String(index)}]`;
      const parts = parseArn(action);
      if (parts === undefined)
        return refuse(path, `ValidationError: invalid action '${action}': it is an ARN`);
      if (parts.service !== "sns") return [];
      return parts.account === world.account ? topicProblems(path, action, world) : [];
    }),
  );

function topicProblems(path: string, topicArn: string, world: World): readonly Problem[] {
  const topic = world.find(types.topic, topicArn, "arn");
  if (topic === undefined)
    return refuse(path, `ValidationError: there is no topic '${topicArn}' in ${world.region}`);
  const reference = text(topic.inputs["kmsMasterKeyId"]);
  if (reference === undefined) return [];
  const use = {
    service: "cloudwatch.amazonaws.com",
    actions: ["kms:GenerateDataKey", "kms:GenerateDataKey*"],
  };
  const key = findKey(world, reference);
  // The AWS-managed key of SNS lets no other service in: alarms on such a topic never arrive (SNS guide).
  return reference.endsWith("alias/aws/sns") || (key !== undefined && !allows(key.inputs["policy"], use))
    ? refuse(
        path,
        `the alarm could not publish: the policy of the topic's key '${reference}' does not allow ${use.service}`,
      )
    : [];
}

/** Names in a composite alarm's rule: ALARM("x"), OK(x), INSUFFICIENT_DATA('x'). */
const ruleCheck: Check = (inputs, world) => {
  const rule = text(inputs["alarmRule"]);
  if (rule === undefined) return [];
  const functions = [
    ...rule.matchAll(/\b(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*("([^"]+)"|'([^']+)'|([^)\s"']+))\s*\)/g),
  ];
  const rest = functions
    .reduce((left, [all]) => left.replace(all, "TRUE"), rule)
    .replace(/\b(TRUE|FALSE|AND|OR|NOT)\b|[()\s]/g, "");
  if (rest !== "")
    return refuse("alarmRule", `ValidationError: the rule can't be read near '${rest.slice(0, 20)}'`);
  const named = functions.map((match) => match[3] ?? match[4] ?? match[5] ?? "");
  const missing = named.find((name) => {
    const short = name.replace(/^arn:aws:cloudwatch:[^:]*:\d+:alarm:/, "");
    return (
      world.find(types.metricAlarm, short) === undefined &&
      world.find(types.compositeAlarm, short) === undefined
    );
  });
  return missing === undefined
    ? []
    : refuse("alarmRule", `ValidationError: alarm '${missing}' does not exist`);
};

const dashboardCheck: Check = (inputs) => {
  const body = inputs["dashboardBody"];
  if (typeof body !== "string") return [];
  const content = parse(body);
  const wrong = (reason: string): readonly Problem[] =>
    refuse("dashboardBody", `InvalidParameterInput: ${reason}`);
  if (!isRecord(content)) return wrong("the body is not valid JSON");
  if (!Array.isArray(content["widgets"])) return wrong("the body has a list 'widgets'");
  if (content["widgets"].length > 500) return wrong("a dashboard has at most 500 widgets");
  return content["widgets"].flatMap((value, index): readonly Problem[] => {
    const widget = record(value);
    const at = `widgets[${String(index)}]`;
    if (!["metric", "text", "log", "alarm", "explorer", "custom"].includes(text(widget["type"]) ?? ""))
      return wrong(`${at}.type is metric, text, log, alarm, explorer or custom`);
    if (!isRecord(widget["properties"])) return wrong(`${at} has no properties`);
    const width = amount(widget["width"]) ?? 6;
    if (width < 1 || width > 24) return wrong(`${at}.width is 1 to 24`);
    if ((amount(widget["x"]) ?? 0) + width > 24) return wrong(`${at} reaches beyond column 24`);
    const { metrics, annotations, region } = widget["properties"];
    if (widget["type"] === "metric" && metrics === undefined && annotations === undefined)
      return wrong(`${at}.properties needs metrics or annotations`);
    return widget["type"] === "metric" && region === undefined
      ? wrong(`${at}.properties.region is missing`)
      : [];
  });
};

const alarmName = (property: string, unique: "region") =>
  ({
    property,
    maximum: 255,
    pattern: /^[^\u0000-\u001f]+$/,
    alphabet: "any printable characters",
    unique,
  }) as const;

export const alarms: readonly ResourceRules[] = [
  {
    type: types.metricAlarm,
    name: alarmName("name", "region"),
    id: "{name}",
    outputs: { arn: arn("cloudwatch", "alarm:{name}") },
    defaults: { actionsEnabled: true, treatMissingData: "missing" },
    immutable: ["name"],
    limits: [
      { path: "comparisonOperator", oneOf: comparisons },
      { path: "statistic", oneOf: statistics },
      {
        path: "extendedStatistic",
        pattern: /^(p(\d{1,2}(\.\d+)?|100)|(tm|wm|tc|ts|pr)\(?.*\)?|(tm|wm|tc|ts)\d+(\.\d+)?|IQM)$/i,
        reason: "is a percentile such as p95, or a trimmed statistic",
      },
      { path: "evaluationPeriods", minimum: 1 },
      { path: "datapointsToAlarm", minimum: 1 },
      missingData,
      ...actionProperties.map((path) => ({ path, maximumItems: 5 })),
      { path: "dimensions", maximumItems: 30 },
      { path: "namespace", pattern: /^[^:]{1,255}$/, reason: "has 1 to 255 characters, no ':'" },
      { path: "metricQueries", maximumItems: 20 },
    ],
    check: [metricCheck, evaluationCheck, actionCheck],
    seconds: { create: 1, delete: 1 },
  },
  {
    type: types.compositeAlarm,
    name: { ...alarmName("alarmName", "region"), auto: false },
    id: "{alarmName}",
    outputs: { arn: arn("cloudwatch", "alarm:{alarmName}") },
    defaults: { actionsEnabled: true },
    immutable: ["alarmName"],
    limits: [
      { path: "alarmRule", pattern: /^[^]{1,10240}$/, reason: "has 1 to 10240 characters" },
      ...actionProperties.map((path) => ({ path, maximumItems: 5 })),
    ],
    check: [ruleCheck, actionCheck],
    seconds: { create: 1, delete: 1 },
  },
  {
    type: "aws:cloudwatch/dashboard:Dashboard",
    name: {
      property: "dashboardName",
      maximum: 255,
      pattern: /^[\w-]+$/,
      alphabet: "letters, digits, hyphens and underscores",
      unique: "account",
      auto: false,
    },
    id: "{dashboardName}",
    outputs: { dashboardArn: "arn:aws:cloudwatch::{account}:dashboard/{dashboardName}" },
    immutable: ["dashboardName"],
    check: dashboardCheck,
    seconds: { create: 1, delete: 1 },
  },
];
