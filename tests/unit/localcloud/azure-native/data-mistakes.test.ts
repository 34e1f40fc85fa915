import { types } from "../../../../localcloud/azure-native/types";
import type { Properties, Value } from "../../../../localcloud/rules";
import { Azure, describeMistakes, group, here } from "./azure";
import { customerKey, plainServer, server, subscriptionId } from "./parts";

const delegation = "Microsoft.DBforPostgreSQL/flexibleServers";

/** A network with a subnet for databases. */
async function subnet(azure: Azure, inputs: Properties = {}, place = here.location): Promise<string> {
  const virtualNetworkName = `network-${place}`;
  await azure.make(types.virtualNetwork, {
    ...here,
    location: place,
    virtualNetworkName,
    addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
  });
  const made = await azure.make(types.subnet, {
    resourceGroupName: group,
    virtualNetworkName,
    subnetName: "database",
    addressPrefix: "10.0.1.0/24",
    delegations: [{ name: "database", serviceName: delegation }],
    ...inputs,
  });
  return made.id;
}

async function zone(
  azure: Azure,
  privateZoneName = "stack.private.postgres.database.azure.com",
): Promise<string> {
  const made = await azure.make(types.privateZone, {
    resourceGroupName: group,
    location: "global",
    privateZoneName,
  });
  return made.id;
}

const serverInputs = async (azure: Azure) => {
  await azure.group();
  return { ...here, ...plainServer };
};
const of =
  (type: string, right: (azure: Azure) => Promise<Properties>) =>
  (mistake: string, wrong: Record<string, Value | undefined>, path: string, words: string) => ({
    mistake,
    type,
    right,
    wrong,
    path,
    words,
  });
const wrongServer = of(types.postgresServer, serverInputs);
const general = { name: "Standard_D2ds_v5", tier: "GeneralPurpose" };
const storage = { ...plainServer.storage };

describeMistakes("flexible servers", [
  wrongServer(
    "a size of another tier",
    { sku: { ...general, tier: "Burstable" } },
    "sku.tier",
    "is of tier GeneralPurpose, not Burstable",
  ),
  wrongServer(
    "a size that does not exist",
    { sku: { name: "Standard_B3ms", tier: "Burstable" } },
    "sku.name",
    "there is no size 'Standard_B3ms'",
  ),
  wrongServer(
    "a disk of 100 GiB",
    { storage: { ...storage, storageSizeGB: 100 } },
    "storage.storageSizeGB",
    "100 GiB is no size of Premium SSD",
  ),
  wrongServer(
    "a performance tier below the disk's",
    { storage: { ...storage, storageSizeGB: 128, tier: "P4" } },
    "storage.tier",
    "have the performance tiers P10",
  ),
  wrongServer(
    "a fast disk without its speed",
    { storage: { storageSizeGB: 100, type: "PremiumV2_LRS" } },
    "storage.iops",
    "PremiumV2_LRS needs it",
  ),
  wrongServer(
    "backups for three days",
    { backup: { backupRetentionDays: 3 } },
    "backup.backupRetentionDays",
    "must be from 7 to 35",
  ),
  wrongServer(
    "backups for 36 days",
    { backup: { backupRetentionDays: 36 } },
    "backup.backupRetentionDays",
    "must be from 7 to 35",
  ),
  wrongServer(
    "a standby of a burstable server",
    { highAvailability: { mode: "ZoneRedundant" } },
    "highAvailability.mode",
    "Burstable have no high availability",
  ),
  wrongServer(
    "a standby in another zone where there are none",
    { location: "westus", sku: general, highAvailability: { mode: "ZoneRedundant" } },
    "highAvailability.mode",
    "westus has no availability zones",
  ),
  wrongServer(
    "a standby in another zone where PostgreSQL has none",
    { location: "japanwest", sku: general, highAvailability: { mode: "ZoneRedundant" } },
    "highAvailability.mode",
    "have no standby in another zone",
  ),
  wrongServer(
    "a standby in the server's own zone",
    {
      sku: general,
      availabilityZone: "1",
      highAvailability: { mode: "ZoneRedundant", standbyAvailabilityZone: "1" },
    },
    "highAvailability.standbyAvailabilityZone",
    "is in another zone than the server",
  ),
  wrongServer(
    "a zone that does not exist",
    { availabilityZone: "4" },
    "availabilityZone",
    "has no availability zone '4'",
  ),
  wrongServer(
    "copies of backups where no region is paired",
    { location: "polandcentral", backup: { backupRetentionDays: 7, geoRedundantBackup: "Enabled" } },
    "backup.geoRedundantBackup",
    "has no paired region",
  ),
  wrongServer(
    "copies of backups out of a region whose pair PostgreSQL does not use",
    { location: "westus3", backup: { backupRetentionDays: 7, geoRedundantBackup: "Enabled" } },
    "backup.geoRedundantBackup",
    "has no paired region",
  ),
  wrongServer("a version of the past", { version: "11" }, "version", "are no longer made"),
  wrongServer(
    "a reserved login",
    { administratorLogin: "azure_superuser" },
    "administratorLogin",
    "is reserved",
  ),
  wrongServer(
    "no password",
    { administratorLoginPassword: undefined },
    "administratorLoginPassword",
    "password authentication needs it",
  ),
  wrongServer(
    "a simple password",
    { administratorLoginPassword: "alllowercase" },
    "administratorLoginPassword",
    "holds three of",
  ),
  wrongServer(
    "Entra users of no tenant",
    { authConfig: { activeDirectoryAuth: "Enabled" } },
    "authConfig.tenantId",
    "needs the tenant",
  ),
  wrongServer(
    "maintenance on the eighth day",
    { maintenanceWindow: { dayOfWeek: 7 } },
    "maintenanceWindow.dayOfWeek",
    "must be from 0 to 6",
  ),
  wrongServer(
    "a name with capitals",
    { serverName: "Main" },
    "serverName",
    "may only have lower-case letters",
  ),
  {
    mistake: "a name that somebody has",
    type: types.postgresServer,
    right: serverInputs,
    wrong: async (azure) => {
      await azure.group("other");
      await server(azure, { resourceGroupName: "other", serverName: "taken" });
      return { serverName: "taken" };
    },
    path: "serverName",
    words: "the name 'taken' is taken",
  },
]);

