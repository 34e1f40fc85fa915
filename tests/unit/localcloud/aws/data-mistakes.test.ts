import { types } from "../../../../localcloud/aws/types";
import type { Properties } from "../../../../localcloud/rules";
import { type Aws, account, describeMistakes, region } from "./aws";

const database = async (aws: Aws) => {
  const { subnets, group } = await aws.place();
  return {
    identifier: "main",
    engine: "postgres",
    engineVersion: "16",
    instanceClass: "db.t4g.micro",
    allocatedStorage: 20,
    maxAllocatedStorage: 100,
    storageType: "gp3",
    storageEncrypted: true,
    kmsKeyId: await aws.key(),
    dbName: "platform",
    username: "platform",
    password: "correct-horse-battery",
    dbSubnetGroupName: (await aws.make(types.databaseSubnetGroup, { subnetIds: subnets })).id,
    parameterGroupName: (await aws.make(types.databaseParameterGroup, { family: "postgres16" })).id,
    vpcSecurityGroupIds: [group],
    backupRetentionPeriod: 7,
    backupWindow: "01:00-01:30",
    maintenanceWindow: "sun:02:00-sun:03:00",
    skipFinalSnapshot: true,
  };
};
const cache = async (aws: Aws) => {
  const { subnets, group } = await aws.place();
  return {
    description: "Cache",
    engine: "valkey",
    engineVersion: "8.0",
    nodeType: "cache.t4g.micro",
    numCacheClusters: 2,
    automaticFailoverEnabled: true,
    multiAzEnabled: true,
    subnetGroupName: (await aws.make(types.cacheSubnetGroup, { subnetIds: subnets })).id,
    parameterGroupName: (await aws.make(types.cacheParameterGroup, { family: "valkey8" })).id,
    securityGroupIds: [group],
    transitEncryptionEnabled: true,
    authToken: "correct-horse-battery-staple",
  };
};
const db = types.databaseInstance;
const group = types.cacheGroup;

/** A change of one input of a database, and what is refused about it. */
const wrongDatabase = (
  mistake: string,
  wrong: Record<string, Properties[string] | undefined>,
  path: string,
  words: string,
) => ({
  mistake,
  type: db,
  right: database,
  wrong,
  path,
  words,
});
const wrongCache = (
  mistake: string,
  wrong: Record<string, Properties[string] | undefined>,
  path: string,
  words: string,
) => ({
  mistake,
  type: group,
  right: cache,
  wrong,
  path,
  words,
});

describeMistakes("databases", [
  {
    mistake: "a database subnet group in one zone",
    type: types.databaseSubnetGroup,
    right: async (aws) => ({ subnetIds: (await aws.place()).subnets }),
    wrong: (_, right) => ({ subnetIds: (right["subnetIds"] as string[]).slice(1) }),
    path: "subnetIds",
    words: "add subnets to cover at least 2 AZs",
  },
  wrongDatabase(
    "less storage than gp3 has",
    { allocatedStorage: 10 },
    "allocatedStorage",
    "gp3 storage has 20 to 65536 GiB, not 10",
  ),
  wrongDatabase(
    "a storage limit at the start",
    { maxAllocatedStorage: 20 },
    "maxAllocatedStorage",
    "at least 10 % above",
  ),
  wrongDatabase("provisioned IOPS on a small gp3 volume", { iops: 6000 }, "iops", "below 400 GiB"),
  wrongDatabase("backups of 36 days", { backupRetentionPeriod: 36 }, "backupRetentionPeriod", "from 0 to 35"),
  wrongDatabase("a short password", { password: "secret" }, "password", "has 8 to 128 characters"),
  wrongDatabase(
    "an @ in the password",
    { password: "p@ssword-of-mine" },
    "password",
    "only printable ASCII characters besides",
  ),
  wrongDatabase("a password and a managed one", { manageMasterUserPassword: true }, "password", "not both"),
  wrongDatabase(
    "no password at all",
    { password: undefined },
    "password",
    "needs password or manageMasterUserPassword",
  ),
  wrongDatabase("a reserved user name", { username: "rdsadmin" }, "username", "is a reserved word"),
  wrongDatabase(
    "a version with a letter",
    { engineVersion: "v16" },
    "engineVersion",
    "cannot find version v16",
  ),
  wrongDatabase(
    "an instance class without its prefix",
    { instanceClass: "t4g.micro" },
    "instanceClass",
    "reads like 'db.t4g.micro'",
  ),
  wrongDatabase(
    "a name with two hyphens",
    { identifier: "main--db" },
    "identifier",
    "no two hyphens together",
  ),
  wrongDatabase(
    "no name for the last snapshot",
    { skipFinalSnapshot: false },
    "finalSnapshotIdentifier",
    "is needed when skipFinalSnapshot is not true",
  ),
  wrongDatabase("windows that overlap", { backupWindow: "02:30-03:00" }, "backupWindow", "must not overlap"),
  wrongDatabase(
    "a key without encryption",
    { storageEncrypted: false },
    "storageEncrypted",
    "a KMS key is for encrypted storage",
  ),
  wrongDatabase(
    "a log that PostgreSQL does not have",
    { enabledCloudwatchLogsExports: ["slowquery"] },
    "enabledCloudwatchLogsExports",
    "no log type 'slowquery'",
  ),
  wrongDatabase(
    "enhanced monitoring without a role",
    { monitoringInterval: 60 },
    "monitoringRoleArn",
    "is required if monitoringInterval",
  ),
  wrongDatabase(
    "monitoring every 20 seconds",
    { monitoringInterval: 20 },
    "monitoringInterval",
    "one of 0, 1, 5",
  ),
  wrongDatabase(
    "Performance Insights for ten days",
    { performanceInsightsEnabled: true, performanceInsightsRetentionPeriod: 10 },
    "performanceInsightsRetentionPeriod",
    "one of 7, 31",
  ),
  {
    mistake: "parameters of another major version",
    type: db,
    right: database,
    wrong: async (aws) => ({
      parameterGroupName: (await aws.make(types.databaseParameterGroup, { family: "postgres15" })).id,
    }),
    path: "parameterGroupName",
    words: "is of family postgres15, the engine needs postgres16",
  },
  {
    mistake: "a security group of another VPC",
    type: db,
    right: database,
    wrong: async (aws) => ({ vpcSecurityGroupIds: [await aws.group(await aws.vpc("10.1.0.0/16"))] }),
    path: "vpcSecurityGroupIds[0]",
    words: "InvalidGroup.NotFound",
  },
  {
    mistake: "a key of another region",
    type: db,
    right: database,
    wrong: { kmsKeyId: `arn:aws:kms:us-east-1:${account}:key/11111111-2222-4333-a444-555555555555` },
    path: "kmsKeyId",
    words: `the key is in us-east-1, but it must be in ${region}`,
  },
  {
    mistake: "replicated backups in the database's own region",
    type: "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication",
    right: async (aws) => {
      const { outputs } = await aws.make(db, await database(aws));
      const elsewhere = { region: "eu-central-1" };
      const key = await aws.make(types.key, elsewhere);
      return { ...elsewhere, sourceDbInstanceArn: outputs["arn"] ?? "", kmsKeyId: key.outputs["arn"] ?? "" };
    },
    wrong: async (aws) => ({ region: undefined, kmsKeyId: await aws.key() }),
    path: "sourceDbInstanceArn",
    words: "are replicated to another",
  },
]);

