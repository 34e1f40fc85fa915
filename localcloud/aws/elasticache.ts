import type { Check, Problem, Properties, ResourceRules, World } from "../rules";
import { arn } from "./account";
import { vpcOfSubnet } from "./ec2-network";
import { foreignGroupProblems, securityGroups } from "./ec2-security-group";
import { key } from "./key-use";
import { overlappingWindows, windowProblem } from "./maintenance-window";
import { shortRegion } from "./regions";
import { types } from "./types";
import { amount, list, record, refuse, text, texts } from "../reading";

function nodes(inputs: Properties): number {
  const groups = amount(inputs["numNodeGroups"]) ?? 1;
  return amount(inputs["numCacheClusters"]) ?? groups * ((amount(inputs["replicasPerNodeGroup"]) ?? 0) + 1);
}

/** Nodes of a group are called after it: `NAME-001`, or with shards `NAME-0001-001`. */
function memberNames(inputs: Properties): string[] {
  const name = text(inputs["replicationGroupId"]) ?? "";
  const number = (value: number, width: number): string => String(value).padStart(width, "0");
  if (inputs["numNodeGroups"] === undefined)
    return Array.from({ length: nodes(inputs) }, (_, index) => `${name}-${number(index + 1, 3)}`);
  const each = (amount(inputs["replicasPerNodeGroup"]) ?? 0) + 1;
  return Array.from(
    { length: nodes(inputs) },
    (_, index) => `${name}-${number(Math.floor(index / each) + 1, 4)}-${number((index % each) + 1, 3)}`,
  );
}

const failoverCheck: Check = (inputs) => {
  const count = nodes(inputs);
  if (inputs["automaticFailoverEnabled"] === true && count < 2)
    return refuse(
      "numCacheClusters",
      "InvalidParameterCombination: automatic failover needs at least 2 nodes (one primary and one replica)",
    );
  if (inputs["multiAzEnabled"] === true && inputs["automaticFailoverEnabled"] !== true)
    return refuse(
      "automaticFailoverEnabled",
      "InvalidParameterCombination: Multi-AZ needs automatic failover to be enabled",
    );
  return inputs["numNodeGroups"] !== undefined &&
    Number(inputs["numNodeGroups"]) > 1 &&
    inputs["automaticFailoverEnabled"] !== true
    ? refuse(
        "automaticFailoverEnabled",
        "InvalidParameterCombination: must be enabled with more than one node group",
      )
    : [];
};