const privateServer = async (azure: Azure) => {
  const inputs = await serverInputs(azure);
  const network = {
    delegatedSubnetResourceId: await subnet(azure),
    privateDnsZoneArmResourceId: await zone(azure),
    publicNetworkAccess: "Disabled",
  };
  return { ...inputs, network };
};
const inNetwork = (right: Properties, changes: Record<string, Value | undefined>): Properties => {
  const network: Properties = {};
  for (const [key, value] of Object.entries({ ...(right["network"] as Properties), ...changes }))
    if (value !== undefined) network[key] = value;
  return { network };
};

describeMistakes("flexible servers in a network", [
  {
    mistake: "no private DNS zone",
    type: types.postgresServer,
    right: privateServer,
    wrong: (_, right) => inNetwork(right, { privateDnsZoneArmResourceId: undefined }),
    path: "network.privateDnsZoneArmResourceId",
    words: "needs a private DNS zone",
  },
  {
    mistake: "a zone of another name",
    type: types.postgresServer,
    right: privateServer,
    wrong: async (azure, right) =>
      inNetwork(right, { privateDnsZoneArmResourceId: await zone(azure, "stack.internal.example.com") }),
    path: "network.privateDnsZoneArmResourceId",
    words: "ends with .postgres.database.azure.com",
  },
  {
    mistake: "a subnet that is not delegated",
    type: types.postgresServer,
    right: privateServer,
    wrong: async (azure, right) => {
      const plain = await azure.make(types.subnet, {
        resourceGroupName: group,
        virtualNetworkName: "network-westeurope",
        subnetName: "plain",
        addressPrefix: "10.0.2.0/24",
      });
      return inNetwork(right, { delegatedSubnetResourceId: plain.id });
    },
    path: "network.delegatedSubnetResourceId",
    words: `is not delegated to ${delegation}`,
  },
  {
    mistake: "a subnet that does not exist",
    type: types.postgresServer,
    right: privateServer,
    wrong: (_, right) => inNetwork(right, { delegatedSubnetResourceId: `${subscriptionId}/none` }),
    path: "network.delegatedSubnetResourceId",
    words: "there is no azure-native:network:Subnet",
  },
  {
    mistake: "a subnet of another region",
    type: types.postgresServer,
    right: privateServer,
    wrong: async (azure, right) =>
      inNetwork(right, { delegatedSubnetResourceId: await subnet(azure, {}, "northeurope") }),
    path: "network.delegatedSubnetResourceId",
    words: "the network is in northeurope, the server in westeurope",
  },
  {
    mistake: "public access beside the subnet",
    type: types.postgresServer,
    right: privateServer,
    wrong: (_, right) => inNetwork(right, { publicNetworkAccess: "Enabled" }),
    path: "network.publicNetworkAccess",
    words: "has no public access",
  },
]);