describeMistakes("caches", [
  wrongCache(
    "failover without a replica",
    { numCacheClusters: 1 },
    "numCacheClusters",
    "needs at least 2 nodes",
  ),
  wrongCache(
    "several zones without failover",
    { automaticFailoverEnabled: false },
    "automaticFailoverEnabled",
    "Multi-AZ needs automatic failover",
  ),
  wrongCache(
    "a token of 15 characters",
    { authToken: "a".repeat(15) },
    "authToken",
    "has 16 to 128 characters",
  ),
  wrongCache(
    "a token with a slash",
    { authToken: "correct/horse/battery" },
    "authToken",
    "letters, digits and ! & # $",
  ),
  wrongCache(
    "a token without TLS",
    { transitEncryptionEnabled: false },
    "transitEncryptionEnabled",
    "only supported when encryption-in-transit is enabled",
  ),
  wrongCache(
    "a node type without its prefix",
    { nodeType: "t4g.micro" },
    "nodeType",
    "reads like 'cache.t4g.micro'",
  ),
  wrongCache(
    "nodes and shards at once",
    { numNodeGroups: 2 },
    "numNodeGroups",
    "conflicts with `numCacheClusters`",
  ),
  wrongCache(
    "snapshots for 36 days",
    { snapshotRetentionLimit: 36 },
    "snapshotRetentionLimit",
    "from 0 to 35",
  ),
  wrongCache(
    "a group name of 41 characters",
    { replicationGroupId: "a".repeat(41) },
    "replicationGroupId",
    "longer than 40 characters (41)",
  ),
  wrongCache(
    "logs to a group that is not there",
    {
      logDeliveryConfigurations: [
        { logType: "slow-log", logFormat: "json", destinationType: "cloudwatch-logs", destination: "/cache" },
      ],
    },
    "logDeliveryConfigurations[0].destination",
    "there is no log group '/cache'",
  ),
  {
    mistake: "parameters of another engine",
    type: group,
    right: cache,
    wrong: async (aws) => ({
      parameterGroupName: (await aws.make(types.cacheParameterGroup, { family: "redis7" })).id,
    }),
    path: "parameterGroupName",
    words: "is of family redis7, the engine needs valkey8",
  },
  {
    mistake: "several zones with subnets in one",
    type: group,
    right: cache,
    wrong: async (aws) => {
      const vpcId = await aws.vpc("10.1.0.0/16");
      const subnetIds = [await aws.subnet(vpcId, "10.1.0.0/24"), await aws.subnet(vpcId, "10.1.1.0/24")];
      return {
        subnetGroupName: (await aws.make(types.cacheSubnetGroup, { subnetIds })).id,
        securityGroupIds: [await aws.group(vpcId)],
      };
    },
    path: "subnetGroupName",
    words: "needs subnets in at least two zones",
  },
]);
