import { databaseParameters } from "../../../providers/gcp/database-parameters";
import { backupOf } from "../../../providers/gcp/database";
import { databaseSize } from "../../../providers/gcp/database-size";
import { isSecret, type Properties, record, text, valueOf, remembered } from "../mocks";
import { PROJECT } from "./mock-outputs";
import { database } from "./stores";

const recorded = remembered(database);
const instance = async (args: Parameters<typeof recorded>[0] = {}) =>
  (await recorded(args)).named("database-instance");
const settings = async (args: Parameters<typeof recorded>[0] = {}) =>
  (await instance(args)).inputs["settings"] as Properties;

describe("the database", () => {
  test("has a private address only, after the way to it is there, and takes TLS only", async () => {
    expect((await settings())["ipConfiguration"]).toEqual({
      ipv4Enabled: false,
      privateNetwork: `projects/${PROJECT}/global/networks/network-vpc-1a2b3c4`,
      allocatedIpRange: "network-data-1a2b3c4",
      sslMode: "ENCRYPTED_ONLY",
    });
    expect((await instance()).dependencies).toContain((await recorded({})).named("network-data-access").urn);
  });

  test("is encrypted with our key, once Google may use it", async () => {
    const recording = await recorded({});
    expect(text((await instance()).inputs["encryptionKeyName"])).toMatch(
      /data-key-x7k2qm\/cryptoKeys\/data$/,
    );
    expect((await instance()).dependencies).toContain(recording.named("data-key-use-sqladmin").urn);
  });

  test("has a standby in another zone where it must be highly available", async () => {
    expect((await settings())["availabilityType"]).toBe("REGIONAL");
    expect((await settings({ highAvailability: false }))["availabilityType"]).toBe("ZONAL");
  });

  test("goes back to any point in its retention, from backups in the recovery region", async () => {
    expect((await settings())["backupConfiguration"]).toMatchObject({
      enabled: true,
      location: "europe-west4",
      pointInTimeRecoveryEnabled: true,
      transactionLogRetentionDays: 35,
      backupRetentionSettings: { retainedBackups: 35, retentionUnit: "COUNT" },
    });
    const alone = (await settings({ environment: "dev" }))["backupConfiguration"] as Properties;
    expect(alone).not.toHaveProperty("location");
  });

  test("refuses its deletion three times and leaves a last backup, where protected", async () => {
    expect(await instance()).toMatchObject({
      protect: true,
      retainOnDelete: true,
      inputs: { deletionProtection: true },
    });
    expect(await settings()).toMatchObject({
      deletionProtectionEnabled: true,
      retainBackupsOnDelete: true,
      finalBackupConfig: { enabled: true },
    });
    const open = await instance({ protection: false });
    expect(open).toMatchObject({ protect: false, inputs: { deletionProtection: false } });
    expect(open.inputs["settings"]).toMatchObject({ deletionProtectionEnabled: false });
    expect(open.inputs["settings"]).not.toHaveProperty("finalBackupConfig");
  });

  test("grows by itself up to its limit, and is not shrunk again", async () => {
    expect(await settings()).toMatchObject({ diskSize: 100, diskAutoresize: true, diskAutoresizeLimit: 500 });
    expect((await instance()).ignoreChanges).toEqual(["settings.diskSize"]);
  });

  test("carries the stack's labels, which no default reaches", async () => {
    expect((await settings())["userLabels"]).toMatchObject({ "managed-by": "pulumi" });
  });

  test("has an owner whose password changes with the generation, and that no deletion waits for", async () => {
    const recording = await recorded({});
    expect(recording.named("database-owner").inputs).toMatchObject({
      name: "platform",
      deletionPolicy: "ABANDON",
    });
    expect(recording.named("database-owner").secretInputs).toContain("password");
    expect(recording.named("database-password").inputs).toMatchObject({
      special: false,
      keepers: { generation: "1" },
    });
  });

  test("gives its URL as a secret, over TLS", async () => {
    const { result } = await recorded({});
    expect(await valueOf(result.url)).toMatch(
      /^postgresql:\/\/platform:generated-database-passwordx*@10\.0\.128\.3:5432\/platform\?sslmode=require$/,
    );
    expect(await isSecret(result.url)).toBe(true);
  });

  test("is a new instance with another name when it starts from another backup, which has the database", async () => {
    const recording = await recorded({ restoreFrom: "database-1a2b/1700000000000" });
    expect(recording.named("database-instance").inputs["restoreBackupContext"]).toEqual({
      instanceId: "database-1a2b",
      backupRunId: 1_700_000_000_000,
    });
    expect(recording.named("database-suffix").inputs["keepers"]).toMatchObject({
      restoreFrom: "database-1a2b/1700000000000",
    });
    expect(recording.has("database-database")).toBe(false);
    expect((await recorded({})).has("database-database")).toBe(true);
  });

  test.each(["database-1a2b", "database-1a2b/latest", "Database/1", ""])(
    "starts from no backup like %j",
    (text) => {
      expect(() => backupOf(text)).toThrow("Cloud SQL restores from INSTANCE/BACKUP");
    },
  );

  test("is previewed as it will be made", async () => {
    const previewed = await record(() => database(), { preview: true });
    expect(previewed.urns()).toEqual((await recorded({})).urns());
    expect(previewed.orphans()).toEqual([]);
  });
});

describe("the size of a database", () => {
  test("is of the edition that can go back as far as asked", () => {
    expect(databaseSize("medium", 7)).toMatchObject({ tier: "db-custom-2-8192", edition: "ENTERPRISE" });
    expect(databaseSize("medium", 8)).toMatchObject({
      tier: "db-perf-optimized-N-2",
      edition: "ENTERPRISE_PLUS",
    });
  });

  test("grows with its class", () => {
    for (const days of [7, 35]) {
      const sizes = (["micro", "small", "medium", "large"] as const).map((size) => databaseSize(size, days));
      const memory = sizes.map((size) => size.memory);
      expect(memory).toEqual([...memory].sort((a, b) => a - b));
      expect(sizes.at(-1)?.connections).toBeGreaterThan(sizes[0]?.connections ?? Infinity);
    }
  });
});

test("slow queries, connections and changes are logged", () => {
  const flags = Object.fromEntries(databaseParameters(200).map(({ name, value }) => [name, value]));
  expect(flags).toMatchObject({
    log_min_duration_statement: "1000",
    log_connections: "on",
    log_disconnections: "on",
    log_statement: "ddl",
    "cloudsql.enable_pgaudit": "on",
    max_connections: "200",
  });
});