const encryptedServer = async (azure: Azure) => {
  const inputs = await serverInputs(azure);
  const [key, copy] = [await customerKey(azure), await customerKey(azure, "copy", "northeurope")];
  return {
    ...inputs,
    identity: { type: "UserAssigned", userAssignedIdentities: { [key.identity]: {}, [copy.identity]: {} } },
    backup: { backupRetentionDays: 7, geoRedundantBackup: "Enabled" },
    dataEncryption: {
      type: "AzureKeyVault",
      primaryKeyURI: key.key,
      primaryUserAssignedIdentityId: key.identity,
      geoBackupKeyURI: copy.key,
      geoBackupUserAssignedIdentityId: copy.identity,
    },
  };
};
const encryptedBy = (right: Properties, changes: Record<string, Value | undefined>): Properties => {
  const dataEncryption: Properties = {};
  for (const [key, value] of Object.entries({ ...(right["dataEncryption"] as Properties), ...changes }))
    if (value !== undefined) dataEncryption[key] = value;
  return { dataEncryption };
};

describeMistakes("flexible servers with a key of ours", [
  {
    mistake: "copies of backups without a key for them",
    type: types.postgresServer,
    right: encryptedServer,
    wrong: (_, right) =>
      encryptedBy(right, { geoBackupKeyURI: undefined, geoBackupUserAssignedIdentityId: undefined }),
    path: "dataEncryption.geoBackupKeyURI",
    words: "need a key in the paired region",
  },
  {
    mistake: "a key for the copies in the same region",
    type: types.postgresServer,
    right: encryptedServer,
    wrong: (_, right) => {
      const { primaryKeyURI, primaryUserAssignedIdentityId } = right["dataEncryption"] as Properties;
      return encryptedBy(right, {
        geoBackupKeyURI: primaryKeyURI,
        geoBackupUserAssignedIdentityId: primaryUserAssignedIdentityId,
      });
    },
    path: "dataEncryption.geoBackupKeyURI",
    words: "is in westeurope; this key must be in northeurope",
  },
  {
    mistake: "an identity that the server does not have",
    type: types.postgresServer,
    right: encryptedServer,
    wrong: async (azure, right) => {
      const stranger = await azure.make(types.identity, { ...here, resourceName: "stranger" });
      return encryptedBy(right, { primaryUserAssignedIdentityId: stranger.id });
    },
    path: "dataEncryption.primaryUserAssignedIdentityId",
    words: "is not among the server's own identities",
  },
  {
    mistake: "a key that is no address",
    type: types.postgresServer,
    right: encryptedServer,
    wrong: (_, right) => encryptedBy(right, { primaryKeyURI: "data-vault/key" }),
    path: "dataEncryption.primaryKeyURI",
    words: "is not the address of a key",
  },
]);

const within = { resourceGroupName: group, serverName: "main" };
const parameter = async (azure: Azure) => {
  await azure.group();
  await server(azure);
  return {
    ...within,
    configurationName: "log_min_duration_statement",
    value: "1000",
    source: "user-override",
  };
};
const wrongParameter = of("azure-native:dbforpostgresql:Configuration", parameter);
const database = async (azure: Azure) => {
  await azure.group();
  await server(azure);
  return { ...within, databaseName: "platform", charset: "UTF8", collation: "en_US.utf8" };
};
const wrongDatabase = of("azure-native:dbforpostgresql:Database", database);

