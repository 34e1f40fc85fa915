import { rule as copyInAnotherRegion } from "../../../../policy/rules/database/aws-backup-copy-in-another-region";
import { rule as cacheEncrypted } from "../../../../policy/rules/database/aws-cache-encrypted";
import { rule as backups } from "../../../../policy/rules/database/aws-database-backups";
import { rule as deletionProtection } from "../../../../policy/rules/database/aws-database-deletion-protection";
import { rule as encrypted } from "../../../../policy/rules/database/aws-database-encrypted";
import { rule as logs } from "../../../../policy/rules/database/aws-database-logs";
import { rule as multiZone } from "../../../../policy/rules/database/aws-database-multi-zone";
import { rule as notPublic } from "../../../../policy/rules/database/aws-database-not-public";
import { rule as tlsOnly } from "../../../../policy/rules/database/aws-database-tls-only";
import { rule as databaseMinorUpgrades } from "../../../../policy/rules/database/aws-database-minor-upgrades";
import { rule as cacheMultiZone } from "../../../../policy/rules/database/aws-cache-multi-zone";
import { rule as cacheBackups } from "../../../../policy/rules/database/aws-cache-backups";
import { rule as backupVaultLocked } from "../../../../policy/rules/database/aws-backup-vault-locked";
import { describeRule, type Given, type Properties, unknown } from "../pack";

const vpc: Given = { type: "aws:ec2/vpc:Vpc" };
const server = (properties: Properties): Given => ({
  type: "aws:rds/instance:Instance",
  name: "server",
  properties: { engine: "postgres", ...properties },
});
const cluster = (properties: Properties): Given => ({
  type: "aws:rds/cluster:Cluster",
  name: "cluster",
  properties: { engine: "aurora-postgresql", id: "cluster-1", ...properties },
});
const member = (name: string, clusterIdentifier = "cluster-1"): Given => ({
  type: "aws:rds/clusterInstance:ClusterInstance",
  name,
  properties: { clusterIdentifier },
});
const replica = { replicateSourceDb: "arn:aws:rds:eu-west-1:1:db:primary" };

describeRule(encrypted, {
  compliant: {
    on: server({ storageEncrypted: true }),
    "a replica, which takes it from its source": server(replica),
  },
  violations: {
    absent: [server({}), "storageEncrypted is off"],
    off: [server({ storageEncrypted: false }), "storageEncrypted is off"],
    "a cluster": [cluster({}), "storageEncrypted is off"],
  },
  notApplicable: { "another type": vpc },
  unknown: { "a switch that is unknown": server({ storageEncrypted: unknown }) },
});

describeRule(notPublic, {
  compliant: { absent: server({}), off: server({ publiclyAccessible: false }) },
  violations: {
    on: [server({ publiclyAccessible: true }), "publiclyAccessible is on"],
    "a member of a cluster": [
      { type: "aws:rds/clusterInstance:ClusterInstance", properties: { publiclyAccessible: true } },
      "publiclyAccessible is on",
    ],
    "a cluster": [cluster({ publiclyAccessible: true }), "publiclyAccessible is on"],
  },
  notApplicable: { "another type": vpc },
  unknown: { "a switch that is unknown": server({ publiclyAccessible: unknown }) },
});

describeRule(multiZone, {
  compliant: {
    "a standby": [server({ multiAz: true })],
    "a cluster of two": [cluster({}), member("a"), member("b")],
    "a cluster that makes its own": [cluster({ dbClusterInstanceClass: "db.m6gd.large" })],
  },
  violations: {
    absent: [[server({})], "multiAz is off"],
    off: [[server({ multiAz: false })], "multiAz is off"],
    "a cluster of one": [[cluster({}), member("a"), member("b", "other")], "it has 1 instance(s)"],
  },
  notApplicable: { "a replica": [server(replica)], "another type": [vpc] },
  unknown: { "a switch that is unknown": [server({ multiAz: unknown })] },
});

describeRule(backups, {
  compliant: {
    "a month": server({ backupRetentionPeriod: 35 }),
    "a week": cluster({ backupRetentionPeriod: 7 }),
  },
  violations: {
    absent: [server({}), "backupRetentionPeriod is 0, below 7 days"],
    none: [server({ backupRetentionPeriod: 0 }), "is 0"],
    "three days": [server({ backupRetentionPeriod: 3 }), "is 3"],
    "a cluster's default": [cluster({}), "is 1"],
  },
  notApplicable: { "a replica": server(replica), "another type": vpc },
  unknown: { "a number that is unknown": server({ backupRetentionPeriod: unknown }) },
});

