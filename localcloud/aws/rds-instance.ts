import { amount, refuse, shown, text } from "../reading";
import type { Check, ResourceRules } from "../rules";
import { arn } from "./account";
import { foreignGroupProblems, securityGroups } from "./ec2-security-group";
import { key } from "./key-use";
import { finalCheck, protectedFrom } from "./rds-deletion";
import { endpointOf, port } from "./rds-endpoint";
import { familyCheck, postgresCheck } from "./rds-engine";
import { insightsRetention, monitoringIntervals, monitoringCheck } from "./rds-monitoring";
import { identifier } from "./rds-names";
import { credentialCheck } from "./rds-password";
import { encryptionCheck, leastStorage, storageCheck } from "./rds-storage";
import { windowCheck } from "./rds-windows";
import { types } from "./types";

const changeCheck: Check = (inputs, _world, self) => {
  const [before, after] = [amount(self?.inputs["allocatedStorage"]), amount(inputs["allocatedStorage"])];
  if (before !== undefined && after !== undefined && after < before)
    return refuse(
      "allocatedStorage",
      `InvalidParameterCombination: storage cannot shrink, from ${String(before)} to ${String(after)} GiB`,
    );
  const major = (version: unknown): number => Number(String(version).split(".")[0]);
  const [old, wanted] = [self?.inputs["engineVersion"], inputs["engineVersion"]];
  if (old !== undefined && wanted !== undefined) {
    if (major(wanted) < major(old))
      return refuse(
        "engineVersion",
        `InvalidParameterCombination: cannot downgrade from ${shown(old)} to ${shown(wanted)}`,
      );
    if (major(wanted) > major(old) && inputs["allowMajorVersionUpgrade"] !== true)
      return refuse(
        "allowMajorVersionUpgrade",
        "InvalidParameterCombination: the flag must be present when upgrading to a new major version",
      );
  }
  return [];
};

const placeCheck: Check = (inputs, world) => {
  const group = world.find(types.databaseSubnetGroup, inputs["dbSubnetGroupName"], "name");
  return foreignGroupProblems(
    "vpcSecurityGroupIds",
    inputs["vpcSecurityGroupIds"],
    text(group?.outputs["vpcId"]),
    world,
  );
};

/** Database instances. */
export const databaseInstances: readonly ResourceRules[] = [
  {
    type: types.databaseInstance,
    name: identifier("identifier"),
    // The provider's id is the resource id of the instance, which survives a rename.
    id: "db-{hex:26}",
    outputs: {
      resourceId: "{id}",
      arn: arn("rds", "db:{identifier}"),
      port,
      address: ({ inputs }, world) => endpointOf(inputs, world),
      endpoint: ({ inputs }, world) => `${endpointOf(inputs, world)}:${String(port({ inputs }))}`,
      hostedZoneId: "Z29XKXDKYMONMX",
      status: "available",
      engineVersionActual: ({ inputs }) => {
        const version = text(inputs["engineVersion"]) ?? "17.6";
        return version.includes(".") ? version : `${version}.6`;
      },
      replicas: () => [],
      listenerEndpoints: () => [],
      masterUserSecrets: ({ inputs, id }, world) =>
        inputs["manageMasterUserPassword"] === true
          ? [
              {
                secretArn: `arn:aws:secretsmanager:${world.region}:${world.account}:secret:rds!${id}-AbCdEf`,
                secretStatus: "active",
                kmsKeyId: inputs["masterUserSecretKmsKeyId"] ?? "",
              },
            ]
          : [],
      availabilityZone: ({ inputs }, world) => inputs["availabilityZone"] ?? `${world.region}a`,
    },
    defaults: {
      storageType: "gp2",
      backupRetentionPeriod: 0,
      multiAz: false,
      publiclyAccessible: false,
      autoMinorVersionUpgrade: true,
      deletionProtection: false,
      skipFinalSnapshot: false,
      storageEncrypted: false,
      copyTagsToSnapshot: false,
      deleteAutomatedBackups: true,
      monitoringInterval: 0,
      applyImmediately: false,
    },
    references: [
      { path: "dbSubnetGroupName", to: types.databaseSubnetGroup, by: "name" },
      { path: "parameterGroupName", to: types.databaseParameterGroup, by: "name", except: /^default\./ },
      { path: "vpcSecurityGroupIds[]", to: securityGroups },
      { path: "monitoringRoleArn", to: types.role, by: "arn", anyRegion: true, blocksDeletion: false },
    ],
    immutable: [
      "identifier",
      "engine",
      "storageEncrypted",
      "kmsKeyId",
      "username",
      "dbName",
      "characterSetName",
      "snapshotIdentifier",
      "availabilityZone",
    ],
    mutable: ["dbSubnetGroupName"],
    limits: [
      {
        path: "instanceClass",
        pattern: /^db\.[a-z][a-z0-9]+(\.[a-z0-9]+)+$/,
        reason: "InvalidParameterValue: reads like 'db.t4g.micro'",
      },
      { path: "backupRetentionPeriod", minimum: 0, maximum: 35 },
      { path: "storageType", oneOf: Object.keys(leastStorage) },
      { path: "port", minimum: 1150, maximum: 65535 },
      {
        path: "dbName",
        pattern: /^[a-zA-Z_]\w{0,62}$/,
        reason: "begins with a letter; up to 63 letters, digits and underscores",
      },
      {
        path: "username",
        pattern: /^[a-zA-Z]\w{0,62}$/,
        reason: "begins with a letter; up to 63 letters, digits and underscores",
      },
      {
        path: "finalSnapshotIdentifier",
        pattern: /^[a-zA-Z](?!.*--)[a-zA-Z0-9-]{0,254}(?<!-)$/,
        reason: "begins with a letter; letters, digits and single hyphens, none at the end",
      },
      monitoringIntervals,
      insightsRetention,
      {
        path: "engineLifecycleSupport",
        oneOf: ["open-source-rds-extended-support", "open-source-rds-extended-support-disabled"],
      },
    ],
    check: [
      storageCheck, changeCheck, credentialCheck, postgresCheck, monitoringCheck, encryptionCheck, placeCheck, familyCheck,
      windowCheck, finalCheck, key("kmsKeyId"), key("performanceInsightsKmsKeyId"), key("masterUserSecretKmsKeyId"),
    ], // prettier-ignore
    checkDelete: protectedFrom("DB Instance"),
    secrets: ["password"],
    // RDS usually takes 5 to 10 minutes for an instance, with a final snapshot as long for its deletion.
    seconds: { create: 420, update: 60, delete: 300 },
  },
];
