import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Image tags can't be overwritten. */
export const rule: ResourceRule = {
  id: "aws-ecr-immutable-tags",
  title: "Image tags can't be overwritten.",
  severity: "medium",
  controls: { checkov: ["CKV_AWS_51"] },
  enforcement: "always",
  reason: "Whoever can push can replace a released image under the same tag.",
  remedy: "Set imageTagMutability to IMMUTABLE.",
  types: ["aws:ecr/repository:Repository"],
  scope: "resource",
  check: ({ properties }) => {
    const mutability = properties.get("imageTagMutability").text() ?? "MUTABLE";
    return require(mutability === "IMMUTABLE", `imageTagMutability is ${mutability}`);
  },
};
