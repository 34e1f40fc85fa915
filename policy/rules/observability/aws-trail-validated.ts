import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** The audit trail can be proven unchanged. */
export const rule: ResourceRule = {
  id: "aws-trail-validated",
  title: "The audit trail can be proven unchanged.",
  severity: "medium",
  controls: { cis: ["3.2"], checkov: ["CKV_AWS_36"] },
  enforcement: "prod",
  reason: "A record that an intruder may have edited proves nothing.",
  remedy: "Set enableLogFileValidation to true.",
  types: ["aws:cloudtrail/trail:Trail"],
  scope: "resource",
  check: ({ properties }) =>
    require(properties.get("enableLogFileValidation").flag() === true, "enableLogFileValidation is off"),
};