describeMistakes("what lies in flexible servers", [
  wrongParameter(
    "a parameter that does not exist",
    { configurationName: "log_min_duration" },
    "configurationName",
    "there is no server parameter 'log_min_duration'",
  ),
  wrongParameter("a time with a unit", { value: "1s" }, "value", "a whole number from -1"),
  wrongParameter(
    "a boolean of another language",
    { configurationName: "require_secure_transport", value: "yes" },
    "value",
    "is on or off, not 'yes'",
  ),
  wrongParameter(
    "a level that does not exist",
    { configurationName: "log_statement", value: "writes" },
    "value",
    "is one of none, ddl, mod, all",
  ),
  wrongParameter(
    "an extension that Azure does not have",
    { configurationName: "azure.extensions", value: "vector,pg_magic" },
    "value",
    "may not hold 'pg_magic'",
  ),
  wrongParameter(
    "a parameter that is read-only",
    { configurationName: "data_checksums", value: "on" },
    "configurationName",
    "is read-only",
  ),
  wrongParameter(
    "a pool on a burstable server",
    { configurationName: "pgbouncer.enabled", value: "on" },
    "configurationName",
    "have no PgBouncer",
  ),
  wrongParameter("a value of nobody's", { source: undefined }, "source", "'user-override'"),
  wrongDatabase(
    "a database that every server has",
    { databaseName: "postgres" },
    "databaseName",
    "of its own",
  ),
  wrongDatabase(
    "a database of no server",
    { serverName: "nowhere" },
    "serverName",
    "there is no azure-native:dbforpostgresql:Server",
  ),
  {
    mistake: "a firewall in front of a subnet",
    type: "azure-native:dbforpostgresql:FirewallRule",
    right: async (azure) => {
      await azure.make(types.postgresServer, { ...(await privateServer(azure)), serverName: "private" });
      await server(azure);
      return {
        ...within,
        firewallRuleName: "office",
        startIpAddress: "198.51.100.1",
        endIpAddress: "198.51.100.9",
      };
    },
    wrong: { serverName: "private" },
    path: "serverName",
    words: "has no firewall rules",
  },
]);

const cluster = async (azure: Azure) => {
  await azure.group();
  const key = await customerKey(azure);
  return {
    ...here,
    clusterName: "cache",
    sku: { name: "Balanced_B1" },
    publicNetworkAccess: "Disabled",
    minimumTlsVersion: "1.2",
    identity: { type: "UserAssigned", userAssignedIdentities: [key.identity] },
    encryption: {
      customerManagedKeyEncryption: {
        keyEncryptionKeyUrl: key.versioned,
        keyEncryptionKeyIdentity: {
          identityType: "userAssignedIdentity",
          userAssignedIdentityResourceId: key.identity,
        },
      },
    },
  };
};
const wrongCluster = of(types.redis, cluster);
const redisDatabase = async (azure: Azure) => {
  await azure.group();
  await azure.make(types.redis, {
    ...here,
    clusterName: "cache",
    sku: { name: "Balanced_B1" },
    publicNetworkAccess: "Disabled",
  });
  return {
    resourceGroupName: group,
    clusterName: "cache",
    databaseName: "default",
    clusteringPolicy: "NoCluster",
    accessKeysAuthentication: "Enabled",
    persistence: { rdbEnabled: true, rdbFrequency: "12h" },
  };
};
const wrongRedis = of(types.redisDatabase, redisDatabase);
const keyPath = "encryption.customerManagedKeyEncryption";

describeMistakes("Azure Managed Redis", [
  wrongCluster(
    "a size that does not exist",
    { sku: { name: "Balanced_B2" } },
    "sku.name",
    "there is no size 'Balanced_B2'",
  ),
  wrongCluster(
    "a capacity where the size says all",
    { sku: { name: "Balanced_B1", capacity: 2 } },
    "sku.capacity",
    "has one size",
  ),
  wrongCluster("TLS 1.0", { minimumTlsVersion: "1.0" }, "minimumTlsVersion", "is obsolete"),
  wrongCluster(
    "a name with two hyphens together",
    { clusterName: "my--cache" },
    "clusterName",
    "no two hyphens together",
  ),
  wrongCluster(
    "no word on the public side",
    { publicNetworkAccess: undefined },
    "publicNetworkAccess",
    "is required",
  ),
  {
    mistake: "a key without its version",
    type: types.redis,
    right: cluster,
    wrong: (_, right) => {
      const { customerManagedKeyEncryption } = right["encryption"] as Record<string, Properties>;
      return {
        encryption: {
          customerManagedKeyEncryption: {
            ...customerManagedKeyEncryption,
            keyEncryptionKeyUrl: "https://data-vault.vault.azure.net/keys/key",
          },
        },
      };
    },
    path: `${keyPath}.keyEncryptionKeyUrl`,
    words: "names no version",
  },
  wrongRedis("a second database", { databaseName: "sessions" }, "databaseName", "the word 'default'"),
  wrongRedis(
    "both ways of persistence",
    { persistence: { rdbEnabled: true, rdbFrequency: "1h", aofEnabled: true, aofFrequency: "1s" } },
    "persistence.rdbEnabled",
    "at most one of AOF and RDB",
  ),
  wrongRedis(
    "persistence at no time",
    { persistence: { rdbEnabled: true } },
    "persistence.rdbFrequency",
    "needs its frequency",
  ),
  wrongRedis(
    "search with eviction",
    { modules: [{ name: "RediSearch" }] },
    "evictionPolicy",
    "needs the eviction policy NoEviction",
  ),
  wrongRedis(
    "a module of another vendor",
    { modules: [{ name: "RedisGraph2" }] },
    "modules[0].name",
    "there is no module",
  ),
  {
    mistake: "one shard of 50 GB",
    type: types.redisDatabase,
    right: redisDatabase,
    wrong: async (azure) => {
      await azure.make(types.redis, {
        ...here,
        clusterName: "large",
        sku: { name: "Balanced_B50" },
        publicNetworkAccess: "Disabled",
      });
      return { clusterName: "large" };
    },
    path: "clusteringPolicy",
    words: "NoCluster is for at most 25 GB",
  },
]);

