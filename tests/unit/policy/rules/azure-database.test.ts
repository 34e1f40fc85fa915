import { rule as backupInAnotherRegion } from "../../../../policy/rules/database/azure-backup-in-another-region";
import { rule as backupVaultImmutable } from "../../../../policy/rules/database/azure-backup-vault-immutable";
import { rule as cacheEncrypted } from "../../../../policy/rules/database/azure-cache-encrypted";
import { rule as databaseBackups } from "../../../../policy/rules/database/azure-database-backups";
import { rule as databaseDeletionLock } from "../../../../policy/rules/database/azure-database-deletion-lock";
import { rule as databaseGeoBackup } from "../../../../policy/rules/database/azure-database-geo-backup";
import { rule as databaseMultiZone } from "../../../../policy/rules/database/azure-database-multi-zone";
import { rule as databaseNotPublic } from "../../../../policy/rules/database/azure-database-not-public";
import { rule as databasePrivate } from "../../../../policy/rules/database/azure-database-private";
import { rule as databaseTlsOnly } from "../../../../policy/rules/database/azure-database-tls-only";
import { rule as cacheMultiZone } from "../../../../policy/rules/database/azure-cache-multi-zone";
import { describeRule, type Given, type Properties, unknown } from "../pack";

const of = (type: string, properties: Properties = {}): Given => ({
  type: `azure-native:${type}`,
  properties,
});
const server = (properties: Properties = {}, type = "dbforpostgresql:Server"): Given => ({
  ...of(type, { serverName: "db", ...properties }),
  name: "server",
});
const single = (properties: Properties): Given => of("dbforpostgresql:SingleServer", { properties });
const other = of("dbforpostgresql:Database");
const serverId = "/subscriptions/s/resourceGroups/g/providers/Microsoft.DBforPostgreSQL/flexibleServers/db";

const range = (startIpAddress: string, endIpAddress: string, type = "dbforpostgresql:FirewallRule"): Given =>
  of(type, { startIpAddress, endIpAddress });
describeRule(databaseNotPublic, {
  compliant: {
    "one in a subnet": server({ network: { delegatedSubnetResourceId: unknown } }),
    "a closed one": server({ network: { publicNetworkAccess: "Disabled" } }),
    "a closed MySQL": server({ network: { publicNetworkAccess: "disabled" } }, "dbformysql:Server"),
    "a closed single server": single({ publicNetworkAccess: "Disabled" }),
    "a closed SQL server": of("sql:Server", { publicNetworkAccess: "Disabled" }),
    "a managed instance": of("sql:ManagedInstance"),
    "a cluster": of("dbforpostgresql:ServerGroupCluster", { coordinatorEnablePublicIpAccess: false }),
    "one office": range("203.0.113.7", "203.0.113.9"),
  },
  violations: {
    "the default": [server(), "publicNetworkAccess is not Disabled"],
    "an open one": [server({ network: { publicNetworkAccess: "Enabled" } }), "publicNetworkAccess"],
    "an open MySQL": [server({}, "dbformysql:Server"), "publicNetworkAccess"],
    "an open single server": [single({}), "publicNetworkAccess"],
    "an open SQL server": [of("sql:Server"), "publicNetworkAccess"],
    "a managed instance": [of("sql:ManagedInstance", { publicDataEndpointEnabled: true }), "public address"],
    "a cluster's nodes": [
      of("dbforpostgresql:ServerGroupCluster", { nodeEnablePublicIpAccess: true }),
      "nodeEnablePublicIpAccess",
    ],
    "every address": [range("0.0.0.0", "255.255.255.255"), "0.0.0.0 to 255.255.255.255"],
    "half of them": [range("0.0.0.0", "127.255.255.255"), "0.0.0.0 to 127"],
    "every customer of Azure": [range("0.0.0.0", "0.0.0.0"), "every customer of Azure"],
    "every customer of Azure, to SQL": [range("0.0.0.0", "0.0.0.0", "sql:FirewallRule"), "every customer"],
  },
  notApplicable: { "another type": other },
  unknown: {
    "a network that is unknown": server({ network: unknown }),
    "an address that is unknown": range("0.0.0.0", unknown),
  },
});

