import { rule as backupCopyInAnotherRegion } from "../../../../policy/rules/database/gcp-backup-copy-in-another-region";
import { rule as cacheEncrypted } from "../../../../policy/rules/database/gcp-cache-encrypted";
import { rule as databaseAudit } from "../../../../policy/rules/database/gcp-database-audit";
import { rule as databaseBackups } from "../../../../policy/rules/database/gcp-database-backups";
import { rule as databaseDeletionProtection } from "../../../../policy/rules/database/gcp-database-deletion-protection";
import { rule as databaseLogs } from "../../../../policy/rules/database/gcp-database-logs";
import { rule as databaseMultiZone } from "../../../../policy/rules/database/gcp-database-multi-zone";
import { rule as databaseNoPublicAddress } from "../../../../policy/rules/database/gcp-database-no-public-address";
import { rule as databaseNotWorldOpen } from "../../../../policy/rules/database/gcp-database-not-world-open";
import { rule as databaseSafeFlags } from "../../../../policy/rules/database/gcp-database-safe-flags";
import { rule as databaseTlsOnly } from "../../../../policy/rules/database/gcp-database-tls-only";
import { rule as cacheMultiZone } from "../../../../policy/rules/database/gcp-cache-multi-zone";
import { describeRule, type Given, type Properties, unknown } from "../pack";

const server = (properties: Properties, name = "main"): Given => ({
  type: "gcp:sql/databaseInstance:DatabaseInstance",
  name,
  properties: { databaseVersion: "POSTGRES_17", region: "europe-west1", ...properties },
});
const set = (settings: Properties): Given => server({ settings });
const connected = (ipConfiguration: Properties): Given => set({ ipConfiguration });
const flagged = (flags: Record<string, string>, databaseVersion = "POSTGRES_17"): Given =>
  server({
    databaseVersion,
    settings: { databaseFlags: Object.entries(flags).map(([name, value]) => ({ name, value })) },
  });
const alloy = (properties: Properties): Given => ({ type: "gcp:alloydb/instance:Instance", properties });
const cluster = (properties: Properties): Given => ({ type: "gcp:alloydb/cluster:Cluster", properties });
const clone = server({ clone: { sourceInstanceName: "other" } });
const other: Given = { type: "gcp:sql/database:Database" };

describeRule(databaseTlsOnly, {
  compliant: {
    "TLS alone": connected({ sslMode: "ENCRYPTED_ONLY" }),
    "certificates of clients": connected({ sslMode: "TRUSTED_CLIENT_CERTIFICATE_REQUIRED" }),
    "what an earlier SDK calls it": connected({ requireSsl: true }),
    "AlloyDB's default": alloy({}),
  },
  violations: {
    "the default": [set({}), "sslMode is not set"],
    "a server without settings": [server({}), "sslMode is not set"],
    "both ways": [connected({ sslMode: "ALLOW_UNENCRYPTED_AND_ENCRYPTED" }), "sslMode is ALLOW_UNENCRYPTED"],
    "an earlier SDK's switch off": [connected({ requireSsl: false }), "sslMode is not set"],
    "AlloyDB both ways": [
      alloy({ clientConnectionConfig: { sslConfig: { sslMode: "ALLOW_UNENCRYPTED_AND_ENCRYPTED" } } }),
      "sslMode is ALLOW_UNENCRYPTED",
    ],
  },
  notApplicable: { "a copy that has the other's settings": clone },
  unknown: { "a mode that is unknown": connected({ sslMode: unknown }) },
});

const admits = (...values: string[]): Given =>
  connected({ authorizedNetworks: values.map((value) => ({ value })) });
describeRule(databaseNotWorldOpen, {
  compliant: {
    nobody: set({}),
    "one office": admits("203.0.113.7/32"),
    "private networks": admits("10.0.0.0/8"),
    "AlloyDB with nobody": alloy({}),
  },
  violations: {
    "the world": [admits("203.0.113.7/32", "0.0.0.0/0"), "together are the internet"],
    "the world in two halves": [admits("0.0.0.0/1", "128.0.0.0/1"), "together are the internet"],
    "the world over IPv6": [admits("::/0"), "together are the internet"],
    "the world as one instead of a list": [
      connected({ authorizedNetworks: { value: "0.0.0.0/0" } }),
      "the internet",
    ],
    "the world beside a block that is unknown yet": [admits(unknown, "0.0.0.0/0"), "the internet"],
    AlloyDB: [
      alloy({ networkConfig: { authorizedExternalNetworks: [{ cidrRange: "0.0.0.0/0" }] } }),
      "together are the internet",
    ],
  },
  notApplicable: { "another type": other },
  unknown: { "a network that is unknown": admits(unknown) },
});

