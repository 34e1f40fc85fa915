import { require } from "../../mechanism/answer";
import type { StackRule } from "../../mechanism/rule";

/** Every VPC records its traffic in flow logs. */
export const rule: StackRule = {
  id: "aws-vpc-flow-logs",
  title: "Every VPC records its traffic in flow logs.",
  severity: "medium",
  controls: { cis: ["3.7"], checkov: ["CKV2_AWS_11"] },
  enforcement: "prod",
  reason: "Without them nobody can tell afterwards who talked to whom.",
  remedy: "Make an aws.ec2.FlowLog for the VPC with trafficType ALL or REJECT.",
  types: ["aws:ec2/vpc:Vpc"],
  scope: "stack",
  check: (resource, stack) =>
    require(stack.referringTo(resource, ["aws:ec2/flowLog:FlowLog"], "vpcId").length >
      0, "no flow log records its traffic"),
};