describeRule(databaseGeoBackup, {
  compliant: {
    on: server({ backup: { geoRedundantBackup: "Enabled" } }),
    "a single server": single({ storageProfile: { geoRedundantBackup: "Enabled" } }),
  },
  violations: {
    "the default": [server(), "geoRedundantBackup is not Enabled"],
    off: [server({ backup: { geoRedundantBackup: "Disabled" } }), "geoRedundantBackup"],
    MySQL: [server({ backup: { backupRetentionDays: 7 } }, "dbformysql:Server"), "geoRedundantBackup"],
    "a single server": [single({ storageProfile: {} }), "geoRedundantBackup"],
  },
  notApplicable: { "a replica": server({ createMode: "Replica" }), "another type": other },
  unknown: { "a backup that is unknown": server({ backup: unknown }) },
});

describeRule(databaseBackups, {
  compliant: { "the default": server(), "35 days": server({ backup: { backupRetentionDays: 35 } }) },
  violations: {
    "a day": [server({ backup: { backupRetentionDays: 1 } }, "dbformysql:Server"), "is 1, below 7"],
    "a day, as text": [server({ backup: { backupRetentionDays: "1" } }), "is 1, below 7"],
  },
  notApplicable: { "another type": other },
  unknown: { "days that are unknown": server({ backup: { backupRetentionDays: unknown } }) },
});

describeRule(databaseMultiZone, {
  compliant: { "two zones": server({ highAvailability: { mode: "ZoneRedundant" } }) },
  violations: {
    "the default": [server(), "mode is not ZoneRedundant"],
    "one zone": [server({ highAvailability: { mode: "SameZone" } }), "mode is not ZoneRedundant"],
  },
  notApplicable: { "a replica": server({ createMode: "Replica" }), "another type": other },
  unknown: { "a mode that is unknown": server({ highAvailability: { mode: unknown } }) },
});

const endpoint = (id: string, sources: string[] = []): Given => ({
  ...of("network:PrivateEndpoint", { privateLinkServiceConnections: [{ privateLinkServiceId: id }] }),
  name: "endpoint",
  sources: { privateLinkServiceConnections: sources },
});
describeRule(databasePrivate, {
  compliant: {
    "one in a subnet": [server({ network: { delegatedSubnetResourceId: "subnet" } })],
    "one with an endpoint": [server(), endpoint(serverId)],
    "one with an endpoint, in another case": [server(), endpoint(serverId.toUpperCase())],
    "one that is unknown yet": [server(), endpoint(unknown, ["server"])],
  },
  violations: {
    neither: [[server()], "no private endpoint"],
    "an endpoint of another": [[server(), endpoint(`${serverId}-2`)], "no private endpoint"],
  },
  notApplicable: { "a stack without a server": [other] },
  unknown: { "an endpoint of something unknown": [server(), endpoint(unknown)] },
});

const lock = (properties: Properties): Given => ({
  ...of("authorization:ManagementLockByScope", { scope: serverId, level: "CanNotDelete", ...properties }),
  name: "lock",
});
describeRule(databaseDeletionLock, {
  compliant: {
    "a lock": [server(), lock({})],
    "a lock against every change": [server(), lock({ level: "ReadOnly" })],
    "a server that is unknown yet": [
      server({ serverName: unknown }),
      { ...lock({ scope: unknown }), sources: { scope: ["server"] } },
    ],
  },
  violations: {
    none: [[server()], "no lock"],
    "one of another server": [[server(), lock({ scope: `${serverId}-2` })], "no lock"],
    "one that locks nothing": [[server(), lock({ level: "NotSpecified" })], "no lock"],
  },
  notApplicable: { "a stack without a server": [other] },
  unknown: { "a lock of something unknown": [server(), lock({ scope: unknown })] },
});

const setting = (configurationName: string, value: string): Given =>
  of("dbforpostgresql:Configuration", { configurationName, value });
describeRule(databaseTlsOnly, {
  compliant: {
    on: setting("require_secure_transport", "on"),
    "in another case": setting("require_secure_transport", "ON"),
    "a new version": setting("ssl_min_protocol_version", "TLSv1.2"),
    "new versions": of("dbformysql:Configuration", {
      configurationName: "tls_version",
      value: "TLSv1.2,TLSv1.3",
    }),
    "a single server": single({ sslEnforcement: "Enabled" }),
  },
  violations: {
    off: [setting("require_secure_transport", "off"), "require_secure_transport is off"],
    "off for MySQL": [
      of("dbformysql:Configuration", { configurationName: "require_secure_transport", value: "OFF" }),
      "require_secure_transport is OFF",
    ],
    "an old version": [setting("ssl_min_protocol_version", "TLSv1"), "ssl_min_protocol_version is TLSv1"],
    "an old version among new ones": [
      of("dbformysql:Configuration", { configurationName: "tls_version", value: "TLSv1.1,TLSv1.2" }),
      "tls_version is TLSv1.1",
    ],
    "a single server": [single({}), "sslEnforcement"],
  },
  notApplicable: { "another setting": setting("log_connections", "off"), "another type": other },
  unknown: { "a value that is unknown": setting("require_secure_transport", unknown) },
});

