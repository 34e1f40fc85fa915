import type { Check, Path, Problem, Properties, ResourceRules, StoredResource, World } from "../rules";
import { list, record, refuse, repeated, text, texts } from "../reading";
import { duration, seconds } from "./duration";
import { labelProblems } from "./every-resource";
import { filterProblem } from "./logging-filter";
import { metricProblem, promqlProblem } from "./monitoring-metric";
import { types } from "./types";

export const alertPolicyType = "gcp:monitoring/alertPolicy:AlertPolicy";

const kinds = [
  "conditionThreshold",
  "conditionAbsent",
  "conditionMatchedLog",
  "conditionMonitoringQueryLanguage",
  "conditionPrometheusQueryLanguage",
  "conditionSql",
];

/** The conditions of a policy, each with its one kind, its contents and its place. */
export interface Condition {
  readonly kind: string;
  readonly path: Path;
  readonly body: Properties;
}

export function conditionsOf(inputs: Properties): Condition[] {
  return list(inputs["conditions"]).flatMap((value, index) => {
    const condition = record(value);
    return kinds
      .filter((kind) => condition[kind] !== undefined)
      .map((kind) => ({ kind, path: `conditions[${String(index)}].${kind}`, body: record(condition[kind]) }));
  });
}

const shapeCheck: Check = (inputs) => {
  const conditions = list(inputs["conditions"]);
  const wrong = conditions.findIndex(
    (value) => kinds.filter((kind) => record(value)[kind] !== undefined).length !== 1,
  );
  if (wrong >= 0)
    return refuse(
      `conditions[${String(wrong)}]`,
      `Error 400: a condition is exactly one of ${kinds.join(", ")}`,
    );
  const [twice] = repeated(conditions.map((value) => text(record(value)["displayName"])));
  if (twice !== undefined) return refuse("conditions", `two conditions are called '${twice}'`);
  const logs = conditionsOf(inputs).filter(({ kind }) => kind === "conditionMatchedLog");
  if (logs.length === 0) return [];
  if (conditions.length > 1)
    return refuse("conditions", "Error 400: a policy with a condition on log entries has no other condition");
  return record(record(inputs["alertStrategy"])["notificationRateLimit"])["period"] === undefined
    ? refuse(
        "alertStrategy.notificationRateLimit.period",
        "Error 400: is required for a policy with a condition on log entries",
      )
    : [];
};

/** Times of a condition: multiples of a minute (comments of the SDK); PromQL counts in half minutes. */
const timeCheck: Check = (inputs) =>
  conditionsOf(inputs).flatMap(({ kind, path, body }): readonly Problem[] => {
    const wait = seconds(body["duration"]);
    if (body["duration"] !== undefined && wait === undefined && typeof body["duration"] === "string")
      return refuse(`${path}.duration`, "is a duration in seconds that ends with 's', for example '300s'");
    if (kind === "conditionPrometheusQueryLanguage") {
      const interval = seconds(body["evaluationInterval"]);
      return interval !== undefined && (interval < 30 || interval % 30 !== 0)
        ? refuse(
            `${path}.evaluationInterval`,
            `Error 400: is a multiple of 30 seconds, not ${String(interval)}s`,
          )
        : [];
    }
    if (wait !== undefined && wait % 60 !== 0)
      return refuse(`${path}.duration`, `Error 400: is a multiple of 60 seconds, not ${String(wait)}s`);
    // Cloud Monitoring guide, "Behavior of metric-based alerting policies": an absence is noticed after two minutes.
    return kind === "conditionAbsent" && wait !== undefined && wait < 120
      ? refuse(`${path}.duration`, "Error 400: an absence lasts at least 120s")
      : [];
  });

