import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

const defaultDays = 365;

/** Logs are kept for a year. */
export const rule: ResourceRule = {
  id: "aws-log-retention-year",
  title: "Logs are kept for a year.",
  severity: "low",
  controls: { checkov: ["CKV_AWS_338"] },
  enforcement: "prod",
  reason: "Intrusions are found months later, and the logs of their beginning are needed then.",
  remedy: "Set retentionInDays to 365 or more, or to what the policy's configuration asks for.",
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  configuration: { properties: { days: { type: "integer", minimum: 1, default: defaultDays } } },
  scope: "resource",
  check: ({ properties }, configuration) => {
    const least = configuration.get("days").number() ?? defaultDays;
    const days = properties.get("retentionInDays").number() ?? 0;
    // 0 keeps them for ever, which is another rule's subject.
    return require(days === 0 || days >= least, `retentionInDays is ${String(days)}, below ${String(least)}`);
  },
};