describe("databases and caches that exist", () => {
  let azure: Azure;
  beforeEach(() => {
    azure = new Azure();
  });
  afterEach(() => {
    azure.close();
  });

  it("keep their disk, login and version from going back", async () => {
    const inputs = { ...(await serverInputs(azure)), storage: { ...storage, storageSizeGB: 64 } };
    const made = await azure.make(types.postgresServer, inputs);
    const refusals = (changes: Properties) =>
      azure.updateRefusals(types.postgresServer, made, inputs, { ...inputs, ...changes });
    expect(await refusals({ storage: { ...storage, storageSizeGB: 32 } })).toEqual([
      expect.stringContaining("storage can't shrink"),
    ]);
    expect(await refusals({ administratorLogin: "owner" })).toEqual([
      expect.stringContaining("the login can't be changed"),
    ]);
    expect(await refusals({ version: "15" })).toEqual([
      expect.stringContaining("can't go back from PostgreSQL 16 to 15"),
    ]);
    expect(await refusals({ version: "17" })).toEqual([]);
  });

  it("are made anew for copies of their backups", async () => {
    const inputs = await serverInputs(azure);
    const subject = { type: types.postgresServer, name: "it" };
    const changed = { ...inputs, backup: { backupRetentionDays: 7, geoRedundantBackup: "Enabled" } };
    const { changes } = await azure.provider.diff(subject, inputs, changed, []);
    expect(changes.map(({ path, replace }) => [path, replace])).toEqual([
      ["backup.geoRedundantBackup", true],
    ]);
  });

  it("give keys only where keys open them", async () => {
    const inputs = await redisDatabase(azure);
    const made = await azure.make(types.redisDatabase, inputs);
    const ask = () =>
      azure.provider.invoke("azure-native:redisenterprise:listDatabaseKeys", {
        resourceGroupName: group,
        clusterName: "cache",
        databaseName: "default",
      });
    const keys = await ask();
    expect(keys["primaryKey"]).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect(keys["secondaryKey"]).not.toBe(keys["primaryKey"]);
    const closed = { ...inputs, accessKeysAuthentication: "Disabled" };
    expect(await azure.updateRefusals(types.redisDatabase, made, inputs, closed)).toEqual([]);
    await expect(ask()).rejects.toThrow("the database takes no access keys");
  });

  it("keep the clustering policy of a sharded database", async () => {
    const inputs = { ...(await redisDatabase(azure)), clusteringPolicy: "OSSCluster" };
    const made = await azure.make(types.redisDatabase, inputs);
    const changed = { ...inputs, clusteringPolicy: "EnterpriseCluster" };
    expect(await azure.updateRefusals(types.redisDatabase, made, inputs, changed)).toEqual([
      expect.stringContaining("without deleting the database"),
    ]);
  });

  it("stand in the way of deleting their subnet and their key's identity", async () => {
    const inputs = await privateServer(azure);
    await azure.make(types.postgresServer, inputs);
    const id = inputs.network.delegatedSubnetResourceId;
    expect(await azure.deletionRefusals(types.subnet, await azure.made(types.subnet, id))).toEqual([
      expect.stringContaining("is still used by azure-native:dbforpostgresql:Server"),
    ]);
  });
});
