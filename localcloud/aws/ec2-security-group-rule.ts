import { cidrProblem, ipv6CidrProblem } from "../cidr";
import { refuse, text, texts } from "../reading";
import type { Check, Problem, ResourceRules } from "../rules";
import { arn } from "./account";
import { isGroupOfCluster, securityGroupVpc, securityGroups, textAlphabet } from "./ec2-security-group";
import { blockProblems, portProblems } from "./ec2-traffic";
import { types } from "./types";

/** The protocol's property is named differently in the two generations of rules. */
function renamed(problems: readonly Problem[]): readonly Problem[] {
  return problems.map(({ path, reason }) => ({ path: path === "protocol" ? "ipProtocol" : path, reason }));
}

const sources = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"];

const identity = ["securityGroupId", "ipProtocol", "fromPort", "toPort", ...sources];

function ruleCheck(type: string): Check {
  return (inputs, world, self) => {
    const { ipProtocol, fromPort = null, toPort = null } = inputs;
    const problems = [
      ...renamed(portProblems("", text(ipProtocol), fromPort, toPort)),
      ...blockProblems("cidrIpv4", inputs["cidrIpv4"], cidrProblem),
      ...blockProblems("cidrIpv6", inputs["cidrIpv6"], ipv6CidrProblem),
    ];
    const own = securityGroupVpc(world, text(inputs["securityGroupId"]) ?? "");
    const other = securityGroupVpc(world, text(inputs["referencedSecurityGroupId"]) ?? "");
    if (own !== undefined && other !== undefined && own !== other)
      problems.push({
        path: "referencedSecurityGroupId",
        reason: `InvalidGroup.NotFound: you have specified two resources that belong to different networks (${own}, ${other})`,
      });
    const siblings = world
      .all(type)
      .filter((rule) => rule.id !== self?.id && rule.inputs["securityGroupId"] === inputs["securityGroupId"]);
    if (siblings.some((rule) => identity.every((key) => rule.inputs[key] === inputs[key])))
      problems.push({
        path: "securityGroupId",
        reason: "InvalidPermission.Duplicate: the group already has a rule for this peer, protocol and ports",
      });
    // Amazon VPC quotas: 60 inbound and 60 outbound rules per security group.
    if (siblings.length >= 60)
      problems.push({
        path: "securityGroupId",
        reason: "RulesPerSecurityGroupLimitExceeded: a group has 60 rules",
      });
    return problems;
  };
}

function rule(type: string): ResourceRules {
  return {
    type,
    id: "sgr-{hex:17}",
    outputs: { arn: arn("ec2", "security-group-rule/{id}"), securityGroupRuleId: "{id}" },
    references: [
      { path: "securityGroupId", to: securityGroups, blocksDeletion: false, alsoMade: isGroupOfCluster },
      { path: "referencedSecurityGroupId", to: securityGroups, except: /\//, alsoMade: isGroupOfCluster },
      { path: "prefixListId", to: types.managedPrefixList, except: /^pl-/ },
    ],
    immutable: ["securityGroupId"],
    limits: [
      {
        path: "description",
        pattern: /^[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]{0,255}$/,
        reason: `has at most 255 of ${textAlphabet}`,
      },
    ],
    exactlyOneOf: [sources],
    check: ruleCheck(type),
    seconds: { create: 1, delete: 1 },
  };
}

const oldRuleCheck: Check = (inputs, world) => {
  const own = securityGroupVpc(world, text(inputs["securityGroupId"]) ?? "");
  const other = securityGroupVpc(world, text(inputs["sourceSecurityGroupId"]) ?? "");
  return [
    ...portProblems("", text(inputs["protocol"]), inputs["fromPort"] ?? null, inputs["toPort"] ?? null),
    ...texts(inputs["cidrBlocks"]).flatMap((cidr, at) =>
      blockProblems(`cidrBlocks[${String(at)}]`, cidr, cidrProblem),
    ),
    ...(own !== undefined && other !== undefined && own !== other
      ? refuse(
          "sourceSecurityGroupId",
          `InvalidGroup.NotFound: you have specified two resources that belong to different networks (${own}, ${other})`,
        )
      : []),
  ];
};

/** Rules of security groups, of both generations. */
export const securityGroupRules: readonly ResourceRules[] = [
  rule(types.ingressRule),
  rule(types.egressRule),
  {
    type: "aws:ec2/securityGroupRule:SecurityGroupRule",
    id: "sgrule-{digits:10}",
    outputs: { securityGroupRuleId: "sgr-{hex:17}" },
    references: [
      { path: "securityGroupId", to: securityGroups, blocksDeletion: false },
      { path: "sourceSecurityGroupId", to: securityGroups },
    ],
    immutable: [
      "securityGroupId",
      "type",
      "protocol",
      "fromPort",
      "toPort",
      "cidrBlocks",
      "sourceSecurityGroupId",
    ],
    limits: [{ path: "type", oneOf: ["ingress", "egress"] }],
    atLeastOneOf: [["cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "self", "sourceSecurityGroupId"]],
    check: oldRuleCheck,
    seconds: { create: 1, delete: 1 },
  },
];
