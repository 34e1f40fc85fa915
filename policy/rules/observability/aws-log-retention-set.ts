import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Log groups say how long they keep logs. */
export const rule: ResourceRule = {
  id: "aws-log-retention-set",
  title: "Log groups say how long they keep logs.",
  severity: "low",
  controls: { checkov: ["CKV_AWS_66"] },
  enforcement: "always",
  reason: "AWS keeps them for ever: the cost grows, and so does what a leak gives away.",
  remedy: "Set retentionInDays.",
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  scope: "resource",
  check: ({ properties }) =>
    require((properties.get("retentionInDays").number() ?? 0) >
      0, "retentionInDays is not set, so logs are kept for ever"),
};
