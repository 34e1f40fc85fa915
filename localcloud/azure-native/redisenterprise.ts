import { randomText } from "../interpreter/template";
import { amount, at, list, record, refuse, text, texts } from "../reading";
import type { Check, FunctionRules, ResourceRules } from "../rules";
import { armResource } from "./arm-resource";
import { customerKeyProblems, keyAddressProblems } from "./customer-key";
import { idIn } from "./subscription";
import { types } from "./types";

const provider = "Microsoft.Cache/redisEnterprise";
const clusterPath = `${provider}/{clusterName}`;

/** Memory in GB of sizes without clustering, and of those without active geo-replication (Azure Managed Redis, "Architecture", "SKUs"). */
const noClusterSizes = /^(Balanced_B(0|1|3|5|10|20)|MemoryOptimized_M(10|20)|ComputeOptimized_X(3|5|10|20))$/;
const noReplicationSizes = /^Balanced_B[01]$/;

const skuCheck: Check = (inputs) => {
  const name = text(at(inputs, "sku.name")) ?? "";
  const capacity = amount(at(inputs, "sku.capacity"));
  const path = "sku.capacity";
  if (name.startsWith("Enterprise_"))
    return capacity === undefined || (capacity >= 2 && capacity % 2 === 0)
      ? []
      : refuse(path, `InvalidSku: the capacity of ${name} is 2, 4, 6, …`);
  if (name.startsWith("EnterpriseFlash_"))
    return capacity === undefined || (capacity >= 3 && capacity % 6 === 3)
      ? []
      : refuse(path, `InvalidSku: the capacity of ${name} is 3, 9, 15, …`);
  return capacity === undefined
    ? []
    : refuse(path, `InvalidSku: ${name} has one size; only Enterprise and EnterpriseFlash have a capacity`);
};

const skuNames: Check = (inputs) => {
  const name = text(at(inputs, "sku.name"));
  const known =
    /^(Enterprise_E(1|5|10|20|50|100|200|400)|EnterpriseFlash_F(300|700|1500)|Balanced_B(0|1|3|5|10|20|50|100|150|250|350|500|700|1000)|MemoryOptimized_M(10|20|50|100|150|250|350|500|700|1000|1500|2000)|ComputeOptimized_X(3|5|10|20|50|100|150|250|350|500|700)|FlashOptimized_A(250|500|700|1000|1500|2000|4500))$/;
  return name === undefined || known.test(name)
    ? []
    : refuse(
        "sku.name",
        `InvalidSku: there is no size '${name}'; sizes read 'Balanced_B1', 'MemoryOptimized_M10'`,
      );
};

const protectionCheck: Check = (inputs, _world, self) => {
  if (
    self?.inputs["highAvailability"] !== "Disabled" &&
    self !== undefined &&
    inputs["highAvailability"] === "Disabled"
  )
    return refuse("highAvailability", "OperationNotAllowed: high availability can't be switched off again");
  const tls = text(inputs["minimumTlsVersion"]);
  return tls !== undefined && tls !== "1.2"
    ? refuse("minimumTlsVersion", `InvalidParameterValue: TLS ${tls} is obsolete: use 1.2`)
    : [];
};

const keyPath = "encryption.customerManagedKeyEncryption";

const keyUse = (inputs: Parameters<Check>[0]) => ({
  path: `${keyPath}.keyEncryptionKeyUrl`,
  key: at(inputs, `${keyPath}.keyEncryptionKeyUrl`),
  identity: at(inputs, `${keyPath}.keyEncryptionKeyIdentity.userAssignedIdentityResourceId`),
  identityPath: `${keyPath}.keyEncryptionKeyIdentity.userAssignedIdentityResourceId`,
  version: "needed" as const,
});

