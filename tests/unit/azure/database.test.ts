import type { DatabaseArgs } from "../../../components/database";
import type { AzureComponents } from "../../../providers/azure/components";
import { databaseParameters } from "../../../providers/azure/database-parameters";
import {
  containing,
  isSecret,
  matching,
  type Recording,
  record,
  text,
  UNKNOWN,
  valueOf,
  remembered,
} from "../mocks";
import { at, database, RECOVERY, stack } from "./stores";

interface Options {
  readonly args?: Partial<DatabaseArgs<AzureComponents>>;
  /** Empty: none. */
  readonly recoveryRegion?: string;
}
const make = ({ args, recoveryRegion = RECOVERY }: Options) =>
  database(stack({ recoveryRegion, protection: args?.protection ?? true }), args);
const recorded = remembered(make);

const server = (recording: Recording) => recording.named("database-server");
const configurations = (recording: Recording) =>
  recording.ofType("azure-native:dbforpostgresql:Configuration");
const open = {
  protection: false,
  highAvailability: false,
  retentionDays: 1,
  size: "micro",
  storage: 20,
  maximumStorage: 20,
} as const;

describe("a database on Azure", () => {
  test("has no public address, and its name only in the network", async () => {
    expect(server(await recorded({})).inputs["network"]).toMatchObject({
      publicNetworkAccess: "Disabled",
      delegatedSubnetResourceId: expect.any(String) as string,
      privateDnsZoneArmResourceId: matching(/\.postgres\.database\.azure\.com$/),
    });
  });

  test("is encrypted with our key, by the key's identity", async () => {
    const { inputs } = server(await recorded({ recoveryRegion: "" }));
    expect(inputs["dataEncryption"]).toEqual({
      type: "AzureKeyVault",
      primaryKeyURI: matching(/^https:\/\/[^/]+\.vault\.azure\.net\/keys\/[^/]+$/),
      primaryUserAssignedIdentityId: containing("userAssignedIdentities/data-key-user"),
    });
    const identities = Object.keys(at(inputs["identity"], "userAssignedIdentities") as object);
    expect(identities).toEqual([containing("userAssignedIdentities/data-key-user")]);
  });

  test("is copied to the recovery region, under a key there", async () => {
    const recording = await recorded({});
    const { inputs } = server(recording);
    expect(inputs["backup"]).toEqual({ backupRetentionDays: 35, geoRedundantBackup: "Enabled" });
    expect(inputs["dataEncryption"]).toMatchObject({
      geoBackupKeyURI: containing("/keys/database-recovery-key-key"),
      geoBackupUserAssignedIdentityId: containing("userAssignedIdentities/database-recovery-key-user"),
    });
    expect(Object.keys(at(inputs["identity"], "userAssignedIdentities") as object)).toHaveLength(2);
    expect(recording.named("database-recovery-key-vault").inputs["location"]).toBe(RECOVERY);
    const without = await recorded({ recoveryRegion: "" });
    expect(server(without).inputs["backup"]).toMatchObject({ geoRedundantBackup: "Disabled" });
    expect(without.has("database-recovery-key-vault")).toBe(false);
  });

  test("takes connections by TLS and a scrambled password alone, and the URL asks for it", async () => {
    const recording = await recorded({});
    const values = Object.fromEntries(
      configurations(recording).map(({ inputs }) => [text(inputs["configurationName"]), inputs["value"]]),
    );
    expect(values).toMatchObject({
      require_secure_transport: "on",
      ssl_min_protocol_version: "TLSv1.2",
      "azure.accepted_password_auth_method": "scram-sha-256",
      log_min_duration_statement: "1000",
      log_connections: "on",
    });
    expect(await isSecret(recording.result.url)).toBe(true);
    expect(await valueOf(recording.result.url)).toMatch(
      /^postgresql:\/\/platform:[^@]+@database-[^/]+\.postgres\.database\.azure\.com:5432\/platform\?sslmode=require$/,
    );
  });

  test("is changed by one at a time: Azure refuses two", async () => {
    const recording = await recorded({});
    const chained = [
      recording.named("database-database"),
      ...Object.keys(databaseParameters).map((parameter) =>
        recording.named(`database-${parameter.replaceAll(/[._]/g, "-")}`),
      ),
    ];
    expect(chained).toHaveLength(Object.keys(databaseParameters).length + 1);
    chained.slice(1).forEach((one, index) => {
      expect(one.dependencies).toContain(chained[index]?.urn);
    });
  });

  test("keeps its password secret, and makes a new one with a new generation", async () => {
    const recording = await recorded({});
    expect(server(recording).secretInputs).toContain("administratorLoginPassword");
    expect(recording.named("database-password").inputs).toMatchObject({
      length: 40,
      special: false,
      keepers: { generation: "1" },
    });
  });

  test("has a standby in another zone where it is to be highly available", async () => {
    expect(server(await recorded({})).inputs).toMatchObject({
      highAvailability: { mode: "ZoneRedundant" },
      sku: { name: "Standard_D2ds_v5", tier: "GeneralPurpose" },
    });
    expect(server(await recorded({ args: open, recoveryRegion: "" })).inputs).toMatchObject({
      highAvailability: { mode: "Disabled" },
      sku: { name: "Standard_B1ms", tier: "Burstable" },
    });
  });

  test("has a disk of a size that there is, which grows where it may", async () => {
    expect(server(await recorded({})).inputs["storage"]).toEqual({
      type: "Premium_LRS",
      storageSizeGB: 128,
      autoGrow: "Enabled",
    });
    expect(server(await recorded({ args: open, recoveryRegion: "" })).inputs["storage"]).toMatchObject({
      storageSizeGB: 32,
      autoGrow: "Disabled",
    });
  });

  test("keeps points in time for as long as Azure can, at least a week", async () => {
    expect(server(await recorded({ args: open, recoveryRegion: "" })).inputs["backup"]).toMatchObject({
      backupRetentionDays: 7,
    });
  });

  test("refuses its deletion where it is protected", async () => {
    const recording = await recorded({});
    expect(server(recording)).toMatchObject({ protect: true, retainOnDelete: true });
    const lock = recording.named("database-lock");
    expect(lock.inputs).toMatchObject({
      level: "CanNotDelete",
      scope: containing("flexibleServers/database-"),
    });
    // What is still to be set would be held up.
    const last = recording.named("database-connection-throttle-enable");
    expect(lock.dependencies).toContain(last.urn);
    const unprotected = await recorded({ args: open, recoveryRegion: "" });
    expect(unprotected.has("database-lock")).toBe(false);
    expect(server(unprotected)).toMatchObject({ protect: false, retainOnDelete: false });
  });

  test("sends its logs and metrics to the stack's workspace", async () => {
    expect((await recorded({})).named("database-logs").inputs).toMatchObject({
      resourceUri: containing("flexibleServers/database-"),
      workspaceId: containing("Microsoft.OperationalInsights/workspaces/"),
      logs: [{ category: "PostgreSQLLogs", enabled: true }],
      metrics: [{ category: "AllMetrics", enabled: true }],
    });
  });

  test("starts from a point in time of another, whose database it brings along", async () => {
    const source =
      "/subscriptions/0/resourceGroups/old/providers/Microsoft.DBforPostgreSQL/flexibleServers/database-old";
    const recording = await recorded({ args: { restoreFrom: `${source}@2026-01-31T12:00:00Z` } });
    expect(server(recording).inputs).toMatchObject({
      createMode: "PointInTimeRestore",
      sourceServerResourceId: source,
      pointInTimeUTC: "2026-01-31T12:00:00.000Z",
    });
    expect(recording.has("database-database")).toBe(false);
    // Azure wants a time of the newest copy too, which must be no change the next day.
    const copy = server(await recorded({ args: { restoreFrom: source } }));
    expect(copy.inputs).toMatchObject({ createMode: "GeoRestore", pointInTimeUTC: matching(/^\d{4}-.*Z$/) });
    expect(copy.ignoreChanges).toEqual(["pointInTimeUTC"]);
    expect(server(await recorded({})).inputs["createMode"]).toBe("Default");
  });

  test("is previewed as it will be made", async () => {
    const preview = await record(() => make({}), { preview: true });
    expect(preview.urns()).toEqual((await recorded({})).urns());
    expect(server(preview).inputs["administratorLoginPassword"]).toBe(UNKNOWN);
    expect(preview.orphans().filter(({ name }) => name.startsWith("database"))).toEqual([]);
  });
});