describeRule(databaseNoPublicAddress, {
  compliant: {
    "a private address": connected({ ipv4Enabled: false, privateNetwork: unknown }),
    "AlloyDB's default": alloy({}),
  },
  violations: {
    "the default": [set({}), "ipv4Enabled is on"],
    "a public address": [connected({ ipv4Enabled: true }), "ipv4Enabled is on"],
    "both addresses": [connected({ privateNetwork: unknown }), "ipv4Enabled is on"],
    AlloyDB: [alloy({ networkConfig: { enablePublicIp: true } }), "enablePublicIp is on"],
  },
  notApplicable: { "a copy that has the other's settings": clone },
  unknown: { "a switch that is unknown": connected({ ipv4Enabled: unknown }) },
});

const replica = (region: string, settings: Properties = {}): Given => ({
  ...server({ masterInstanceName: unknown, region, settings }, "replica"),
  sources: { masterInstanceName: ["main"] },
});
const backedUp = (backupConfiguration: Properties): Given => set({ backupConfiguration });
describeRule(databaseBackups, {
  compliant: {
    "backups and the log between them": backedUp({ enabled: true, pointInTimeRecoveryEnabled: true }),
    "MySQL's log": backedUp({ enabled: true, binaryLogEnabled: true }),
    "AlloyDB's default": cluster({}),
    "AlloyDB's continuous backup": cluster({
      automatedBackupPolicy: { enabled: false },
      continuousBackupConfig: { enabled: true },
    }),
  },
  violations: {
    none: [set({}), "backupConfiguration.enabled is off"],
    "the log alone": [backedUp({ pointInTimeRecoveryEnabled: true }), "enabled is off"],
    "no log": [backedUp({ enabled: true }), "no point-in-time recovery"],
    "too few": [
      backedUp({
        enabled: true,
        pointInTimeRecoveryEnabled: true,
        backupRetentionSettings: { retainedBackups: 3 },
      }),
      "3 backups are kept, below 7",
    ],
    AlloyDB: [cluster({ automatedBackupPolicy: { enabled: false } }), "automatedBackupPolicy.enabled is off"],
  },
  notApplicable: {
    "a replica": replica("europe-west1"),
    "a second cluster of AlloyDB": cluster({
      clusterType: "SECONDARY",
      automatedBackupPolicy: { enabled: false },
    }),
  },
  unknown: { "a switch that is unknown": backedUp({ enabled: unknown, pointInTimeRecoveryEnabled: true }) },
});

const audited = { "cloudsql.enable_pgaudit": "on", "pgaudit.log": "ddl,role" };
describeRule(databaseAudit, {
  compliant: {
    "both flags": flagged(audited),
    "AlloyDB with both": alloy({ databaseFlags: { "alloydb.enable_pgaudit": "on", "pgaudit.log": "all" } }),
  },
  violations: {
    none: [flagged({}), "cloudsql.enable_pgaudit is not on"],
    "switched off": [flagged({ ...audited, "cloudsql.enable_pgaudit": "off" }), "is not on"],
    "nothing to record": [flagged({ "cloudsql.enable_pgaudit": "on" }), "pgaudit.log records nothing"],
    "nothing to record, in words": [
      flagged({ ...audited, "pgaudit.log": "none" }),
      "pgaudit.log records nothing",
    ],
    AlloyDB: [alloy({}), "alloydb.enable_pgaudit is not on"],
    "one flag instead of a list": [
      set({ databaseFlags: { name: "cloudsql.enable_pgaudit", value: "on" } }),
      "pgaudit.log records nothing",
    ],
  },
  notApplicable: { MySQL: flagged({}, "MYSQL_8_4") },
  unknown: { "a flag that is unknown": flagged({ ...audited, "pgaudit.log": unknown }) },
});

