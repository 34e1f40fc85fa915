import { all, require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** The audit trail records every region. */
export const rule: ResourceRule = {
  id: "aws-trail-multi-region",
  title: "The audit trail records every region.",
  severity: "high",
  controls: { cis: ["3.1"], checkov: ["CKV_AWS_67", "CKV_AWS_251", "CKV_AWS_252"] },
  enforcement: "prod",
  reason: "Intruders work in the regions that nobody uses.",
  remedy: "Set isMultiRegionTrail to true, and leave enableLogging and includeGlobalServiceEvents on.",
  types: ["aws:cloudtrail/trail:Trail"],
  scope: "resource",
  check: ({ properties }) =>
    all(
      () => require(properties.get("isMultiRegionTrail").flag() === true, "isMultiRegionTrail is off"),
      () => require(properties.get("enableLogging").flag() !== false, "enableLogging is off"),
      () =>
        require(properties.get("includeGlobalServiceEvents").flag() !==
          false, "includeGlobalServiceEvents is off"),
    ),
};
