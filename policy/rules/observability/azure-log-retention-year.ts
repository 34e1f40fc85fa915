import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

const defaultDays = 365;

/** Logs are kept for a year. */
export const rule: ResourceRule = {
  id: "azure-log-retention-year",
  title: "Logs are kept for a year.",
  severity: "low",
  controls: {},
  enforcement: "prod",
  reason: "Intrusions are found months later, and the logs of their beginning are needed then.",
  remedy: "Set retentionInDays to 365 or more, or to what the policy's configuration asks for.",
  types: ["azure-native:operationalinsights:Workspace"],
  configuration: { properties: { days: { type: "integer", minimum: 1, default: defaultDays } } },
  scope: "resource",
  check: ({ properties }, configuration) => {
    const least = configuration.get("days").number() ?? defaultDays;
    // Azure keeps them for 30 days unless told otherwise.
    const days = properties.get("retentionInDays").number() ?? 30;
    return require(days >= least, `retentionInDays is ${String(days)}, below ${String(least)}`);
  },
};
