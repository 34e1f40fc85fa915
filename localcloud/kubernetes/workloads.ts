import { amount, at, isRecord, record, text } from "../reading";
import type { Check, Path, Problem, Properties } from "../rules";
import { atLeast, intOrPercent, invalid, oneOf } from "./checks";
import { markProblems } from "./metadata";
import { isEmptySelector, podProblems, selects, templateLabels } from "./pods";
import { podSecurityProblems } from "./pod-security";

/** What holds for the pods that a kind makes from a template at this path. */
const templateChecks = (path: Path, restart: readonly string[]): readonly Check[] => [
  (object) => {
    const template = record(at(object, path));
    const spec = record(template["spec"]);
    return [
      ...podProblems(spec, `${path}.spec`),
      ...markProblems(record(template["metadata"]), `${path}.metadata`),
      ...oneOf(
        { restartPolicy: spec["restartPolicy"] ?? "Always" },
        "restartPolicy",
        restart,
        `${path}.spec.`,
      ),
    ];
  },
  (object, world) => podSecurityProblems(object, record(at(object, `${path}.spec`)), `${path}.spec`, world),
];

/** A selector that takes the template's own pods, and not none or all. */
const selectorCheck: Check = (object) => {
  const selector = at(object, "spec.selector");
  if (!isRecord(selector)) return invalid("spec.selector", "Required value");
  if (isEmptySelector(selector)) return invalid("spec.selector", "Invalid value: empty selector is invalid");
  return selects(selector, templateLabels(record(at(object, "spec.template"))))
    ? []
    : invalid("spec.template.metadata.labels", "Invalid value: `selector` does not match template `labels`");
};

const replicas: Check = (object) => [
  ...atLeast(object, "spec.replicas", 0),
  ...atLeast(object, "spec.minReadySeconds", 0),
  ...atLeast(object, "spec.revisionHistoryLimit", 0),
];

const isNothing = (value: unknown): boolean => value === 0 || value === "0%";

const rolloutCheck: Check = (object) => {
  const rolling = record(at(object, "spec.strategy.rollingUpdate"));
  const path = "spec.strategy.rollingUpdate";
  const deadline = amount(at(object, "spec.progressDeadlineSeconds"));
  return [
    ...oneOf(object, "spec.strategy.type", ["Recreate", "RollingUpdate"]),
    ...intOrPercent(rolling, "maxUnavailable", `${path}.`),
    ...intOrPercent(rolling, "maxSurge", `${path}.`),
    ...(isNothing(rolling["maxUnavailable"]) && isNothing(rolling["maxSurge"])
      ? invalid(`${path}.maxUnavailable`, "Invalid value: may not be 0 when `maxSurge` is 0")
      : []),
    ...(at(object, "spec.strategy.type") === "Recreate" && Object.keys(rolling).length > 0
      ? invalid(path, "Forbidden: may not be specified when strategy `type` is 'Recreate'")
      : []),
    ...(deadline !== undefined && deadline <= (amount(at(object, "spec.minReadySeconds")) ?? 0)
      ? invalid(
          "spec.progressDeadlineSeconds",
          `Invalid value: ${String(deadline)}: must be greater than minReadySeconds`,
        )
      : []),
  ];
};

const always = ["Always"];

export const deploymentChecks: readonly Check[] = [
  ...templateChecks("spec.template", always),
  selectorCheck,
  replicas,
  rolloutCheck,
];
export const setChecks: readonly Check[] = [
  ...templateChecks("spec.template", always),
  selectorCheck,
  replicas,
];

export const podChecks: readonly Check[] = [
  (object) => podProblems(record(object["spec"]), "spec"),
  (object, world) => podSecurityProblems(object, record(object["spec"]), "spec", world),
];

const once = ["Never", "OnFailure"];

const jobLimits = (spec: Properties, prefix: string): Problem[] => [
  ...atLeast(spec, "backoffLimit", 0, prefix),
  ...atLeast(spec, "completions", 0, prefix),
  ...atLeast(spec, "parallelism", 0, prefix),
  ...atLeast(spec, "activeDeadlineSeconds", 0, prefix),
  ...atLeast(spec, "ttlSecondsAfterFinished", 0, prefix),
];

export const jobChecks: readonly Check[] = [
  ...templateChecks("spec.template", once),
  (object) => jobLimits(record(object["spec"]), "spec."),
];

/** Numbers, lists, ranges and steps within a field's range; names of months and days. */
const fields: readonly (readonly [number, number])[] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
];

function isSchedule(schedule: string): boolean {
  if (/^@(yearly|annually|monthly|weekly|daily|midnight|hourly|every \d+[smh].*)$/.test(schedule))
    return true;
  const parts = schedule.trim().split(/\s+/);
  return (
    parts.length === fields.length &&
    parts.every((part, index) => part.split(",").every((each) => isWithin(each, fields[index] ?? [0, 0])))
  );
}

function isWithin(part: string, [least, most]: readonly [number, number]): boolean {
  const match = /^(?:[*?]|([a-z]{3}|\d+)(?:-([a-z]{3}|\d+))?)(?:\/(\d+))?$/i.exec(part);
  if (match === null) return false;
  const [, from, to, step] = match;
  const numbers = [from, to].filter((each) => each !== undefined && /^\d/.test(each)).map(Number);
  return step !== "0" && numbers.every((number) => number >= least && number <= most);
}

const cronCheck: Check = (object) => {
  const schedule = text(at(object, "spec.schedule"));
  const name = text(at(object, "metadata.name")) ?? "";
  return [
    ...(schedule === undefined || isSchedule(schedule)
      ? []
      : invalid(
          "spec.schedule",
          `Invalid value: "${schedule}": expected exactly 5 fields of a cron schedule, each within its range`,
        )),
    ...(schedule?.includes("TZ") === true
      ? invalid(
          "spec.schedule",
          "Invalid value: cannot use TZ or CRON_TZ in schedule, use timeZone field instead",
        )
      : []),
    ...oneOf(object, "spec.concurrencyPolicy", ["Allow", "Forbid", "Replace"]),
    ...jobLimits(record(at(object, "spec.jobTemplate.spec")), "spec.jobTemplate.spec."),
    ...(name.length > 52
      ? invalid("metadata.name", `Invalid value: "${name}": must be no more than 52 characters`)
      : []),
  ];
};

export const cronChecks: readonly Check[] = [
  ...templateChecks("spec.jobTemplate.spec.template", once),
  cronCheck,
];
