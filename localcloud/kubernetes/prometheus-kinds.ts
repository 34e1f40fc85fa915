import { at, isRecord, list, refuse, repeated, text, texts } from "../reading";
import type { Check, Properties } from "../rules";
import type { ManagedKind } from "./managed-kinds";

/** The kinds of the Prometheus operator, which a cluster must offer to a stack that is monitored there. */

const records = (object: Properties, path: string) => list(at(object, path)).filter(isRecord);

const podMonitor: Check = (object) => [
  ...(at(object, "spec.selector") === undefined ? refuse("spec.selector", "Required value") : []),
  ...(records(object, "spec.podMetricsEndpoints").length === 0
    ? refuse("spec.podMetricsEndpoints", "Invalid value: nothing would be scraped")
    : []),
];

/** Prometheus's durations: `1m30s`. */
const duration = /^(0|([0-9]+y)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?)$/;

function wrongRule(rule: Properties): string | undefined {
  const kinds = ["alert", "record"].filter((kind) => rule[kind] !== undefined);
  if (kinds.length !== 1) return 'Invalid value: a rule has one of "record" and "alert"';
  if (text(rule["expr"]) === undefined || rule["expr"] === "")
    return "Invalid value: a rule has an expression";
  const lasting = text(rule["for"]);
  return lasting !== undefined && !duration.test(lasting)
    ? `Invalid value: "${lasting}": not a duration`
    : undefined;
}

/** The operator's admission webhook asks the same. */
const prometheusRule: Check = (object) => {
  const groups = records(object, "spec.groups");
  const names = groups.map(({ name }) => text(name) ?? "");
  const twice = repeated(names);
  const wrong = groups
    .flatMap(({ rules }) => list(rules).filter(isRecord))
    .map(wrongRule)
    .filter((reason) => reason !== undefined);
  return [
    ...(names.includes("") ? refuse("spec.groups", "Required value: name") : []),
    ...twice.flatMap((name) => refuse("spec.groups", `Duplicate value: "${name}"`)),
    ...wrong.flatMap((reason) => refuse("spec.groups", reason)),
  ];
};

const alertmanagerConfig: Check = (object) => {
  const receiver = text(at(object, "spec.route.receiver"));
  const known = texts(records(object, "spec.receivers").map(({ name }) => name ?? null));
  return receiver === undefined || known.includes(receiver)
    ? []
    : refuse("spec.route.receiver", `Invalid value: "${receiver}": there is no such receiver`);
};

export const prometheusKinds: readonly ManagedKind[] = [
  { module: "monitoring.coreos.com/v1", kind: "PodMonitor", check: podMonitor },
  { module: "monitoring.coreos.com/v1", kind: "PrometheusRule", check: prometheusRule },
  { module: "monitoring.coreos.com/v1alpha1", kind: "AlertmanagerConfig", check: alertmanagerConfig },
];
