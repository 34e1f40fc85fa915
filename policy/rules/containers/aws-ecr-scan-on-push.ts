import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Image repositories scan what is pushed. */
export const rule: ResourceRule = {
  id: "aws-ecr-scan-on-push",
  title: "Image repositories scan what is pushed.",
  severity: "medium",
  controls: { checkov: ["CKV_AWS_163"] },
  enforcement: "always",
  reason: "Images with known holes are deployed unnoticed.",
  remedy: "Set imageScanningConfiguration.scanOnPush to true.",
  types: ["aws:ecr/repository:Repository"],
  scope: "resource",
  check: ({ properties }) =>
    require(properties.get("imageScanningConfiguration").get("scanOnPush").flag() ===
      true, "imageScanningConfiguration.scanOnPush is off"),
  remediation: () => [{ path: ["imageScanningConfiguration", "scanOnPush"], value: true }],
};