/** Alignment: at least a minute, for alerts at most 25 hours (Aggregation in the Monitoring API), and always before a reduction. */
const aggregationCheck: Check = (inputs) =>
  conditionsOf(inputs).flatMap(({ path, body }) =>
    ["aggregations", "denominatorAggregations"].flatMap((key) =>
      list(body[key]).flatMap((value, index): readonly Problem[] => {
        const aggregation = record(value);
        const here = `${path}.${key}[${String(index)}]`;
        const period = seconds(aggregation["alignmentPeriod"]);
        const aligner = text(aggregation["perSeriesAligner"]) ?? "ALIGN_NONE";
        const reducer = text(aggregation["crossSeriesReducer"]) ?? "REDUCE_NONE";
        if (period !== undefined && (period < 60 || period > 90000 || period % 60 !== 0))
          return refuse(
            `${here}.alignmentPeriod`,
            `Error 400: is a multiple of 60 seconds from 60s to 90000s, not ${String(period)}s`,
          );
        if (aligner !== "ALIGN_NONE" && aggregation["alignmentPeriod"] === undefined)
          return refuse(`${here}.alignmentPeriod`, `Error 400: is required with ${aligner}`);
        return reducer !== "REDUCE_NONE" && aligner === "ALIGN_NONE"
          ? refuse(`${here}.perSeriesAligner`, `Error 400: ${reducer} needs series that are aligned before`)
          : [];
      }),
    ),
  );

const ratioCheck: Check = (inputs) =>
  conditionsOf(inputs).flatMap(({ kind, path, body }): readonly Problem[] => {
    if (kind !== "conditionThreshold") return [];
    const comparison = text(body["comparison"]);
    if (comparison !== undefined && !["COMPARISON_GT", "COMPARISON_LT"].includes(comparison))
      return refuse(`${path}.comparison`, `Error 400: is COMPARISON_GT or COMPARISON_LT, not ${comparison}`);
    if ((body["denominatorFilter"] === undefined) !== (list(body["denominatorAggregations"]).length === 0))
      return refuse(
        `${path}.denominatorAggregations`,
        "Error 400: are given exactly with a denominatorFilter",
      );
    const periods = ["aggregations", "denominatorAggregations"].map(
      (key) => record(list(body[key])[0])["alignmentPeriod"],
    );
    return body["denominatorFilter"] !== undefined && periods[0] !== periods[1]
      ? refuse(
          `${path}.denominatorAggregations`,
          "Error 400: both sides of a ratio have the same alignment period",
        )
      : [];
  });

/** Filters on metrics name the metric and the kind of resource; those on an objective select it. */
const filterCheck: Check = (inputs) =>
  conditionsOf(inputs).flatMap(({ kind, path, body }) =>
    ["filter", "denominatorFilter"].flatMap((key): readonly Problem[] => {
      const filter = text(body[key]);
      const here = `${path}.${key}`;
      if (filter === undefined) return [];
      if (filter === "") return refuse(here, "Error 400: must not be empty");
      if (filter.length > 2048 && kind !== "conditionMatchedLog")
        return refuse(here, "Error 400: has at most 2048 characters");
      const wrong = filterProblem(filter);
      if (wrong !== undefined) return refuse(here, `Error 400: Field had an invalid value: ${wrong}`);
      if (kind === "conditionMatchedLog" || filter.startsWith("select_slo_")) return [];
      if (!/\bmetric\.type\s*(=|:)/.test(filter))
        return refuse(here, 'Error 400: must specify a restriction on "metric.type" in the filter');
      return /\bresource\.type\s*(=|:)/.test(filter) || /\bgroup\.id\b/.test(filter)
        ? []
        : refuse(
            here,
            'Error 400: must specify a restriction on "resource.type" in the filter; see "https://cloud.google.com/monitoring/api/resources" for a list of available resource types.',
          );
    }),
  );

/** The metrics that conditions watch must be there when the policy is made: Monitoring answers 404 for others. */
const metricCheck: Check = (inputs, world) =>
  conditionsOf(inputs).flatMap(({ path, body, kind }) => {
    if (kind === "conditionPrometheusQueryLanguage") {
      const wrong = promqlProblem(body, world);
      return wrong === undefined ? [] : refuse(`${path}.query`, wrong);
    }
    if (kind === "conditionMatchedLog") return [];
    return ["filter", "denominatorFilter"].flatMap((key) => {
      const wrong = metricProblem(text(body[key]) ?? "", world);
      return wrong === undefined ? [] : refuse(`${path}.${key}`, wrong);
    });
  });

