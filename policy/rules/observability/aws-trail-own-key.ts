import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** The audit trail is encrypted with a key of our own. */
export const rule: ResourceRule = {
  id: "aws-trail-own-key",
  title: "The audit trail is encrypted with a key of our own.",
  severity: "medium",
  controls: { cis: ["3.5"], checkov: ["CKV_AWS_35"] },
  enforcement: "prod",
  reason: "Who may read the record of everything is decided in one place only with a key of our own.",
  remedy: "Set kmsKeyId.",
  types: ["aws:cloudtrail/trail:Trail"],
  scope: "resource",
  check: ({ properties }) => require(properties.get("kmsKeyId").isSet(), "kmsKeyId is not set"),
};