const encryptionCheck: Check = (inputs) => {
  const use = keyUse(inputs);
  if (use.key === undefined) return [];
  if (use.identity === undefined)
    return refuse(
      use.identityPath,
      "MissingRequiredParameter: a customer's key needs the identity that may use it",
    );
  if (at(inputs, `${keyPath}.keyEncryptionKeyIdentity.identityType`) === "systemAssignedIdentity")
    return refuse(
      `${keyPath}.keyEncryptionKeyIdentity.identityType`,
      "InvalidParameterValue: only userAssignedIdentity is supported",
    );
  const id = text(use.identity);
  const assigned = texts(at(inputs, "identity.userAssignedIdentities"));
  return [
    ...keyAddressProblems(use),
    ...(id === undefined || assigned.includes(id)
      ? []
      : refuse(
          use.identityPath,
          `InvalidParameterValue: '${id}' is not among the cluster's own identities (\`identity\`)`,
        )),
  ];
};

const persistenceCheck: Check = (inputs) => {
  const { aofEnabled, aofFrequency, rdbEnabled, rdbFrequency } = record(inputs["persistence"]);
  if (aofEnabled === true && rdbEnabled === true)
    return refuse(
      "persistence.rdbEnabled",
      "InvalidParameterValue: at most one of AOF and RDB may be enabled",
    );
  if (aofEnabled === true && aofFrequency === undefined)
    return refuse(
      "persistence.aofFrequency",
      "MissingRequiredParameter: AOF persistence needs its frequency",
    );
  return rdbEnabled === true && rdbFrequency === undefined
    ? refuse("persistence.rdbFrequency", "MissingRequiredParameter: RDB persistence needs its frequency")
    : [];
};

const modules = ["RedisBloom", "RedisTimeSeries", "RediSearch", "RedisJSON"];

const moduleCheck: Check = (inputs, _world, self) => {
  const names = list(inputs["modules"]).map((each) => text(record(each)["name"]));
  const unknown = names.findIndex((name) => name !== undefined && !modules.includes(name));
  if (unknown >= 0)
    return refuse(
      `modules[${String(unknown)}].name`,
      `InvalidParameterValue: there is no module '${names[unknown] ?? ""}'; those are ${modules.join(", ")}`,
    );
  if (names.includes("RediSearch") && inputs["evictionPolicy"] !== "NoEviction")
    return refuse("evictionPolicy", "InvalidParameterValue: RediSearch needs the eviction policy NoEviction");
  if (names.includes("RediSearch") && (inputs["clusteringPolicy"] ?? "OSSCluster") === "OSSCluster")
    return refuse(
      "clusteringPolicy",
      "InvalidParameterValue: RediSearch needs the clustering policy EnterpriseCluster",
    );
  const before = list(self?.inputs["modules"]).map((each) => text(record(each)["name"]));
  return self !== undefined && String(before) !== String(names)
    ? refuse("modules", "OperationNotAllowed: modules can only be chosen when the database is made")
    : [];
};

const changeCheck: Check = (inputs, _world, self) => {
  const before = text(self?.outputs["clusteringPolicy"]);
  const after = text(inputs["clusteringPolicy"]);
  if (before !== undefined && before !== "NoCluster" && after !== before)
    return refuse(
      "clusteringPolicy",
      `OperationNotAllowed: can't change from ${before} to ${after ?? ""} without deleting the database`,
    );
  return self !== undefined && inputs["port"] !== self.inputs["port"]
    ? refuse("port", "OperationNotAllowed: the port can only be chosen when the database is made")
    : [];
};

