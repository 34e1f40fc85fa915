import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** AWS's longest, and its default. */
const defaultDays = 30;

const windows: Readonly<Record<string, string>> = {
  "aws:kms/key:Key": "deletionWindowInDays",
  "aws:kms/replicaKey:ReplicaKey": "deletionWindowInDays",
  "aws:secretsmanager/secret:Secret": "recoveryWindowInDays",
};

/** A deleted key or secret can be had back for a month. */
export const rule: ResourceRule = {
  id: "aws-deletion-window",
  title: "A deleted key or secret can be had back for a month.",
  severity: "medium",
  controls: {},
  enforcement: "prod",
  reason:
    "What was encrypted with a key, or opened by a secret, is lost when the window ends before somebody notices.",
  remedy: "Leave deletionWindowInDays and recoveryWindowInDays at 30.",
  types: Object.keys(windows),
  configuration: { properties: { days: { type: "integer", minimum: 7, maximum: 30, default: defaultDays } } },
  scope: "resource",
  check: ({ type, properties }, configuration) => {
    const least = configuration.get("days").number() ?? defaultDays;
    const name = windows[type] ?? "";
    const days = properties.get(name).number() ?? defaultDays;
    return require(days >= least, `${name} is ${String(days)}, below ${String(least)}`);
  },
};
