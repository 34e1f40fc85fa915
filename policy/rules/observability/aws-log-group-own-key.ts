import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Logs are encrypted with a key of our own. */
export const rule: ResourceRule = {
  id: "aws-log-group-own-key",
  title: "Logs are encrypted with a key of our own.",
  severity: "medium",
  controls: { checkov: ["CKV_AWS_158"] },
  enforcement: "always",
  reason:
    "Logs hold addresses, identifiers and errors; only with a key of our own is access to them controlled in one place.",
  remedy: "Set kmsKeyId to a key whose policy lets the log service use it.",
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  scope: "resource",
  check: ({ properties }) => require(properties.get("kmsKeyId").isSet(), "kmsKeyId is not set"),
};