function channelProblem(channel: string, world: World): string | undefined {
  if (!/^projects\/[^/]+\/notificationChannels\/[^/]+$/.test(channel))
    return `Error 400: '${channel}' is no channel: projects/PROJECT/notificationChannels/ID`;
  return world.find(types.notificationChannel, channel) === undefined
    ? `Error 404: Cannot find a notification channel with the name: ${channel}`
    : undefined;
}

/** Problems of a list of notification channels: each must be there. */
export function channelProblems(path: Path, channels: readonly string[], world: World): readonly Problem[] {
  return channels.flatMap((channel, index) => {
    const wrong = channelProblem(channel, world);
    return wrong === undefined ? [] : refuse(`${path}[${String(index)}]`, wrong);
  });
}

const strategyCheck: Check = (inputs) => {
  const strategy = record(inputs["alertStrategy"]);
  const close = seconds(strategy["autoClose"]);
  // AlertStrategy in the Monitoring API: half an hour to seven days.
  if (close !== undefined && (close < 1800 || close > 604800))
    return refuse("alertStrategy.autoClose", `Error 400: is from 1800s to 604800s, not ${String(close)}s`);
  const logs = conditionsOf(inputs).some(({ kind }) => kind === "conditionMatchedLog");
  if (strategy["notificationRateLimit"] !== undefined && !logs)
    return refuse(
      "alertStrategy.notificationRateLimit",
      "Error 400: only log-based alert policies may specify a notification rate limit",
    );
  const own = texts(inputs["notificationChannels"]);
  return list(strategy["notificationChannelStrategies"]).flatMap((value, index): readonly Problem[] => {
    const each = record(value);
    const here = `alertStrategy.notificationChannelStrategies[${String(index)}]`;
    const again = seconds(each["renotifyInterval"]);
    if (again !== undefined && (again < 1800 || again > 86400))
      return refuse(`${here}.renotifyInterval`, "Error 400: is from 1800s to 86400s");
    const foreign = texts(each["notificationChannelNames"]).find((channel) => !own.includes(channel));
    return foreign === undefined
      ? []
      : refuse(`${here}.notificationChannelNames`, `Error 400: '${foreign}' is no channel of this policy`);
  });
};

/** Policies whose conditions speak of something. */
export function policiesThatMention(world: World, word: string): readonly StoredResource[] {
  return world
    .all(alertPolicyType)
    .filter(({ inputs }) =>
      conditionsOf(inputs).some(({ body }) =>
        ["filter", "denominatorFilter", "query"].some((key) => text(body[key])?.includes(word) === true),
      ),
    );
}

export const alertPolicy: ResourceRules = {
  type: alertPolicyType,
  id: "projects/{account}/alertPolicies/{digits:19}",
  outputs: {
    name: "{id}",
    creationRecords: () => [],
  },
  defaults: { enabled: true },
  limits: [
    { path: "combiner", oneOf: ["AND", "OR", "AND_WITH_MATCHING_RESOURCE"] },
    // Cloud Monitoring quotas: 6 conditions, and 16 channels for a policy.
    { path: "conditions", minimumItems: 1, maximumItems: 6 },
    { path: "notificationChannels", maximumItems: 16 },
    { path: "displayName", pattern: /^[^]{1,512}$/, reason: "has 1 to 512 characters" },
    { path: "severity", oneOf: ["CRITICAL", "ERROR", "WARNING"] },
    { path: "documentation.content", pattern: /^[^]{0,8192}$/, reason: "has at most 8192 characters" },
    { path: "documentation.mimeType", oneOf: ["text/markdown"] },
    duration("alertStrategy.autoClose"),
  ],
  check: [
    shapeCheck,
    timeCheck,
    aggregationCheck,
    ratioCheck,
    filterCheck,
    strategyCheck,
    (inputs) => labelProblems("userLabels", record(inputs["userLabels"])),
    (inputs, world) => channelProblems("notificationChannels", texts(inputs["notificationChannels"]), world),
    metricCheck,
  ],
  seconds: { create: 3, update: 3, delete: 2 },
};
