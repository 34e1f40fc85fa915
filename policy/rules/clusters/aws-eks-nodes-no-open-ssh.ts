import { notApplicable, require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** SSH to nodes is not open to the internet. */
export const rule: ResourceRule = {
  id: "aws-eks-nodes-no-open-ssh",
  title: "SSH to nodes is not open to the internet.",
  severity: "high",
  controls: { checkov: ["CKV_AWS_100"] },
  enforcement: "always",
  reason: "A key without named sources makes EKS open port 22 of every node to everybody.",
  remedy: "Remove remoteAccess and use Session Manager, or set its sourceSecurityGroupIds.",
  types: ["aws:eks/nodeGroup:NodeGroup"],
  scope: "resource",
  check: ({ properties }) => {
    const access = properties.get("remoteAccess");
    if (!access.get("ec2SshKey").isSet()) return notApplicable;
    return require(access.get("sourceSecurityGroupIds").isSet(), "remoteAccess opens SSH to the internet");
  },
};