describeRule(deletionProtection, {
  compliant: { on: server({ deletionProtection: true, skipFinalSnapshot: false }) },
  violations: {
    "backups that go along": [
      server({ deletionProtection: true, deleteAutomatedBackups: true }),
      "deleteAutomatedBackups deletes its backups",
    ],

    absent: [server({}), "deletionProtection is off"],
    off: [cluster({ deletionProtection: false }), "deletionProtection is off"],
    "no last snapshot": [server({ deletionProtection: true, skipFinalSnapshot: true }), "skipFinalSnapshot"],
  },
  notApplicable: { "a replica": server(replica), "another type": vpc },
  unknown: { "a switch that is unknown": server({ deletionProtection: unknown }) },
});

describeRule(logs, {
  compliant: { "some logs": server({ enabledCloudwatchLogsExports: ["postgresql", "upgrade"] }) },
  violations: {
    absent: [server({}), "names no log"],
    "an empty list": [cluster({ enabledCloudwatchLogsExports: [] }), "names no log"],
  },
  notApplicable: { "another type": vpc },
});

const parameters = (family: string, value?: string): Given => ({
  type: "aws:rds/parameterGroup:ParameterGroup",
  properties: {
    family,
    parameters: [
      { name: "log_min_duration_statement", value: "1000" },
      ...(value === undefined ? [] : [{ name: "rds.force_ssl", value }]),
    ],
  },
});
describeRule(tlsOnly, {
  compliant: {
    on: parameters("postgres14", "1"),
    "the default from PostgreSQL 15 on": parameters("postgres16"),
    "a cluster's": {
      type: "aws:rds/clusterParameterGroup:ClusterParameterGroup",
      properties: { family: "aurora-postgresql16", parameters: [{ name: "rds.force_ssl", value: 1 }] },
    },
  },
  violations: {
    "the default before PostgreSQL 15": [parameters("postgres14"), "rds.force_ssl is not 1"],
    off: [parameters("postgres16", "0"), "rds.force_ssl is not 1"],
    "Aurora's default": [parameters("aurora-postgresql16"), "rds.force_ssl is not 1"],
  },
  notApplicable: { MySQL: parameters("mysql8.0"), "another type": vpc },
  unknown: { "a value that is unknown": parameters("postgres16", unknown) },
});

const cache = (properties: Properties): Given => ({
  type: "aws:elasticache/replicationGroup:ReplicationGroup",
  properties: {
    atRestEncryptionEnabled: true,
    transitEncryptionEnabled: true,
    authToken: "a-long-token",
    ...properties,
  },
});
describeRule(cacheEncrypted, {
  compliant: {
    "a password": cache({}),
    "a password that is unknown yet": cache({ authToken: unknown }),
    users: cache({ authToken: "", userGroupIds: ["users"] }),
  },
  violations: {
    "no encryption at rest": [cache({ atRestEncryptionEnabled: false }), "atRestEncryptionEnabled is off"],
    "no TLS": [cache({ transitEncryptionEnabled: false }), "transitEncryptionEnabled is off"],
    "TLS for those who like": [cache({ transitEncryptionMode: "preferred" }), "accepts plain connections"],
    "no password": [cache({ authToken: "" }), "asks for no password"],
  },
  notApplicable: { "another type": vpc },
  unknown: { "a switch that is unknown": cache({ atRestEncryptionEnabled: unknown }) },
});

const plan = (rules: Properties[] | string, sources: Record<string, string[]> = {}): Given => ({
  type: "aws:backup/plan:Plan",
  name: "plan",
  properties: { rules },
  provider: { region: "eu-west-1" },
  sources,
});
const vault = (name: string, region: string): Given => ({
  type: "aws:backup/vault:Vault",
  name,
  properties: {},
  provider: { region },
});
const copyTo = (destinationVaultArn: string): Properties => ({
  ruleName: "daily",
  copyActions: [{ destinationVaultArn }],
});
describeRule(copyInAnotherRegion, {
  compliant: {
    "another region": [plan([copyTo("arn:aws:backup:eu-central-1:1:backup-vault:copy")])],
    "a vault of another region that is unknown yet": [
      plan([copyTo(unknown)], { rules: ["here", "there"] }),
      vault("here", "eu-west-1"),
      vault("there", "eu-central-1"),
    ],
  },
  violations: {
    "no copy": [[plan([{ ruleName: "daily" }])], "rules[0] copies its backups nowhere"],
    "the same region": [
      [plan([copyTo("arn:aws:backup:eu-west-1:1:backup-vault:copy")])],
      "copies only within eu-west-1",
    ],
    "a vault of the same region that is unknown yet": [
      [plan([copyTo(unknown)], { rules: ["here"] }), vault("here", "eu-west-1")],
      "copies only within eu-west-1",
    ],
    "the second rule": [
      [plan([copyTo("arn:aws:backup:eu-central-1:1:backup-vault:copy"), { ruleName: "weekly" }])],
      "rules[1]",
    ],
  },
  notApplicable: { "a stack without plans": [vpc] },
  unknown: {
    "rules that are unknown": [plan(unknown)],
    "a vault whose region is unknown": [
      plan([copyTo(unknown)], { rules: ["here"] }),
      { ...vault("here", "eu-west-1"), provider: {} },
    ],
    "a plan whose own region is unknown": [{ ...plan([copyTo(unknown)]), provider: {} }],
  },
});

