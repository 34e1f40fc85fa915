import { cidrProblem } from "../cidr";
import { list, record, text, texts } from "../reading";
import type { Check, Problem, ResourceRules, Value, World } from "../rules";
import { account, arn } from "./account";
import { blockProblems, portProblems } from "./ec2-traffic";
import { types } from "./types";

/** Both kinds of security group: those that are made, and the VPC's default one once it is taken over. */
export const securityGroups = [types.securityGroup, types.defaultSecurityGroup] as const;

/** The VPC of a security group of ours, or of one that EKS made with a cluster of ours. */
export function securityGroupVpc(world: World, id: string): string | undefined {
  const group = world.find(types.securityGroup, id) ?? world.find(types.defaultSecurityGroup, id);
  return text(group?.outputs["vpcId"] ?? record(clusterOfGroup(id, world)?.outputs["vpcConfig"])["vpcId"]);
}

function clusterOfGroup(id: string, world: World) {
  return world
    .all(types.kubernetesCluster)
    .find(({ outputs }) => record(outputs["vpcConfig"])["clusterSecurityGroupId"] === id);
}

/** Whether a security group is one that EKS made with a cluster. */
export function isGroupOfCluster(id: string, world: World): boolean {
  return clusterOfGroup(id, world) !== undefined;
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

/** Signs that names and descriptions of groups and rules accept, for messages. */
export const textAlphabet = "letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*";

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

/** Security groups: made ones, and the default one that came with a VPC. */
export const securityGroupTypes: readonly ResourceRules[] = [
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
];
