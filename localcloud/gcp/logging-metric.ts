import type { Check, Problem, ResourceRules } from "../rules";
import { amount, at, list, record, refuse, repeated, shown, text } from "../reading";
import { filterCheck } from "./logging-filter";

/** `EXTRACT(field)` or `REGEXP_EXTRACT(field, "regex")` with exactly one group (comment of the SDK). */
function extractorProblem(extractor: string): string | undefined {
  if (/^EXTRACT\(\s*[\w.["\]/-]+\s*\)$/.test(extractor)) return undefined;
  const match = /^REGEXP_EXTRACT\(\s*[\w.["\]/-]+\s*,\s*"((?:[^"\\]|\\[^])*)"\s*\)$/.exec(extractor);
  if (match === null)
    return `'${extractor}' is no extractor: EXTRACT(field) or REGEXP_EXTRACT(field, "regex")`;
  const groups = (match[1] ?? "").replace(/\\\\./g, "").match(/\((?!\?)|\(\?P</g) ?? [];
  return groups.length === 1
    ? undefined
    : `the regular expression has ${String(groups.length)} groups instead of one`;
}

/** A metric counts entries, or spreads the values that it extracts from them. */
const kindCheck: Check = (inputs) => {
  const descriptor = record(inputs["metricDescriptor"]);
  const [kind, type] = [text(descriptor["metricKind"]) ?? "DELTA", text(descriptor["valueType"]) ?? "INT64"];
  if (kind !== "DELTA")
    return refuse(
      "metricDescriptor.metricKind",
      `Error 400: metrics out of logs are of the kind DELTA, not ${kind}`,
    );
  if (!["INT64", "DISTRIBUTION"].includes(type))
    return refuse("metricDescriptor.valueType", `Error 400: is INT64 (a count) or DISTRIBUTION, not ${type}`);
  const spreads = type === "DISTRIBUTION";
  if (spreads !== (inputs["valueExtractor"] !== undefined))
    return refuse("valueExtractor", "Error 400: is given exactly with the value type DISTRIBUTION");
  if (!spreads && inputs["bucketOptions"] !== undefined)
    return refuse("bucketOptions", "Error 400: only with the value type DISTRIBUTION");
  const bounds = list(at(inputs, "bucketOptions.explicitBuckets.bounds")).map((bound) => amount(bound) ?? 0);
  if (bounds.some((bound, index) => index > 0 && bound <= (bounds[index - 1] ?? 0)))
    return refuse("bucketOptions.explicitBuckets.bounds", "Error 400: the bounds must increase");
  const factor = amount(at(inputs, "bucketOptions.exponentialBuckets.growthFactor"));
  return factor !== undefined && factor <= 1
    ? refuse("bucketOptions.exponentialBuckets.growthFactor", "Error 400: is greater than 1")
    : [];
};

const labelCheck: Check = (inputs) => {
  const labels = list(at(inputs, "metricDescriptor.labels")).map((label) => text(record(label)["key"]));
  const extractors = record(inputs["labelExtractors"]);
  const problems: Problem[] = [];
  const [twice] = repeated(labels);
  if (twice !== undefined)
    problems.push({
      path: "metricDescriptor.labels",
      reason: `Error 400: the label '${twice}' is given twice`,
    });
  const without = labels.find((label) => label !== undefined && extractors[label] === undefined);
  if (without !== undefined)
    problems.push({ path: "labelExtractors", reason: `Error 400: the label '${without}' has no extractor` });
  const orphan = Object.keys(extractors).find((label) => !labels.includes(label));
  if (orphan !== undefined)
    problems.push({
      path: `labelExtractors.${orphan}`,
      reason: "Error 400: no label of that key is described in metricDescriptor.labels",
    });
  const all = {
    ...extractors,
    ...(inputs["valueExtractor"] === undefined ? {} : { "": inputs["valueExtractor"] }),
  };
  for (const [label, extractor] of Object.entries(all)) {
    const wrong = extractorProblem(shown(extractor));
    if (wrong !== undefined)
      problems.push({
        path: label === "" ? "valueExtractor" : `labelExtractors.${label}`,
        reason: `Error 400: ${wrong}`,
      });
  }
  return problems;
};

/** A metric that Cloud Logging makes out of the entries that a filter finds. */
export const metric: ResourceRules = {
  type: "gcp:logging/metric:Metric",
  name: {
    property: "name",
    maximum: 100,
    pattern: /[\w.,+!*',()%-][\w.,+!*',()%/-]*/,
    alphabet: "letters, digits and _-.,+!*',()%/; no '/' first",
    unique: "id",
  },
  id: "{name}",
  outputs: {
    metricDescriptor: ({ inputs }) =>
      inputs["metricDescriptor"] ?? { metricKind: "DELTA", valueType: "INT64", unit: "1" },
  },
  immutable: ["name"],
  limits: [
    { path: "description", pattern: /^[^]{0,8000}$/, reason: "has at most 8000 characters" },
    // Cloud Logging quotas: 10 labels for a metric.
    { path: "metricDescriptor.labels", maximumItems: 10 },
    {
      path: "metricDescriptor.labels[].key",
      pattern: /^[a-zA-Z][a-zA-Z0-9_]{0,99}$/,
      reason: "has up to 100 letters, digits and underscores, a letter first",
    },
  ],
  check: [filterCheck("filter"), kindCheck, labelCheck],
  seconds: { create: 2, update: 2, delete: 1 },
};
