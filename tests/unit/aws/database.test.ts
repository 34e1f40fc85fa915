import { isSecret, json, record, valueOf, remembered } from "../mocks";
import { database, inPlainSight } from "./stores";

const recorded = remembered(database);
const instance = async (args: Parameters<typeof recorded>[0] = {}) =>
  (await recorded(args)).named("database-instance");

describe("the database", () => {
  test("lives in the data tier, without a public address, behind a group that is open to nobody", async () => {
    const recording = await recorded({});
    expect(recording.named("database-subnets").inputs["subnetIds"]).toEqual(
      [1, 2].map((zone) => `network-data-${String(zone)}-id`),
    );
    expect(recording.named("database-instance").inputs).toMatchObject({
      publiclyAccessible: false,
      dbSubnetGroupName: "database-subnets-1a2b3c4",
      vpcSecurityGroupIds: ["database-security-group-id"],
    });
    const { inputs } = recording.named("database-security-group");
    expect(inputs["vpcId"]).toBe("vpc-network-vpc");
    expect(inputs["ingress"] ?? inputs["egress"]).toBeUndefined();
    const rules = recording.registrations.filter(
      ({ inputs: { securityGroupId } }) => securityGroupId === "database-security-group-id",
    );
    expect(rules).toEqual([]);
  });

  test("is encrypted with our key, as are its performance data and its logs", async () => {
    const recording = await recorded({});
    const { inputs } = recording.named("database-instance");
    expect(inputs["storageEncrypted"]).toBe(true);
    expect(inputs["kmsKeyId"]).toMatch(/key\/data-key-key$/);
    expect(inputs["performanceInsightsEnabled"]).toBe(true);
    expect(inputs["performanceInsightsKmsKeyId"]).toMatch(/key\/data-key-key$/);
    for (const kind of ["postgresql", "upgrade"])
      expect(recording.named(`database-logs-${kind}`).inputs).toMatchObject({
        name: `/aws/rds/instance/database-hex-database-suffix/${kind}`,
        kmsKeyId: expect.stringMatching(/key\/logs-key-key$/) as string,
        retentionInDays: 365,
      });
  });

  test("sends its logs only once their groups are there with key and retention", async () => {
    const recording = await recorded({});
    const made = recording.named("database-instance");
    expect(made.inputs["enabledCloudwatchLogsExports"]).toEqual(["postgresql", "upgrade"]);
    expect(made.dependencies).toEqual(
      expect.arrayContaining(
        ["postgresql", "upgrade"].map((kind) => recording.named(`database-logs-${kind}`).urn),
      ),
    );
    expect(made.inputs["identifier"]).toBe("database-hex-database-suffix");
  });

  test("takes TLS connections only, and logs slow queries, connections and changes of schema", async () => {
    const recording = await recorded({});
    const { inputs } = recording.named("database-parameters");
    expect(inputs["family"]).toBe("postgres17");
    expect(
      Object.fromEntries(
        (inputs["parameters"] as { name: string; value: string }[]).map(({ name, value }) => [name, value]),
      ),
    ).toMatchObject({
      "rds.force_ssl": "1",
      "rds.accepted_password_auth_method": "scram",
      log_min_duration_statement: "1000",
      log_connections: "1",
      log_disconnections: "1",
      log_statement: "ddl",
      "pgaudit.log": "ddl,role",
      shared_preload_libraries: "pg_stat_statements,pgaudit",
    });
    expect(recording.named("database-instance").inputs["parameterGroupName"]).toBe(
      "database-parameters-1a2b3c4",
    );
  });

  test("changes settings that need a restart at the restart only", async () => {
    const recording = await recorded({});
    const { parameters } = recording.named("database-parameters").inputs;
    expect(parameters).toContainEqual(
      expect.objectContaining({ name: "shared_preload_libraries", applyMethod: "pending-reboot" }),
    );
  });

  test("has a standby in another zone where it must be highly available", async () => {
    expect((await instance()).inputs["multiAz"]).toBe(true);
    expect((await instance({ highAvailability: false, maximumStorage: 100 })).inputs["multiAz"]).toBe(false);
  });

  test("can go back to a point in time, and its snapshots carry its tags", async () => {
    expect((await instance()).inputs).toMatchObject({
      backupRetentionPeriod: 35,
      copyTagsToSnapshot: true,
    });
  });

  test("grows by itself, up to its limit", async () => {
    expect((await instance()).inputs).toMatchObject({
      storageType: "gp3",
      allocatedStorage: 100,
      maxAllocatedStorage: 500,
    });
    expect(
      (await instance({ highAvailability: false, maximumStorage: 100 })).inputs["maxAllocatedStorage"],
    ).toBeUndefined();
  });

  test("refuses its deletion where protected, and then leaves a last snapshot and its backups", async () => {
    expect(await instance({ protection: true })).toMatchObject({
      protect: true,
      retainOnDelete: true,
      inputs: {
        deletionProtection: true,
        skipFinalSnapshot: false,
        finalSnapshotIdentifier: "database-hex-database-suffix-final",
        deleteAutomatedBackups: false,
        applyImmediately: false,
      },
    });
    const open = await instance({ protection: false });
    expect(open).toMatchObject({
      protect: false,
      retainOnDelete: false,
      inputs: { deletionProtection: false, skipFinalSnapshot: true, deleteAutomatedBackups: true },
    });
    expect(open.inputs["finalSnapshotIdentifier"]).toBeUndefined();
  });

  test("keeps its minor version up to date and its certificate current", async () => {
    expect((await instance()).inputs).toMatchObject({
      engine: "postgres",
      engineVersion: "17",
      autoMinorVersionUpgrade: true,
      caCertIdentifier: "rds-ca-rsa2048-g1",
    });
  });

  test("is watched by a role that only RDS can take, for this account", async () => {
    const recording = await recorded({});
    const role = recording.named("database-monitoring");
    expect(json(role, "assumeRolePolicy")).toMatchObject({
      Statement: [
        {
          Principal: { Service: "monitoring.rds.amazonaws.com" },
          Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        },
      ],
    });
    expect(recording.named("database-instance").inputs).toMatchObject({
      monitoringInterval: 60,
      monitoringRoleArn: "arn:aws:iam::123456789012:role/database-monitoring",
    });
  });

  test("starts from a snapshot, which has its own name and owner", async () => {
    const { inputs } = await instance({ restoreFrom: "rds:database-2026-11-01" });
    expect(inputs["snapshotIdentifier"]).toBe("rds:database-2026-11-01");
    expect(inputs["dbName"]).toBeUndefined();
    expect(inputs["username"]).toBeUndefined();
    const empty = await instance();
    expect(empty.inputs).toMatchObject({ dbName: "platform", username: "platform" });
    expect(empty.inputs["snapshotIdentifier"]).toBeUndefined();
  });

  test.each([
    ["", { useLatestRestorableTime: true }],
    ["@2026-11-30T23:55:00Z", { restoreTime: "2026-11-30T23:55:00.000Z" }],
  ])("starts from a point in time of an automated backup%s", async (at, when) => {
    const backup = "arn:aws:rds:eu-central-1:123456789012:auto-backup:ab-1a2b3c";
    const { inputs } = await instance({ restoreFrom: `${backup}${at}` });
    expect(inputs["restoreToPointInTime"]).toEqual({ sourceDbInstanceAutomatedBackupsArn: backup, ...when });
    expect(inputs["snapshotIdentifier"] ?? inputs["dbName"] ?? inputs["username"]).toBeUndefined();
  });

  test("names no key when it is restored: RDS keeps the backup's, and would be asked for another one at each update", async () => {
    const { inputs } = await instance({ restoreFrom: "rds:database-2026-11-01" });
    expect(inputs["storageEncrypted"]).toBe(true);
    expect(inputs["kmsKeyId"]).toBeUndefined();
  });

  test("gets another identifier when it starts from another snapshot, so that both can exist", async () => {
    const keepers = async (restoreFrom?: string) =>
      (await recorded(restoreFrom === undefined ? {} : { restoreFrom })).named("database-suffix").inputs[
        "keepers"
      ];
    expect(await keepers("one")).not.toEqual(await keepers());
    expect(await keepers("one")).not.toEqual(await keepers("two"));
  });

  test("gets another password with another generation, of signs that neither RDS nor a URL minds", async () => {
    const password = async (secretGeneration: string) =>
      (await recorded({ secretGeneration })).named("database-password").inputs;
    expect(await password("2")).toMatchObject({
      keepers: { generation: "2" },
      special: false,
      length: 40,
    });
    expect((await password("1"))["keepers"]).not.toEqual((await password("2"))["keepers"]);
  });

  test("gives its URL as a secret, asking for TLS", async () => {
    const { result } = await recorded({});
    expect(await valueOf(result.url)).toMatch(
      /^postgresql:\/\/platform:generated-database-passwordx*@database-instance\.c9akciq32rrp\.eu-west-1\.rds\.amazonaws\.com:5432\/platform\?sslmode=require$/,
    );
    expect(await isSecret(result.url)).toBe(true);
  });

  test("shows its password nowhere", async () => {
    const recording = await recorded({});
    expect(recording.named("database-instance").inputs["password"]).toContain("generated-database-password");
    expect(inPlainSight(recording, "generated-database-password")).toEqual([]);
  });

  test("is previewed as it will be made", async () => {
    const previewed = await record(() => database(), { preview: true });
    expect(previewed.urns()).toEqual((await recorded({})).urns());
    expect(previewed.orphans()).toEqual([]);
  });
});