const logged = {
  log_connections: "on",
  log_disconnections: "on",
  log_lock_waits: "on",
  log_statement: "ddl",
};
describeRule(databaseLogs, {
  compliant: {
    "the flags": flagged(logged),
    "more than is asked": flagged({ ...logged, log_statement: "all", log_min_messages: "info" }),
  },
  violations: {
    none: [flagged({}), "log_connections is off"],
    "a flag switched off": [flagged({ ...logged, log_disconnections: "off" }), "log_disconnections is off"],
    "no statement": [flagged({ ...logged, log_statement: "none" }), "log_statement is none"],
    "no lock": [flagged({ ...logged, log_lock_waits: "off" }), "log_lock_waits is off"],
    "panics alone": [flagged({ ...logged, log_min_messages: "panic" }), "log_min_messages is panic"],
    "fatal statements alone": [
      flagged({ ...logged, log_min_error_statement: "fatal" }),
      "log_min_error_statement",
    ],
    "terse errors": [flagged({ ...logged, log_error_verbosity: "terse" }), "log_error_verbosity is terse"],
  },
  notApplicable: { MySQL: flagged({}, "MYSQL_8_4") },
  unknown: { "a flag that is unknown": flagged({ ...logged, log_connections: unknown }) },
});

const sqlServer = {
  "external scripts enabled": "off",
  "cross db ownership chaining": "off",
  "remote access": "off",
  "3625": "on",
  "contained database authentication": "off",
};
describeRule(databaseSafeFlags, {
  compliant: {
    MySQL: flagged({ local_infile: "off", skip_show_database: "on" }, "MYSQL_8_4"),
    "SQL Server": flagged(sqlServer, "SQLSERVER_2022_STANDARD"),
  },
  violations: {
    "MySQL that reads files": [
      flagged({ local_infile: "on", skip_show_database: "on" }, "MYSQL_8_4"),
      "local_infile is on instead of off",
    ],
    "MySQL without flags": [flagged({}, "MYSQL_8_4"), "skip_show_database is not set instead of on"],
    "SQL Server that runs programs": [
      flagged({ ...sqlServer, "external scripts enabled": "on" }, "SQLSERVER_2022_STANDARD"),
      "external scripts enabled is on",
    ],
    "SQL Server that shows messages": [
      flagged({ ...sqlServer, "3625": "off" }, "SQLSERVER_2022_STANDARD"),
      "3625 is off instead of on",
    ],
  },
  notApplicable: { PostgreSQL: flagged({}) },
  unknown: { "a version that is unknown": flagged({}, unknown) },
});

const kept = { deletionProtectionEnabled: true };
describeRule(databaseDeletionProtection, {
  compliant: {
    "both switches": server({ deletionProtection: true, settings: kept }),
    "the SDK's default": set(kept),
    "AlloyDB's default": cluster({}),
    "Redis's default": { type: "gcp:redis/instance:Instance" },
    Firestore: {
      type: "gcp:firestore/database:Database",
      properties: { deleteProtectionState: "DELETE_PROTECTION_ENABLED" },
    },
  },
  violations: {
    "Pulumi's alone": [set({}), "so only Pulumi refuses"],
    "Google's alone": [server({ deletionProtection: false, settings: kept }), "deletionProtection is off"],
    AlloyDB: [cluster({ deletionProtection: false }), "deletionProtection is off"],
    Spanner: [
      { type: "gcp:spanner/database:Database", properties: { deletionProtection: false } },
      "deletionProtection is off",
    ],
    Redis: [{ type: "gcp:redis/instance:Instance", properties: { deletionProtection: false } }, "is off"],
    "a cluster of Redis": [
      { type: "gcp:redis/cluster:Cluster", properties: { deletionProtectionEnabled: false } },
      "deletionProtectionEnabled is off",
    ],
    Valkey: [{ type: "gcp:memorystore/instance:Instance" }, "deletionProtectionEnabled is not set"],
    Firestore: [
      {
        type: "gcp:firestore/database:Database",
        properties: { deleteProtectionState: "DELETE_PROTECTION_DISABLED" },
      },
      "deleteProtectionState is DELETE_PROTECTION_DISABLED",
    ],
    "shared files": [{ type: "gcp:filestore/instance:Instance" }, "deletionProtectionEnabled is not set"],
  },
  notApplicable: { "another type": other },
  unknown: { "a switch that is unknown": set({ deletionProtectionEnabled: unknown }) },
});

