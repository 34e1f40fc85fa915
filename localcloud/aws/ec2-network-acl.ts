import { cidrProblem } from "../cidr";
import { amount, list, record, refuse } from "../reading";
import type { Check, Problem, Properties, ResourceRules } from "../rules";
import { account, arn } from "./account";
import { blockProblems } from "./ec2-traffic";
import { types } from "./types";

function aclRuleProblems(prefix: string, rule: Properties, number: string): readonly Problem[] {
  const id = amount(rule[number]);
  // Amazon VPC guide: 1 to 32766.
  if (id !== undefined && (id < 1 || id > 32766))
    return refuse(`${prefix}${number}`, "a rule number is 1 to 32766");
  return blockProblems(`${prefix}cidrBlock`, rule["cidrBlock"], cidrProblem);
}

const inlineAclCheck: Check = (inputs) =>
  ["ingress", "egress"].flatMap((direction) => {
    const rules = list(inputs[direction]).map(record);
    const numbers = rules.map((rule) => rule["ruleNo"]);
    return rules.flatMap((rule, index) => [
      ...aclRuleProblems(`${direction}[${String(index)}].`, rule, "ruleNo"),
      ...(numbers.indexOf(rule["ruleNo"]) < index
        ? refuse(`${direction}[${String(index)}].ruleNo`, "NetworkAclEntryAlreadyExists: the number is taken")
        : []),
    ]);
  });

/** Network ACLs, their rules and their subnets. */
export const networkAcls: readonly ResourceRules[] = [
  {
    type: types.networkAcl,
    id: "acl-{hex:17}",
    outputs: { arn: arn("ec2", "network-acl/{id}"), ownerId: account },
    references: [
      { path: "vpcId", to: types.vpc },
      { path: "subnetIds[]", to: types.subnet, blocksDeletion: false },
    ],
    immutable: ["vpcId"],
    check: inlineAclCheck,
    seconds: { create: 1, delete: 1 },
  },
  {
    type: types.defaultNetworkAcl,
    id: "{defaultNetworkAclId}",
    outputs: {
      arn: arn("ec2", "network-acl/{id}"),
      ownerId: account,
      vpcId: ({ inputs }, world) =>
        world.find(types.vpc, inputs["defaultNetworkAclId"], "defaultNetworkAclId")?.id ?? "",
    },
    references: [
      { path: "defaultNetworkAclId", to: types.vpc, by: "defaultNetworkAclId", blocksDeletion: false },
      { path: "subnetIds[]", to: types.subnet, blocksDeletion: false },
    ],
    check: inlineAclCheck,
    seconds: { create: 1, delete: 1 },
  },
  {
    type: "aws:ec2/networkAclRule:NetworkAclRule",
    id: "nacl-{digits:10}",
    references: [
      { path: "networkAclId", to: [types.networkAcl, types.defaultNetworkAcl], blocksDeletion: false },
    ],
    immutable: [
      "networkAclId",
      "ruleNumber",
      "egress",
      "protocol",
      "ruleAction",
      "cidrBlock",
      "fromPort",
      "toPort",
    ],
    limits: [{ path: "ruleAction", oneOf: ["allow", "deny"] }],
    exactlyOneOf: [["cidrBlock", "ipv6CidrBlock"]],
    defaults: { egress: false },
    check: (inputs, world, self) => [
      ...aclRuleProblems("", inputs, "ruleNumber"),
      ...(world
        .all("aws:ec2/networkAclRule:NetworkAclRule")
        .some(
          (other) =>
            other.id !== self?.id &&
            inputs["networkAclId"] !== undefined &&
            other.inputs["networkAclId"] === inputs["networkAclId"] &&
            other.inputs["ruleNumber"] === inputs["ruleNumber"] &&
            (other.inputs["egress"] ?? false) === (inputs["egress"] ?? false),
        )
        ? refuse(
            "ruleNumber",
            "NetworkAclEntryAlreadyExists: the network ACL entry identified by this number exists",
          )
        : []),
    ],
    seconds: { create: 1, delete: 1 },
  },
  {
    type: "aws:ec2/networkAclAssociation:NetworkAclAssociation",
    id: "aclassoc-{hex:17}",
    references: [
      { path: "networkAclId", to: [types.networkAcl, types.defaultNetworkAcl] },
      { path: "subnetId", to: types.subnet, blocksDeletion: false },
    ],
    uniqueBy: [["subnetId"]],
    seconds: { create: 1, delete: 1 },
  },
];