/** The AUTH token: 16 to 128 characters, of the signs only ! & # $ ^ < > - (ElastiCache guide, "Authenticating"). */
const tokenCheck: Check = (inputs) => {
  const token = text(inputs["authToken"]);
  if (token === undefined) return [];
  const problems: Problem[] = [];
  if (token.length < 16 || token.length > 128)
    problems.push({
      path: "authToken",
      reason: "InvalidParameterValue: the AUTH token has 16 to 128 characters",
    });
  if (!/^[A-Za-z0-9!&#$^<>-]*$/.test(token))
    problems.push({
      path: "authToken",
      reason: "InvalidParameterValue: may hold letters, digits and ! & # $ ^ < > -",
    });
  if (inputs["transitEncryptionEnabled"] !== true)
    problems.push({
      path: "transitEncryptionEnabled",
      reason:
        "InvalidParameterCombination: an AUTH token is only supported when encryption-in-transit is enabled",
    });
  if (list(inputs["userGroupIds"]).length > 0)
    problems.push({
      path: "userGroupIds",
      reason: "InvalidParameterCombination: use either an AUTH token or a user group",
    });
  return problems;
};

const encryptionCheck: Check = (inputs) =>
  inputs["kmsKeyId"] !== undefined &&
  inputs["atRestEncryptionEnabled"] !== true &&
  text(inputs["engine"]) !== "valkey"
    ? refuse("atRestEncryptionEnabled", "InvalidParameterCombination: a KMS key needs encryption at rest")
    : [];

const snapshotCheck: Check = (inputs) => {
  const retention = amount(inputs["snapshotRetentionLimit"]) ?? 0;
  // ElastiCache guide: t1 nodes have no snapshots; all others do.
  if (retention > 0 && text(inputs["nodeType"])?.startsWith("cache.t1.") === true)
    return refuse("snapshotRetentionLimit", "InvalidParameterValue: cache.t1 nodes cannot be backed up");
  const [backup, maintenance] = [text(inputs["snapshotWindow"]), text(inputs["maintenanceWindow"])];
  const wrong = backup === undefined ? undefined : windowProblem(backup, "daily");
  if (wrong !== undefined) return refuse("snapshotWindow", `InvalidParameterValue: ${wrong}`);
  const wrongWeekly = maintenance === undefined ? undefined : windowProblem(maintenance, "weekly");
  if (wrongWeekly !== undefined) return refuse("maintenanceWindow", `InvalidParameterValue: ${wrongWeekly}`);
  return backup !== undefined && maintenance !== undefined && overlappingWindows(backup, maintenance)
    ? refuse(
        "snapshotWindow",
        "InvalidParameterCombination: the snapshot window and maintenance window must not overlap",
      )
    : [];
};

/** Data tiering only on r6gd; burstable nodes neither tier nor (before t3) encrypt. */
const nodeCheck: Check = (inputs) => {
  const type = text(inputs["nodeType"]) ?? "";
  if (inputs["dataTieringEnabled"] === true && !type.startsWith("cache.r6gd."))
    return refuse("dataTieringEnabled", "InvalidParameterValue: only r6gd nodes have data tiering");
  return /^cache\.(t2|t1)\./.test(type) &&
    inputs["transitEncryptionEnabled"] === true &&
    type.startsWith("cache.t1.")
    ? refuse(
        "transitEncryptionEnabled",
        "InvalidParameterCombination: the node type has no encryption in transit",
      )
    : [];
};

const familyCheck: Check = (inputs, world) => {
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

const placeCheck: Check = (inputs, world) => {
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

const logCheck: Check = (inputs, world) =>
  list(inputs["logDeliveryConfigurations"]).flatMap((value, index): readonly Problem[] => {
    const delivery = record(value);
    const path = `logDeliveryConfigurations[${String(index)}].destination`;
    const name = text(delivery["destination"]);
    if (delivery["destinationType"] !== "cloudwatch-logs" || name === undefined) return [];
    if (name.startsWith("arn:"))
      return refuse(path, "InvalidParameterValue: a log group is given by its name, not by its ARN");
    return world.find(types.logGroup, name) === undefined
      ? refuse(path, `InvalidParameterValue: there is no log group '${name}'`)
      : [];
  });

function host(inputs: Properties, world: World, kind: string): string {
  const id = text(inputs["replicationGroupId"]) ?? "";
  const encrypted = inputs["transitEncryptionEnabled"] === true;
  const short = shortRegion(world.region);
  return encrypted
    ? `${kind}.${id}.abc123.${short}.cache.amazonaws.com`
    : `${id}.abc123.ng.0001.${short}.cache.amazonaws.com`;
}

const clustered = (inputs: Properties): boolean => Number(inputs["numNodeGroups"] ?? 1) > 1;
const groupName = {
  property: "name",
  maximum: 255,
  pattern: /^[a-zA-Z0-9](?!.*--)[a-zA-Z0-9-]*(?<!-)$/,
  alphabet: "letters, digits and single hyphens, none at the end",
  unique: "region",
} as const;
const engines = ["redis", "valkey"];

export const caches: readonly ResourceRules[] = [
  {
    type: types.cacheGroup,
    // ElastiCache API, CreateReplicationGroup: 1 to 40 characters, first a letter, no two hyphens, none at the end.
    name: {
      property: "replicationGroupId",
      maximum: 40,
      pattern: /^[a-z](?!.*--)[a-z0-9-]*(?<!-)$/,
      alphabet:
        "lower-case letters, digits and single hyphens; it begins with a letter and ends without a hyphen",
      unique: "region",
    },
    id: "{replicationGroupId}",
    outputs: {
      arn: arn("elasticache", "replicationgroup:{replicationGroupId}"),
      clusterEnabled: ({ inputs }) => clustered(inputs),
      memberClusters: ({ inputs }) => memberNames(inputs),
      primaryEndpointAddress: ({ inputs }, world) => (clustered(inputs) ? "" : host(inputs, world, "master")),
      readerEndpointAddress: ({ inputs }, world) => (clustered(inputs) ? "" : host(inputs, world, "replica")),
      configurationEndpointAddress: ({ inputs }, world) =>
        clustered(inputs) ? host(inputs, world, "clustercfg") : "",
      engineVersionActual: ({ inputs }) => {
        const version = text(inputs["engineVersion"]) ?? "8.0";
        return /^\d+\.\d+$/.test(version) ? `${version}.1` : version;
      },
      numCacheClusters: ({ inputs }) => nodes(inputs),
    },
    defaults: {
      engine: "redis",
      port: 6379,
      automaticFailoverEnabled: false,
      multiAzEnabled: false,
      snapshotRetentionLimit: 0,
      applyImmediately: false,
    },
    references: [
      { path: "subnetGroupName", to: types.cacheSubnetGroup, by: "name" },
      { path: "parameterGroupName", to: types.cacheParameterGroup, by: "name", except: /^default\./ },
      { path: "securityGroupIds[]", to: securityGroups },
      { path: "userGroupIds[]", to: types.cacheUserGroup },
    ],
    immutable: [
      "replicationGroupId",
      "atRestEncryptionEnabled",
      "kmsKeyId",
      "subnetGroupName",
      "port",
      "snapshotName",
    ],
    mutable: ["engine", "transitEncryptionEnabled", "transitEncryptionMode"],
    limits: [
      { path: "engine", oneOf: engines },
      {
        path: "nodeType",
        pattern: /^cache\.[a-z][a-z0-9]+\.[a-z0-9]+$/,
        reason: "InvalidParameterValue: reads like 'cache.t4g.micro'",
      },
      { path: "numCacheClusters", minimum: 1, maximum: 6 },
      { path: "replicasPerNodeGroup", minimum: 0, maximum: 5 },
      { path: "numNodeGroups", minimum: 1, maximum: 500 },
      { path: "snapshotRetentionLimit", minimum: 0, maximum: 35 },
      { path: "authTokenUpdateStrategy", oneOf: ["SET", "ROTATE", "DELETE"] },
      { path: "transitEncryptionMode", oneOf: ["preferred", "required"] },
      { path: "port", minimum: 1, maximum: 65535 },
      { path: "logDeliveryConfigurations[].logType", oneOf: ["slow-log", "engine-log"] },
      { path: "logDeliveryConfigurations[].logFormat", oneOf: ["json", "text"] },
      { path: "logDeliveryConfigurations[].destinationType", oneOf: ["cloudwatch-logs", "kinesis-firehose"] },
      {
        path: "engineVersion",
        pattern: /^\d+\.(\d+|x)(\.\d+)?$/,
        reason: "InvalidParameterValue: reads like '7.1' or '8.0'",
      },
      { path: "description", pattern: /^[^]{1,}$/, reason: "must not be blank" },
    ],
    atMostOneOf: [
      ["numCacheClusters", "numNodeGroups"],
      ["numCacheClusters", "replicasPerNodeGroup"],
    ],
    check: [
      failoverCheck,
      tokenCheck,
      encryptionCheck,
      snapshotCheck,
      nodeCheck,
      familyCheck,
      placeCheck,
      logCheck,
      key("kmsKeyId"),
    ],
    secrets: ["authToken"],
    // A new replication group takes five to ten minutes.
    seconds: { create: 480, update: 120, delete: 300 },
  },
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
    check: (inputs, world) => {
      const vpcs = new Set(texts(inputs["subnetIds"]).flatMap((id) => vpcOfSubnet(world, id) ?? []));
      return vpcs.size > 1
        ? refuse("subnetIds", `InvalidSubnet: the subnets are of different VPCs (${[...vpcs].join(", ")})`)
        : [];
    },
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
  {
    type: types.cacheUser,
    id: "{userId}",
    outputs: { arn: arn("elasticache", "user:{userId}") },
    immutable: ["userId", "userName", "engine"],
    limits: [
      {
        path: "passwords[]",
        pattern: /^.{16,128}$/,
        reason: "InvalidParameterValue: a password has 16 to 128 characters",
      },
      { path: "passwords", maximumItems: 2 },
      {
        path: "accessString",
        pattern: /^(on|off)\s.+/,
        reason: "InvalidParameterValue: begins with 'on' or 'off', for example 'on ~* +@all'",
      },
    ],
    uniqueBy: [["userId"]],
    secrets: ["passwords"],
    seconds: { create: 30, delete: 30 },
  },
  {
    type: types.cacheUserGroup,
    id: "{userGroupId}",
    outputs: { arn: arn("elasticache", "usergroup:{userGroupId}") },
    references: [{ path: "userIds[]", to: types.cacheUser, except: /^default$/ }],
    immutable: ["userGroupId"],
    uniqueBy: [["userGroupId"]],
    seconds: { create: 30, delete: 30 },
  },
];