describeRule(cacheEncrypted, {
  compliant: {
    "Managed Redis": of("redisenterprise:RedisEnterprise", { publicNetworkAccess: "Disabled" }),
    "its database": of("redisenterprise:Database", { clientProtocol: "Encrypted" }),
    "its database by default": of("redisenterprise:Database"),
    Redis: of("redis:Redis", { publicNetworkAccess: "Disabled" }),
    "Redis in a subnet": of("redis:Redis", { subnetId: "subnet" }),
  },
  violations: {
    "a public Managed Redis": [of("redisenterprise:RedisEnterprise"), "publicNetworkAccess"],
    "plain text": [of("redisenterprise:Database", { clientProtocol: "Plaintext" }), "clientProtocol"],
    "plain text to Redis": [
      of("redis:Redis", { publicNetworkAccess: "Disabled", enableNonSslPort: true }),
      "enableNonSslPort",
    ],
    "a public Redis": [of("redis:Redis"), "publicNetworkAccess"],
  },
  notApplicable: { "another type": other },
  unknown: { "a protocol that is unknown": of("redisenterprise:Database", { clientProtocol: unknown }) },
});

const vault = (...storageSettings: Properties[]): Given =>
  of("dataprotection:BackupVault", { properties: { storageSettings } });
const recovery = (type?: string): Given =>
  of("recoveryservices:Vault", {
    properties: type === undefined ? {} : { redundancySettings: { standardTierStorageRedundancy: type } },
  });
describeRule(backupInAnotherRegion, {
  compliant: {
    "two regions": vault({ datastoreType: "VaultStore", type: "GeoRedundant" }),
    "a recovery vault": recovery("GeoRedundant"),
  },
  violations: {
    "one region": [vault({ type: "ZoneRedundant" }), "no storage setting is GeoRedundant"],
    none: [vault(), "no storage setting"],
    "a recovery vault": [recovery("LocallyRedundant"), "standardTierStorageRedundancy"],
    "a recovery vault by default": [recovery(), "standardTierStorageRedundancy"],
  },
  notApplicable: { "another type": other },
  unknown: { "settings that are unknown": of("dataprotection:BackupVault", { properties: unknown }) },
});

const secured = (
  state?: string,
  softDeleteSettings: Properties = {},
  type = "dataprotection:BackupVault",
): Given =>
  of(type, {
    properties: {
      securitySettings: {
        ...(state !== undefined && { immutabilitySettings: { state } }),
        softDeleteSettings,
      },
    },
  });
describeRule(backupVaultImmutable, {
  compliant: {
    "a locked vault": secured("Locked", { state: "AlwaysOn" }),
    "one on trial": secured("Unlocked"),
    "a recovery vault": secured("Locked", { softDeleteState: "Enabled" }, "recoveryservices:Vault"),
  },
  violations: {
    "the default": [secured(), "not immutable"],
    off: [secured("Disabled"), "not immutable"],
    "soft delete that is off": [secured("Locked", { state: "Off" }), "soft delete is off"],
    "a recovery vault's soft delete": [
      secured("Locked", { softDeleteState: "Disabled" }, "recoveryservices:Vault"),
      "soft delete is off",
    ],
  },
  notApplicable: { "another type": other },
  unknown: { "a state that is unknown": secured(unknown) },
});

describeRule(cacheMultiZone, {
  compliant: {
    "the default": { type: "azure-native:redisenterprise:RedisEnterprise", properties: {} },
    on: { type: "azure-native:redisenterprise:RedisEnterprise", properties: { highAvailability: "Enabled" } },
  },
  violations: {
    off: [
      { type: "azure-native:redisenterprise:RedisEnterprise", properties: { highAvailability: "Disabled" } },
      "highAvailability is off",
    ],
  },
  notApplicable: {
    "another type": { type: "random:index/randomId:RandomId" },
  },
  unknown: {
    "a switch": {
      type: "azure-native:redisenterprise:RedisEnterprise",
      properties: { highAvailability: unknown },
    },
  },
});
