import type { Check, NameRule, Problem, Properties, ResourceRules, World } from "../rules";
import { arn } from "./account";
import { vpcOfSubnet, zoneOfSubnet } from "./ec2-network";
import { foreignGroupProblems, securityGroups } from "./ec2-security-group";
import { key } from "./key-use";
import { types } from "./types";
import { overlappingWindows, windowProblem } from "./maintenance-window";
import { amount, list, record, refuse, repeated, text, texts, shown } from "../reading";

/** Default ports by engine. */
const ports: Readonly<Record<string, number>> = {
  postgres: 5432,
  "aurora-postgresql": 5432,
  mysql: 3306,
  mariadb: 3306,
  "aurora-mysql": 3306,
};
/** Least storage in GiB (RDS guide, "Amazon RDS DB instance storage"): gp2 and gp3 from 20, provisioned from 100. */
const leastStorage: Readonly<Record<string, number>> = { gp2: 20, gp3: 20, io1: 100, io2: 100, standard: 5 };

const identifier = (property: string): NameRule => ({
  property,
  maximum: 63,
  pattern: /^[a-z](?!.*--)[a-z0-9-]*(?<!-)$/,
  alphabet:
    "lower-case letters, digits and hyphens; it begins with a letter, has no two hyphens together and none at the end",
  unique: "region",
});