describeRule(databaseMultiZone, {
  compliant: {
    "a standby": set({ availabilityType: "REGIONAL" }),
    "AlloyDB's default": alloy({ instanceType: "PRIMARY" }),
  },
  violations: {
    "the default": [set({}), "availabilityType is ZONAL"],
    "one zone": [set({ availabilityType: "ZONAL" }), "availabilityType is ZONAL"],
    AlloyDB: [alloy({ instanceType: "PRIMARY", availabilityType: "ZONAL" }), "availabilityType is ZONAL"],
  },
  notApplicable: {
    "a replica": replica("europe-west1"),
    "AlloyDB's readers": alloy({ instanceType: "READ_POOL", availabilityType: "ZONAL" }),
  },
  unknown: { "a type that is unknown": set({ availabilityType: unknown }) },
});

const at = (location: string): Given => backedUp({ enabled: true, location });
describeRule(backupCopyInAnotherRegion, {
  compliant: {
    "another region": at("europe-west4"),
    "several regions": at("eu"),
    "where Google keeps them by default": backedUp({ enabled: true }),
    "a replica in another region": [at("europe-west1"), replica("europe-west4")],
  },
  violations: {
    "the same region": [at("europe-west1"), "backups are kept in europe-west1 alone"],
    "the same region in capitals": [at("EUROPE-WEST1"), "the region of the database"],
    "the provider's region": [
      {
        type: "gcp:sql/databaseInstance:DatabaseInstance",
        properties: { settings: { backupConfiguration: { location: "europe-west1" } } },
        provider: { region: "europe-west1" },
      },
      "backups are kept in europe-west1 alone",
    ],
    "a replica beside it": [[at("europe-west1"), replica("europe-west1")], "alone"],
    "another's replica": [
      [
        at("europe-west1"),
        { ...replica("europe-west4"), sources: {}, properties: { masterInstanceName: "x" } },
      ],
      "alone",
    ],
  },
  notApplicable: { "a replica": { ...replica("europe-west1"), sources: {} } },
  unknown: { "a place that is unknown": at(unknown) },
});

const redis = (properties: Properties): Given => ({ type: "gcp:redis/instance:Instance", properties });
const safe = { authEnabled: true, transitEncryptionMode: "SERVER_AUTHENTICATION" };
describeRule(cacheEncrypted, {
  compliant: {
    "TLS and a password": redis(safe),
    "a cluster": {
      type: "gcp:redis/cluster:Cluster",
      properties: {
        authorizationMode: "AUTH_MODE_IAM_AUTH",
        transitEncryptionMode: "TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION",
      },
    },
    Valkey: {
      type: "gcp:memorystore/instance:Instance",
      properties: { authorizationMode: "IAM_AUTH", transitEncryptionMode: "SERVER_AUTHENTICATION" },
    },
  },
  violations: {
    "the default": [redis({}), "authEnabled is not set"],
    "no password": [redis({ ...safe, authEnabled: false }), "authEnabled is false"],
    "no TLS": [redis({ ...safe, transitEncryptionMode: "DISABLED" }), "transitEncryptionMode is DISABLED"],
    "a cluster": [{ type: "gcp:redis/cluster:Cluster" }, "authorizationMode is not set"],
    Valkey: [
      {
        type: "gcp:memorystore/instance:Instance",
        properties: { authorizationMode: "IAM_AUTH", transitEncryptionMode: "TRANSIT_ENCRYPTION_DISABLED" },
      },
      "transitEncryptionMode is TRANSIT_ENCRYPTION_DISABLED",
    ],
  },
  notApplicable: { "another type": other },
  unknown: { "a mode that is unknown": redis({ ...safe, transitEncryptionMode: unknown }) },
});

describeRule(cacheMultiZone, {
  compliant: {
    "a standby": { type: "gcp:redis/instance:Instance", properties: { tier: "STANDARD_HA" } },
  },
  violations: {
    "one node": [
      { type: "gcp:redis/instance:Instance", properties: { tier: "BASIC" } },
      "tier is not STANDARD_HA",
    ],
    "the default": [{ type: "gcp:redis/instance:Instance", properties: {} }, "tier is not STANDARD_HA"],
  },
  notApplicable: {
    "another type": { type: "random:index/randomId:RandomId" },
  },
  unknown: {
    "a tier": { type: "gcp:redis/instance:Instance", properties: { tier: unknown } },
  },
});
