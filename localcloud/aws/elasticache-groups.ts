import { refuse, text, texts } from "../reading";
import type { Check, ResourceRules } from "../rules";
import { arn } from "./account";
import { vpcOfSubnet } from "./ec2-network";
import { foreignGroupProblems } from "./ec2-security-group";
import { oneVpcCheck } from "./subnet-group";
import { types } from "./types";

/** The parameter group must be of the family of the engine's version. */
export const familyCheck: Check = (inputs, world) => {
  const group = world.find(types.cacheParameterGroup, inputs["parameterGroupName"], "name");
  const family = text(group?.inputs["family"]);
  const [engine, version] = [text(inputs["engine"]) ?? "redis", text(inputs["engineVersion"])];
  if (family === undefined || version === undefined) return [];
  const [major = "", minor = ""] = version.split(".");
  const wanted =
    engine === "redis" && Number(major) >= 6
      ? `redis${major}.x`
      : engine === "redis"
        ? `redis${major}.${minor}`
        : `${engine}${major}`;
  return family === wanted || (engine === "redis" && family === `redis${major}`)
    ? []
    : refuse(
        "parameterGroupName",
        `InvalidParameterCombination: the parameter group is of family ${family}, the engine needs ${wanted}`,
      );
};

/** The security groups must be in the subnets' VPC, and Multi-AZ needs subnets in two zones. */
export const placeCheck: Check = (inputs, world) => {
  const group = world.find(types.cacheSubnetGroup, inputs["subnetGroupName"], "name");
  const problems = [
    ...foreignGroupProblems(
      "securityGroupIds",
      inputs["securityGroupIds"],
      text(group?.outputs["vpcId"]),
      world,
    ),
  ];
  const zones = new Set(
    texts(group?.inputs["subnetIds"]).map((id) => world.find(types.subnet, id)?.outputs["availabilityZone"]),
  );
  if (inputs["multiAzEnabled"] === true && group !== undefined && zones.size < 2)
    problems.push({
      path: "subnetGroupName",
      reason: "InvalidParameterCombination: Multi-AZ needs subnets in at least two zones",
    });
  return problems;
};

const groupName = {
  property: "name",
  maximum: 255,
  pattern: /^[a-zA-Z0-9](?!.*--)[a-zA-Z0-9-]*(?<!-)$/,
  alphabet: "letters, digits and single hyphens, none at the end",
  unique: "region",
} as const;

/** What replication groups share: subnet groups and parameter groups. */
export const cacheGroups: readonly ResourceRules[] = [
  {
    type: types.cacheSubnetGroup,
    name: groupName,
    id: "{name}",
    outputs: {
      arn: arn("elasticache", "subnetgroup:{name}"),
      vpcId: ({ inputs }, world) => vpcOfSubnet(world, texts(inputs["subnetIds"])[0]) ?? "",
    },
    defaults: { description: "Managed by Pulumi" },
    references: [{ path: "subnetIds[]", to: types.subnet }],
    immutable: ["name"],
    limits: [{ path: "subnetIds", minimumItems: 1, maximumItems: 20 }],
    check: oneVpcCheck,
    seconds: { create: 2, delete: 1 },
  },
  {
    type: types.cacheParameterGroup,
    name: groupName,
    id: "{name}",
    outputs: { arn: arn("elasticache", "parametergroup:{name}") },
    defaults: { description: "Managed by Pulumi" },
    immutable: ["name", "family", "description"],
    limits: [
      {
        path: "family",
        oneOf: [
          "redis2.6",
          "redis2.8",
          "redis3.2",
          "redis4.0",
          "redis5.0",
          "redis6.x",
          "redis7",
          "valkey7",
          "valkey8",
          "memcached1.4",
          "memcached1.5",
          "memcached1.6",
        ],
      },
    ],
    seconds: { create: 2, delete: 1 },
  },
];