const sizeCheck: Check = (inputs, world) => {
  const [group, name] = [text(inputs["resourceGroupName"]), text(inputs["clusterName"])];
  const cluster = world.find(types.redis, idIn(group ?? "", `${provider}/${name ?? ""}`));
  const size = text(at(cluster?.outputs ?? {}, "sku.name"));
  if (cluster === undefined || size === undefined) return [];
  if (inputs["clusteringPolicy"] === "NoCluster" && !noClusterSizes.test(size))
    return refuse(
      "clusteringPolicy",
      `InvalidParameterValue: NoCluster is for at most 25 GB; ${size} has more`,
    );
  if (inputs["geoReplication"] === undefined) return [];
  if (noReplicationSizes.test(size))
    return refuse("geoReplication", `InvalidParameterValue: ${size} has no geo-replication`);
  return cluster.outputs["highAvailability"] === "Disabled"
    ? refuse("geoReplication", "InvalidParameterValue: geo-replication needs high availability")
    : [];
};

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const caches: readonly ResourceRules[] = [
  armResource({
    type: types.redis,
    path: clusterPath,
    location: "regional",
    name: {
      maximum: 60,
      pattern: /^(?!-)(?!.*--)[A-Za-z0-9-]+(?<!-)$/,
      alphabet: "letters, digits and hyphens; no two hyphens together and none at either end",
    },
    defaults: { highAvailability: "Enabled", minimumTlsVersion: "1.2" },
    outputs: {
      hostName: "{clusterName}.{region}.redis.azure.net",
      kind: "v2",
      redisVersion: "7.4",
      redundancyMode: ({ outputs }) => (outputs["highAvailability"] === "Disabled" ? "None" : "ZR"),
      resourceState: "Running",
      privateEndpointConnections: () => [],
    },
    references: [{ path: "identity.userAssignedIdentities[]", to: types.identity }],
    check: [
      skuNames,
      skuCheck,
      protectionCheck,
      encryptionCheck,
      (inputs, world) => customerKeyProblems(keyUse(inputs), world),
    ],
    // Azure Managed Redis quickstart: "it takes a while"; usual experience five to ten minutes.
    seconds: { create: 480, update: 300, delete: 240 },
  }),
  armResource({
    type: types.redisDatabase,
    path: `${clusterPath}/databases/{databaseName}`,
    parent: types.redis,
    name: { maximum: 60, pattern: /^default$/, alphabet: "the word 'default': a cluster has one database" },
    // From 2025-07-01 on access keys are off unless asked for (release notes of that API version).
    defaults: {
      accessKeysAuthentication: "Disabled",
      clientProtocol: "Encrypted",
      clusteringPolicy: "OSSCluster",
      evictionPolicy: "VolatileLRU",
    },
    outputs: {
      port: ({ inputs }) => inputs["port"] ?? 10_000,
      redisVersion: "7.4",
      resourceState: "Running",
    },
    check: [persistenceCheck, moduleCheck, changeCheck, sizeCheck],
    seconds: { create: 120, update: 60, delete: 60 },
  }),
  armResource({
    type: "azure-native:redisenterprise:AccessPolicyAssignment",
    path: `${clusterPath}/databases/{databaseName}/accessPolicyAssignments/{accessPolicyAssignmentName}`,
    parent: types.redisDatabase,
    name: { maximum: 60, pattern: /^[A-Za-z0-9]+$/, alphabet: "letters and digits" },
    immutable: ["accessPolicyName", "user.objectId"],
    limits: [
      { path: "accessPolicyName", oneOf: ["default"] },
      { path: "user.objectId", pattern: guid, reason: "is a GUID: the object id of an identity" },
    ],
    seconds: { create: 30, delete: 30 },
  }),
];

export const cacheFunctions: readonly FunctionRules[] = [
  {
    token: "azure-native:redisenterprise:listDatabaseKeys",
    result: (inputs, world) => {
      const [group, cluster, name] = ["resourceGroupName", "clusterName", "databaseName"].map((property) =>
        text(inputs[property]),
      );
      const id = idIn(group ?? "", `${provider}/${cluster ?? ""}/databases/${name ?? ""}`);
      const database = world.find(types.redisDatabase, id);
      if (database === undefined)
        return { path: "databaseName", reason: `ResourceNotFound: there is no database '${id}'` };
      if (database.outputs["accessKeysAuthentication"] !== "Enabled")
        return {
          path: "databaseName",
          reason: "AccessKeysAuthenticationDisabled: the database takes no access keys",
        };
      // Stands for keys of 32 random bytes.
      const key = (which: string): string =>
        Buffer.from(randomText(`${id} ${which}`, true, 64), "hex").toString("base64");
      return { primaryKey: key("primary"), secondaryKey: key("secondary") };
    },
  },
];
