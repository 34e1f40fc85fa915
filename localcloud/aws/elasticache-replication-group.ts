import { amount, list, record, refuse, text } from "../reading";
import type { Check, Problem, ResourceRules } from "../rules";
import { arn } from "./account";
import { securityGroups } from "./ec2-security-group";
import { tokenCheck } from "./elasticache-authentication";
import { familyCheck, placeCheck } from "./elasticache-groups";
import { clustered, failoverCheck, host, memberNames, nodeCheck, nodes } from "./elasticache-nodes";
import { key } from "./key-use";
import { overlappingWindows, windowProblem } from "./maintenance-window";
import { types } from "./types";

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

const engines = ["redis", "valkey"];

/** Replication groups: caches of Redis and Valkey. */
export const replicationGroups: readonly ResourceRules[] = [
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
];
