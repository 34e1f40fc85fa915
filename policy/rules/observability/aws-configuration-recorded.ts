import { all, require } from "../../mechanism/answer";
import type { StackRule } from "../../mechanism/rule";

/** AWS Config records every resource. */
export const rule: StackRule = {
  id: "aws-configuration-recorded",
  title: "AWS Config records every resource.",
  severity: "medium",
  controls: { cis: ["3.3"], checkov: ["CKV2_AWS_45", "CKV2_AWS_48"] },
  enforcement: "prod",
  reason: "Who changed what, and what Security Hub judges, is known of recorded resources only.",
  remedy:
    "Set recordingGroup's allSupported and includeGlobalResourceTypes to true, and make an aws.cfg.RecorderStatus with isEnabled true.",
  types: ["aws:cfg/recorder:Recorder"],
  scope: "stack",
  check: (resource, stack) => {
    const group = resource.properties.get("recordingGroup");
    return all(
      () => require(group.get("allSupported").flag() !== false, "allSupported is off"),
      () =>
        require(group.get("includeGlobalResourceTypes").flag() === true, "includeGlobalResourceTypes is off"),
      () =>
        require(stack
          .referringTo(resource, ["aws:cfg/recorderStatus:RecorderStatus"], "name")
          .some(
            ({ properties }) => properties.get("isEnabled").flag() === true,
          ), "no RecorderStatus turns it on"),
    );
  },
};