/** The master password: 8 to 128 printable characters, none of / @ " and space (RDS API, CreateDBInstance). */
export function passwordProblems(path: string, value: unknown): readonly Problem[] {
  if (typeof value !== "string") return [];
  if (value.length < 8 || value.length > 128)
    return refuse(path, "InvalidParameterValue: the master user password has 8 to 128 characters");
  return /^[!#-.0-?A-~]*$/.test(value)
    ? []
    : refuse(
        path,
        "InvalidParameterValue: only printable ASCII characters besides '/', '@', '\"', ' ' may be used",
      );
}

const storageCheck: Check = (inputs) => {
  const allocated = amount(inputs["allocatedStorage"]);
  const most = amount(inputs["maxAllocatedStorage"]);
  const kind = text(inputs["storageType"]) ?? (inputs["iops"] === undefined ? "gp2" : "io1");
  const least = leastStorage[kind];
  if (allocated === undefined) {
    const inherits = ["snapshotIdentifier", "replicateSourceDb", "restoreToPointInTime", "s3Import"];
    return inherits.some((property) => inputs[property] !== undefined)
      ? []
      : refuse("allocatedStorage", "InvalidParameterCombination: needed unless restored or replicated");
  }
  if (least !== undefined && (allocated < least || allocated > 65536))
    return refuse(
      "allocatedStorage",
      `InvalidParameterValue: ${kind} storage has ${String(least)} to 65536 GiB, not ${String(allocated)}`,
    );
  // RDS guide, "storage autoscaling": the threshold is at least 10 % above the allocated storage.
  if (most !== undefined && most !== 0 && most < allocated * 1.1)
    return refuse(
      "maxAllocatedStorage",
      `InvalidParameterValue: must be at least 10 % above allocatedStorage (${String(Math.ceil(allocated * 1.1))} GiB)`,
    );
  if (kind.startsWith("io") && inputs["iops"] === undefined)
    return refuse("iops", `InvalidParameterCombination: ${kind} storage needs iops`);
  // gp3 below 400 GiB (other engines than Oracle and SQL Server) has its baseline and takes no iops.
  if (kind === "gp3" && allocated < 400)
    for (const path of ["iops", "storageThroughput"])
      if (inputs[path] !== undefined)
        return refuse(
          path,
          "InvalidParameterCombination: you can't specify IOPS or storage throughput for gp3 storage below 400 GiB",
        );
  return [];
};

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

const credentialCheck: Check = (inputs) => {
  const managed = inputs["manageMasterUserPassword"] === true;
  const restored = ["snapshotIdentifier", "replicateSourceDb", "restoreToPointInTime"].some(
    (each) => inputs[each] !== undefined,
  );
  const given = ["password", "passwordWo"].filter((path) => inputs[path] !== undefined);
  if (managed && given[0] !== undefined)
    return refuse(
      given[0],
      "InvalidParameterCombination: give a password, or manageMasterUserPassword, not both",
    );
  if (!restored && !managed && given.length === 0)
    return refuse(
      "password",
      "InvalidParameterValue: a new database needs password or manageMasterUserPassword",
    );
  if (!restored && inputs["username"] === undefined)
    return refuse("username", "InvalidParameterValue: a new database needs the name of its master user");
  return passwordProblems("password", inputs["password"]);
};

/** Names that PostgreSQL on RDS keeps for itself. */
const reservedUsers = [
  "admin",
  "rdsadmin",
  "postgres_admin",
  "rds_superuser",
  "user",
  "rdstopmgr",
  "rdsrepladmin",
];

const postgresCheck: Check = (inputs) => {
  if (!shown(inputs["engine"]).includes("postgres")) return [];
  const user = text(inputs["username"]);
  if (user !== undefined && reservedUsers.includes(user))
    return refuse(
      "username",
      `InvalidParameterValue: MasterUsername ${user} cannot be used as it is a reserved word used by the engine`,
    );
  const version = text(inputs["engineVersion"]);
  if (version !== undefined && !/^(1[1-9]|[2-9]\d)(\.\d{1,2})?(-R\d+)?$/.test(version))
    return refuse(
      "engineVersion",
      `InvalidParameterCombination: cannot find version ${version} for postgres; versions read '16' or '16.4'`,
    );
  const wrong = texts(inputs["enabledCloudwatchLogsExports"]).find(
    (log) => !["postgresql", "upgrade", "iam-db-auth-error"].includes(log),
  );
  return wrong === undefined
    ? []
    : refuse(
        "enabledCloudwatchLogsExports",
        `InvalidParameterCombination: PostgreSQL has no log type '${wrong}'; use postgresql, upgrade`,
      );
};

const monitoringCheck: Check = (inputs) => {
  const interval = amount(inputs["monitoringInterval"]) ?? 0;
  if (interval > 0 && inputs["monitoringRoleArn"] === undefined)
    return refuse(
      "monitoringRoleArn",
      "InvalidParameterCombination: a MonitoringRoleARN value is required if monitoringInterval is above 0",
    );
  if (inputs["performanceInsightsEnabled"] === true) return [];
  const path = ["performanceInsightsKmsKeyId", "performanceInsightsRetentionPeriod"].find(
    (each) => inputs[each] !== undefined && inputs[each] !== 0,
  );
  return path === undefined
    ? []
    : refuse(path, "InvalidParameterCombination: needs performanceInsightsEnabled");
};

const encryptionCheck: Check = (inputs) =>
  inputs["kmsKeyId"] !== undefined &&
  inputs["storageEncrypted"] !== true &&
  inputs["replicateSourceDb"] === undefined
    ? refuse(
        "storageEncrypted",
        "InvalidParameterCombination: a KMS key is for encrypted storage: set storageEncrypted",
      )
    : [];

const finalCheck = (inputs: Properties): readonly Problem[] =>
  inputs["skipFinalSnapshot"] !== true && inputs["finalSnapshotIdentifier"] === undefined
    ? refuse(
        "finalSnapshotIdentifier",
        "is needed when skipFinalSnapshot is not true: without it the database can't be deleted",
      )
    : [];

const placeCheck: Check = (inputs, world) => {
  const group = world.find(types.databaseSubnetGroup, inputs["dbSubnetGroupName"], "name");
  return foreignGroupProblems(
    "vpcSecurityGroupIds",
    inputs["vpcSecurityGroupIds"],
    text(group?.outputs["vpcId"]),
    world,
  );
};

const familyCheck: Check = (inputs, world) => {
  const family = text(
    world.find(types.databaseParameterGroup, inputs["parameterGroupName"], "name")?.inputs["family"],
  );
  const [engine, version] = [text(inputs["engine"]), text(inputs["engineVersion"])];
  if (family === undefined || engine !== "postgres" || version === undefined) return [];
  const wanted = `postgres${version.split(".")[0] ?? ""}`;
  return family === wanted
    ? []
    : refuse(
        "parameterGroupName",
        `InvalidParameterCombination: the parameter group is of family ${family}, the engine needs ${wanted}`,
      );
};

const windowCheck: Check = (inputs) => {
  const [backup, maintenance] = [text(inputs["backupWindow"]), text(inputs["maintenanceWindow"])];
  const wrongBackup = backup === undefined ? undefined : windowProblem(backup, "daily");
  if (wrongBackup !== undefined) return refuse("backupWindow", `InvalidParameterValue: ${wrongBackup}`);
  const wrong = maintenance === undefined ? undefined : windowProblem(maintenance, "weekly");
  if (wrong !== undefined) return refuse("maintenanceWindow", `InvalidParameterValue: ${wrong}`);
  return backup !== undefined && maintenance !== undefined && overlappingWindows(backup, maintenance)
    ? refuse(
        "backupWindow",
        "InvalidParameterValue: the backup window and maintenance window must not overlap",
      )
    : [];
};

/** Subnets of a database: in two zones at least, all of one VPC. */
export function subnetGroupCheck(words: string): Check {
  return (inputs, world) => {
    const subnets = texts(inputs["subnetIds"]);
    const vpcs = new Set(subnets.flatMap((id) => vpcOfSubnet(world, id) ?? []));
    if (vpcs.size > 1)
      return refuse(
        "subnetIds",
        `InvalidSubnet: the subnets are of different VPCs (${[...vpcs].join(", ")})`,
      );
    const zones = subnets.map((id) => zoneOfSubnet(world, id));
    return zones.every((zone) => zone !== undefined) && new Set(zones).size < 2
      ? refuse("subnetIds", words)
      : [];
  };
}

const parametersCheck: Check = (inputs) => {
  const [twice] = repeated(list(inputs["parameters"]).map((each) => record(each)["name"]));
  return twice === undefined
    ? []
    : refuse("parameters", `InvalidParameterValue: '${shown(twice)}' is given twice`);
};

function groupName(property = "name"): NameRule {
  return { ...identifier(property), maximum: 255, pattern: /^[a-zA-Z0-9](?!.*--)[a-zA-Z0-9._-]*(?<!-)$/ };
}

function endpointOf(inputs: Properties, world: World, suffix = ""): string {
  const name = text(inputs["identifier"]) ?? text(inputs["clusterIdentifier"]) ?? "";
  // Twelve characters that AWS gives an account in a region; the same for all of its databases there.
  return `${name}.${suffix}cabcdefghijk.${world.region}.rds.amazonaws.com`;
}

const port = ({ inputs }: { inputs: Properties }): number =>
  amount(inputs["port"]) ?? ports[text(inputs["engine"]) ?? ""] ?? 5432;

const protectedFrom = (what: string) => (resource: { inputs: Properties }) =>
  resource.inputs["deletionProtection"] === true
    ? refuse(
        "deletionProtection",
        `InvalidParameterCombination: Cannot delete protected ${what}, please disable deletion protection and try again`,
      )
    : finalCheck(resource.inputs);

const logTypes = { path: "monitoringInterval", oneOf: [0, 1, 5, 10, 15, 30, 60] };
const insights = {
  path: "performanceInsightsRetentionPeriod",
  oneOf: [7, ...Array.from({ length: 23 }, (_, month) => (month + 1) * 31), 731],
};

export const databases: readonly ResourceRules[] = [
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
      logTypes,
      insights,
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
  {
    type: types.databaseSubnetGroup,
    name: groupName(),
    id: "{name}",
    outputs: {
      arn: arn("rds", "subgrp:{name}"),
      vpcId: ({ inputs }, world) => vpcOfSubnet(world, texts(inputs["subnetIds"])[0]) ?? "",
      supportedNetworkTypes: () => ["IPV4"],
    },
    defaults: { description: "Managed by Pulumi" },
    references: [{ path: "subnetIds[]", to: types.subnet }],
    immutable: ["name"],
    check: subnetGroupCheck(
      "DBSubnetGroupDoesNotCoverEnoughAZs: the DB subnet group doesn't meet Availability Zone (AZ) coverage requirement; add subnets to cover at least 2 AZs",
    ),
    seconds: { create: 2, delete: 1 },
  },
  ...(["parameterGroup", "clusterParameterGroup"] as const).map((kind): ResourceRules => ({
    type: kind === "parameterGroup" ? types.databaseParameterGroup : types.databaseClusterParameterGroup,
    name: groupName(),
    id: "{name}",
    outputs: { arn: arn("rds", kind === "parameterGroup" ? "pg:{name}" : "cluster-pg:{name}") },
    defaults: { description: "Managed by Pulumi" },
    immutable: ["name", "family", "description"],
    limits: [
      {
        path: "family",
        pattern:
          /^(postgres\d+|aurora-postgresql\d+|(aurora-)?mysql\d\.\d|mariadb\d+\.\d+|oracle-.+|sqlserver-.+|db2-.+|custom-.+)$/,
        reason: "InvalidParameterValue: is a DB parameter group family, for example postgres16",
      },
      { path: "parameters[].applyMethod", oneOf: ["immediate", "pending-reboot"] },
    ],
    check: parametersCheck,
    seconds: { create: 2, delete: 1 },
  })),
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
      logTypes,
      insights,
    ],
    check: [
      windowClusterCheck(),
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
      logTypes,
    ],
    check: monitoringCheck,
    seconds: { create: 300, delete: 300 },
  },
  {
    type: "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication",
    id: arn("rds", "auto-backup:ab-{hex:26}"),
    defaults: { retentionPeriod: 7 },
    references: [
      {
        path: "sourceDbInstanceArn",
        to: types.databaseInstance,
        by: "arn",
        anyRegion: true,
        blocksDeletion: false,
      },
    ],
    immutable: ["sourceDbInstanceArn", "kmsKeyId", "retentionPeriod"],
    limits: [{ path: "retentionPeriod", minimum: 1, maximum: 35 }],
    uniqueBy: [["sourceDbInstanceArn"]],
    check: [
      key("kmsKeyId"),
      (inputs, world) => {
        const source = text(inputs["sourceDbInstanceArn"]);
        const database = world
          .all(types.databaseInstance, { anyRegion: true })
          .find(({ outputs }) => outputs["arn"] === source);
        if (database === undefined) return [];
        if (database.region === world.region)
          return refuse(
            "sourceDbInstanceArn",
            "InvalidParameterValue: the source is in this region; automated backups are replicated to another",
          );
        if (database.inputs["backupRetentionPeriod"] === 0)
          return refuse(
            "sourceDbInstanceArn",
            "InvalidDBInstanceState: automated backups are not enabled on the source",
          );
        return database.inputs["storageEncrypted"] === true && inputs["kmsKeyId"] === undefined
          ? refuse("kmsKeyId", "InvalidParameterCombination: an encrypted source needs a key of this region")
          : [];
      },
    ],
    seconds: { create: 300, delete: 60 },
  },
];

function windowClusterCheck(): Check {
  return (inputs, world, self) =>
    windowCheck(
      {
        ...inputs,
        backupWindow: inputs["preferredBackupWindow"] ?? null,
        maintenanceWindow: inputs["preferredMaintenanceWindow"] ?? null,
      },
      world,
      self,
    ).map(({ path, reason }) => ({
      path: path === "backupWindow" ? "preferredBackupWindow" : "preferredMaintenanceWindow",
      reason,
    }));
}