describeRule(databaseMinorUpgrades, {
  compliant: {
    "the default": { type: "aws:rds/instance:Instance", properties: {} },
    on: { type: "aws:rds/instance:Instance", properties: { autoMinorVersionUpgrade: true } },
  },
  violations: {
    off: [
      { type: "aws:rds/instance:Instance", properties: { autoMinorVersionUpgrade: false } },
      "autoMinorVersionUpgrade is off",
    ],
  },
  notApplicable: {
    "another type": { type: "random:index/randomId:RandomId" },
  },
  unknown: {
    "a switch": { type: "aws:rds/instance:Instance", properties: { autoMinorVersionUpgrade: unknown } },
  },
});

describeRule(cacheMultiZone, {
  compliant: {
    both: {
      type: "aws:elasticache/replicationGroup:ReplicationGroup",
      properties: { automaticFailoverEnabled: true, multiAzEnabled: true },
    },
  },
  violations: {
    neither: [
      { type: "aws:elasticache/replicationGroup:ReplicationGroup", properties: {} },
      "multiAzEnabled is off",
    ],
    "no failover": [
      { type: "aws:elasticache/replicationGroup:ReplicationGroup", properties: { multiAzEnabled: true } },
      "automaticFailoverEnabled is off",
    ],
    "one zone": [
      {
        type: "aws:elasticache/replicationGroup:ReplicationGroup",
        properties: { automaticFailoverEnabled: true, multiAzEnabled: false },
      },
      "multiAzEnabled is off",
    ],
  },
  notApplicable: {
    "another type": { type: "random:index/randomId:RandomId" },
  },
  unknown: {
    "a switch": {
      type: "aws:elasticache/replicationGroup:ReplicationGroup",
      properties: { automaticFailoverEnabled: true, multiAzEnabled: unknown },
    },
  },
});

describeRule(cacheBackups, {
  compliant: {
    "a week": {
      type: "aws:elasticache/replicationGroup:ReplicationGroup",
      properties: { snapshotRetentionLimit: 7 },
    },
  },
  violations: {
    none: [
      { type: "aws:elasticache/replicationGroup:ReplicationGroup", properties: {} },
      "snapshotRetentionLimit is 0",
    ],
    zero: [
      {
        type: "aws:elasticache/replicationGroup:ReplicationGroup",
        properties: { snapshotRetentionLimit: 0 },
      },
      "snapshotRetentionLimit is 0",
    ],
  },
  notApplicable: {
    "another type": { type: "random:index/randomId:RandomId" },
  },
  unknown: {
    "a time": {
      type: "aws:elasticache/replicationGroup:ReplicationGroup",
      properties: { snapshotRetentionLimit: unknown },
    },
  },
});

const keeping = (): Given => ({
  type: "aws:backup/vault:Vault",
  name: "vault",
  properties: { id: "main", name: "main" },
});
const lock = (properties: Properties): Given => ({
  type: "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
  name: "lock",
  properties: { backupVaultName: "main", ...properties },
});
describeRule(backupVaultLocked, {
  compliant: {
    "a lock": [keeping(), lock({ minRetentionDays: 7 })],
    "a lock of a vault that is yet to be made": [
      { ...keeping(), properties: {} },
      {
        ...lock({ backupVaultName: unknown, minRetentionDays: 35 }),
        sources: { backupVaultName: ["vault"] },
      },
    ],
  },
  violations: {
    "no lock": [[keeping()], "no VaultLockConfiguration"],
    "another vault's": [
      [keeping(), lock({ backupVaultName: "other", minRetentionDays: 35 })],
      "no VaultLockConfiguration",
    ],
    "a lock for no time": [[keeping(), lock({})], "below a week"],
    "a day": [[keeping(), lock({ minRetentionDays: 1 })], "below a week"],
  },
  notApplicable: { "a stack without vaults": [{ type: "aws:ec2/vpc:Vpc" }] },
  unknown: { "a time": [keeping(), lock({ minRetentionDays: unknown })] },
});
