import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

const detector = "aws:guardduty/detector:Detector";

/** GuardDuty is on, with all that the program asks of it. */
export const rule: ResourceRule = {
  id: "aws-threat-detection-on",
  title: "GuardDuty is on, with all that the program asks of it.",
  severity: "high",
  controls: { checkov: ["CKV_AWS_238"] },
  enforcement: "always",
  reason: "A detector that is suspended looks like one that finds nothing.",
  remedy: "Leave the detector's enable on, and set the status of its features to ENABLED.",
  types: [detector, "aws:guardduty/detectorFeature:DetectorFeature"],
  scope: "resource",
  check: ({ type, properties }) =>
    type === detector
      ? require(properties.get("enable").flag() !== false, "enable is off")
      : require(properties.get("status").text() === "ENABLED", "its status is not ENABLED"),
};
