import { text } from "../reading";
import type { ResourceRules } from "../rules";
import { arn } from "./account";
import { securityGroups } from "./ec2-security-group";
import { key } from "./key-use";
import { finalCheck, protectedFrom } from "./rds-deletion";
import { endpointOf, port } from "./rds-endpoint";
import { insightsRetention, monitoringIntervals, monitoringCheck } from "./rds-monitoring";
import { identifier } from "./rds-names";
import { passwordProblems } from "./rds-password";
import { encryptionCheck } from "./rds-storage";
import { clusterWindowCheck } from "./rds-windows";
import { types } from "./types";

/** Database clusters and their instances. */
export const databaseClusters: readonly ResourceRules[] = [
  {
    type: types.databaseCluster,
    name: identifier("clusterIdentifier"),
    id: "{clusterIdentifier}",
    outputs: {
      arn: arn("rds", "cluster:{clusterIdentifier}"),
      clusterResourceId: "cluster-{hex:26}",
      endpoint: ({ inputs }, world) => endpointOf(inputs, world, "cluster-"),
      readerEndpoint: ({ inputs }, world) => endpointOf(inputs, world, "cluster-ro-"),
      hostedZoneId: "Z29XKXDKYMONMX",
      port,
      engineVersionActual: ({ inputs }) => text(inputs["engineVersion"]) ?? "16.6",
    },
    references: [
      { path: "dbSubnetGroupName", to: types.databaseSubnetGroup, by: "name" },
      {
        path: "dbClusterParameterGroupName",
        to: types.databaseClusterParameterGroup,
        by: "name",
        except: /^default\./,
      },
      { path: "vpcSecurityGroupIds[]", to: securityGroups },
    ],
    immutable: [
      "clusterIdentifier",
      "engine",
      "storageEncrypted",
      "kmsKeyId",
      "masterUsername",
      "databaseName",
    ],
    limits: [
      { path: "backupRetentionPeriod", minimum: 1, maximum: 35 },
      { path: "engine", oneOf: ["aurora-mysql", "aurora-postgresql", "mysql", "postgres"] },
      monitoringIntervals,
      insightsRetention,
    ],
    check: [
      clusterWindowCheck,
      encryptionCheck,
      finalCheck,
      key("kmsKeyId"),
      (inputs) => passwordProblems("masterPassword", inputs["masterPassword"]),
    ],
    checkDelete: protectedFrom("DB Cluster"),
    secrets: ["masterPassword"],
    seconds: { create: 90, update: 60, delete: 60 },
  },
  {
    type: "aws:rds/clusterInstance:ClusterInstance",
    name: identifier("identifier"),
    id: "{identifier}",
    outputs: {
      arn: arn("rds", "db:{identifier}"),
      dbiResourceId: "db-{hex:26}",
      endpoint: ({ inputs }, world) => endpointOf(inputs, world),
      writer: () => true,
    },
    references: [{ path: "clusterIdentifier", to: types.databaseCluster, by: "clusterIdentifier" }],
    immutable: ["identifier", "clusterIdentifier", "engine"],
    limits: [
      {
        path: "instanceClass",
        pattern: /^db\.[a-z][a-z0-9]+(\.[a-z0-9]+)*$/,
        reason: "InvalidParameterValue: reads like 'db.r6g.large'",
      },
      monitoringIntervals,
    ],
    check: monitoringCheck,
    seconds: { create: 300, delete: 300 },
  },
];
