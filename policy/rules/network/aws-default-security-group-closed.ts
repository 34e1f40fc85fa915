import { every, require } from "../../mechanism/answer";
import type { StackRule } from "../../mechanism/rule";

const vpc = "aws:ec2/vpc:Vpc";
const defaultGroup = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";

/** The default security group of every VPC is taken over and closed. */
export const rule: StackRule = {
  id: "aws-default-security-group-closed",
  title: "The default security group of every VPC is taken over and closed.",
  severity: "high",
  controls: { cis: ["5.5"], checkov: ["CKV2_AWS_12"] },
  enforcement: "always",
  reason:
    "Whatever is made without naming a group lands in the default one, which lets its members talk to each other and to the internet.",
  remedy: "Make an aws.ec2.DefaultSecurityGroup for the VPC, without ingress and egress.",
  types: [vpc, defaultGroup],
  scope: "stack",
  check: (resource, stack) => {
    if (resource.type === vpc) {
      return require(stack.referringTo(resource, [defaultGroup], "vpcId").length >
        0, "its default security group is left as AWS makes it, open");
    }
    return every(["ingress", "egress"], (direction) =>
      require(resource.properties.get(direction).items().length ===
        0, `${direction} lets traffic through the default group`),
    );
  },
};
