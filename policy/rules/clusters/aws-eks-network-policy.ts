import { notApplicable, require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** A cluster keeps network policies. */
export const rule: ResourceRule = {
  id: "aws-eks-network-policy",
  title: "A cluster keeps network policies.",
  severity: "high",
  controls: { cis: ["5.4.4"] },
  enforcement: "always",
  reason: "Without its controller policies are taken and hold nothing back.",
  remedy: 'Set enable-network-policy-controller of the ConfigMap amazon-vpc-cni to "true".',
  types: ["kubernetes:core/v1:ConfigMap"],
  scope: "resource",
  check: ({ properties }) =>
    properties.get("metadata").get("name").text() === "amazon-vpc-cni"
      ? require(properties.get("data").get("enable-network-policy-controller").flag() ===
          true, "enable-network-policy-controller is off")
      : notApplicable,
};
