import type { Check, Problem, Properties, ResourceRules, Value, World } from "../rules";
import { account, arn } from "./account";
import { cidrProblem, ipv6CidrProblem } from "../cidr";
import { types } from "./types";
import { amount, list, record, refuse, text, texts } from "../reading";

/** Both kinds of security group: those that are made, and the VPC's default one once it is taken over. */
export const securityGroups = [types.securityGroup, types.defaultSecurityGroup] as const;

/** The VPC of a security group of ours. */
export function securityGroupVpc(world: World, id: string): string | undefined {
  return text(
    (world.find(types.securityGroup, id) ?? world.find(types.defaultSecurityGroup, id))?.outputs["vpcId"],
  );
}

/** Problems of security groups that are not in the VPC that they are used in. */
export function foreignGroupProblems(
  path: string,
  groups: Value | undefined,
  vpcId: string | undefined,
  world: World,
): readonly Problem[] {
  return list(groups).flatMap((group, index) => {
    const vpc = securityGroupVpc(world, text(group) ?? "");
    return vpc === undefined || vpcId === undefined || vpc === vpcId
      ? []
      : [
          {
            path: `${path}[${String(index)}]`,
            reason: `InvalidGroup.NotFound: the security group is of ${vpc}, but this is in ${vpcId}`,
          },
        ];
  });
}

/** Letters, digits, spaces and signs that names and descriptions of groups and rules accept (EC2 API reference). */
const textPattern = /^[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]*$/;
const textAlphabet = "letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*";
const protocols = ["tcp", "udp", "icmp", "icmpv6", "-1", "all", "6", "17", "1", "58"];

/** What is wrong with the ports of a rule: TCP and UDP need both, 0 to 65535, in order. */
function portProblems(
  prefix: string,
  protocol: string | undefined,
  from: Value,
  to: Value,
): readonly Problem[] {
  const [low, high] = [amount(from), amount(to)];
  if (protocol === undefined) return [];
  if (!protocols.includes(protocol) && !/^\d{1,3}$/.test(protocol))
    return refuse(
      `${prefix}protocol`,
      `invalid value '${protocol}' for the IP protocol: tcp, udp, icmp, icmpv6, a number, or -1 for all`,
    );
  if (!["tcp", "udp", "6", "17"].includes(protocol)) return [];
  if (low === undefined || high === undefined)
    return refuse(
      `${prefix}fromPort`,
      "Invalid value for portRange: both from and to ports are needed with TCP/UDP",
    );
  if (low < 0 || low > 65535) return refuse(`${prefix}fromPort`, "a port is a number from 0 to 65535");
  if (high < 0 || high > 65535) return refuse(`${prefix}toPort`, "a port is a number from 0 to 65535");
  return low > high ? refuse(`${prefix}fromPort`, "Invalid TCP/UDP port range: from is above to") : [];
}

/** The protocol's property is named differently in the two generations of rules. */
function renamed(problems: readonly Problem[]): readonly Problem[] {
  return problems.map(({ path, reason }) => ({ path: path === "protocol" ? "ipProtocol" : path, reason }));
}

function blockProblems(path: string, cidr: Value | undefined, wrong: (cidr: string) => string | undefined) {
  const reason = typeof cidr === "string" ? wrong(cidr) : undefined;
  return reason === undefined ? [] : refuse(path, `InvalidParameterValue: ${reason}`);
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
      { path: "securityGroupId", to: securityGroups, blocksDeletion: false },
      { path: "referencedSecurityGroupId", to: securityGroups, except: /\// },
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

/** Rules that are written inside a group or a default group. */
const inlineCheck: Check = (inputs, world) => {
  const vpcId = text(inputs["vpcId"]);
  return ["ingress", "egress"].flatMap((direction) =>
    list(inputs[direction]).flatMap((value, index) => {
      const entry = record(value);
      const prefix = `${direction}[${String(index)}].`;
      return [
        ...portProblems(prefix, text(entry["protocol"]), entry["fromPort"] ?? null, entry["toPort"] ?? null),
        ...texts(entry["cidrBlocks"]).flatMap((cidr, at) =>
          blockProblems(`${prefix}cidrBlocks[${String(at)}]`, cidr, cidrProblem),
        ),
        ...foreignGroupProblems(`${prefix}securityGroups`, entry["securityGroups"], vpcId, world),
      ];
    }),
  );
};

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

export const security: readonly ResourceRules[] = [
  {
    type: types.securityGroup,
    name: {
      property: "name",
      maximum: 255,
      pattern: /^(?!sg-)[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]+$/,
      alphabet: `${textAlphabet}; it does not begin with sg-`,
      unique: "none",
    },
    id: "sg-{hex:17}",
    outputs: {
      arn: arn("ec2", "security-group/{id}"),
      ownerId: account,
      ingress: ({ inputs }) => inputs["ingress"] ?? [],
      egress: ({ inputs }) => inputs["egress"] ?? [],
    },
    defaults: { description: "Managed by Pulumi", revokeRulesOnDelete: false },
    references: [
      { path: "vpcId", to: types.vpc },
      { path: "ingress[].securityGroups[]", to: securityGroups },
      { path: "egress[].securityGroups[]", to: securityGroups },
    ],
    immutable: ["name", "description", "vpcId"],
    limits: [
      { path: "description", pattern: /^.{1,255}$/s, reason: "has 1 to 255 characters" },
      { path: "description", pattern: textPattern, reason: `may hold ${textAlphabet}` },
    ],
    uniqueBy: [["vpcId", "name"]],
    check: inlineCheck,
    seconds: { create: 2, delete: 1 },
  },
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
  {
    type: types.defaultSecurityGroup,
    // Adopts the group that came with the VPC; its own id is that group's.
    id: ({ vpcId }, world) =>
      text(world.find(types.vpc, vpcId)?.outputs["defaultSecurityGroupId"]) ?? "sg-0123456789abcdef0",
    outputs: {
      arn: arn("ec2", "security-group/{id}"),
      name: "default",
      namePrefix: "",
      description: "default VPC security group",
      ownerId: account,
    },
    defaults: { ingress: [], egress: [] },
    references: [{ path: "vpcId", to: types.vpc, blocksDeletion: false }],
    immutable: ["vpcId"],
    check: inlineCheck,
    seconds: { create: 1, delete: 1 },
  },
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
