import { type Properties, record, type Registration, text, remembered } from "../mocks";
import { PROJECT } from "./mock-outputs";
import { backup } from "./stores";

const recorded = remembered(backup);
const named = async (name: string) => (await recorded({})).named(name);
const open = { lock: false, protection: false };
const alone = { ...open, recoveryRegion: undefined, dumpImage: undefined };
const day = 24 * 60 * 60;

const query = ({ inputs }: Registration) =>
  (inputs["conditions"] as { conditionPrometheusQueryLanguage: { query: string } }[])[0]
    ?.conditionPrometheusQueryLanguage.query;

describe("the copy in the recovery region", () => {
  test("is a replica under a key of that region, with no public address", async () => {
    expect((await named("backup-recovery-key-ring")).inputs["location"]).toBe("europe-west4");
    const replica = await named("backup-replica-instance");
    expect(replica.inputs).toMatchObject({
      region: "europe-west4",
      masterInstanceName: "database-hex-database-suffix",
      encryptionKeyName: `projects/${PROJECT}/locations/europe-west4/keyRings/backup-recovery-key-x7k2qm/cryptoKeys/data`,
      settings: { ipConfiguration: { ipv4Enabled: false, sslMode: "ENCRYPTED_ONLY" } },
    });
    expect(replica.dependencies).toContain((await named("backup-recovery-key-use-sqladmin")).urn);
  });

  test("takes as many connections as the primary, or PostgreSQL would not start it", async () => {
    const flags = async (name: string) =>
      ((await named(name)).inputs["settings"] as Properties)["databaseFlags"];
    expect(await flags("backup-replica-instance")).toEqual(await flags("database-instance"));
  });

  test("refuses its deletion where protected", async () => {
    expect(await named("backup-replica-instance")).toMatchObject({
      protect: true,
      retainOnDelete: true,
      inputs: { deletionProtection: true, settings: { deletionProtectionEnabled: true } },
    });
    expect((await recorded(open)).named("backup-replica-instance")).toMatchObject({
      protect: false,
      inputs: { deletionProtection: false },
    });
  });

  test("is none without a recovery region", async () => {
    const recording = await recorded(alone);
    expect(recording.has("backup-replica-instance")).toBe(false);
    expect(recording.has("backup-recovery-key-key")).toBe(false);
  });
});

describe("the dump's bucket", () => {
  test("lies in the recovery region, under a key of that region, closed to the public", async () => {
    expect((await named("backup-dump-storage-bucket")).inputs).toMatchObject({
      location: "EUROPE-WEST4",
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      encryption: { defaultKmsKeyName: expect.stringMatching(/europe-west4/) as string },
    });
    const here = (await recorded({ ...open, recoveryRegion: undefined })).named("backup-dump-storage-bucket");
    expect(here.inputs["location"]).toBe("EUROPE-WEST1");
  });

  test.each([
    [{}, { retentionPeriod: String(35 * day), isLocked: true }],
    [{ lock: false }, { retentionPeriod: String(35 * day), isLocked: false }],
    [open, undefined],
  ])("with %j keeps dumps by the policy %j", async (args, policy) => {
    const { inputs } = (await recorded(args)).named("backup-dump-storage-bucket");
    expect(inputs["retentionPolicy"]).toEqual(policy);
    expect(inputs["forceDestroy"]).toBe(policy === undefined);
    expect(inputs["lifecycleRules"]).toContainEqual({ action: { type: "Delete" }, condition: { age: 35 } });
  });

  test("can be written to by the job, which may neither read nor delete", async () => {
    const grants = (await recorded({})).ofType("gcp:storage/bucketIAMMember:BucketIAMMember");
    expect(grants.map(({ inputs }) => [inputs["role"], inputs["member"]])).toEqual([
      ["roles/storage.objectCreator", `serviceAccount:backup-dump-x7k2qm@${PROJECT}.iam.gserviceaccount.com`],
    ]);
  });
});

describe("the dump job", () => {
  test("knows the database by a reference, and where to write by its name", async () => {
    const { inputs } = await named("backup-dump-job");
    const template = (inputs["template"] as { template: Properties }).template;
    const [container] = template["containers"] as { envs: Properties[] }[];
    expect(container?.envs).toEqual([
      {
        name: "BACKUP_DESTINATION",
        value: "gs://backup-dump-storage-hex-backup-dump-storage-suffix/backups",
      },
      { name: "BACKUP_NAME", value: "database-hex-database-suffix" },
      {
        name: "DATABASE_URL",
        valueSource: { secretKeyRef: { secret: "backup-dump-secrets-database-url-x7k2qm", version: "7" } },
      },
    ]);
    expect(template["vpcAccess"]).toMatchObject({ networkInterfaces: [{ tags: ["service", "dump"] }] });
  });

  test("is tried once more, and not for a whole day", async () => {
    const { inputs } = await named("backup-dump-job");
    const { maxRetries, timeout } = (inputs["template"] as { template: Properties }).template;
    expect(maxRetries).toBe(1);
    const longest = (1 + Number(maxRetries)) * Number.parseInt(text(timeout), 10);
    expect(longest).toBeLessThan(day / 2);
  });

  test("may be started, and reach the database and its bucket, before it is first asked to", async () => {
    const { dependencies } = await named("backup-dump-job");
    for (const name of [
      "backup-dump-writer",
      "backup-dump-database-out",
      "backup-dump-secrets-database-url-reader",
    ])
      expect(dependencies).toContain((await named(name)).urn);
    expect((await named("backup-dump-database-out")).inputs).toMatchObject({
      targetTags: ["dump"],
      destinationRanges: ["10.0.128.3/32"],
      allows: [{ protocol: "tcp", ports: ["5432"] }],
    });
  });

  test("is started each night by an identity that may do nothing else", async () => {
    const starter = `backup-dump-start-x7k2qm@${PROJECT}.iam.gserviceaccount.com`;
    expect((await named("backup-dump-schedule")).inputs).toMatchObject({
      schedule: "0 4 * * *",
      timeZone: "Etc/UTC",
      httpTarget: {
        httpMethod: "POST",
        uri: `https://run.googleapis.com/v2/projects/${PROJECT}/locations/europe-west1/jobs/backup-dump-job-x7k2qm:run`,
        oauthToken: { serviceAccountEmail: starter },
      },
    });
    const grants = (await recorded({})).registrations.filter(
      ({ inputs }) => inputs["member"] === `serviceAccount:${starter}`,
    );
    expect(grants.map(({ inputs }) => [inputs["role"], inputs["name"]])).toEqual([
      ["roles/run.invoker", "backup-dump-job-x7k2qm"],
    ]);
  });

  test("is none without an image", async () => {
    expect((await recorded(alone)).has("backup-dump-job")).toBe(false);
  });
});

describe("a backup that fails", () => {
  test("is told about, and so is one that never came", async () => {
    expect(text((await named("backup-failed")).inputs["filter"])).toMatch(
      /automatedBackup" AND protoPayload\.resourceName="projects\/acme-platform\/instances\/database-hex-database-suffix" AND .*windowStatus=~"\^STATUS_\(ATTEMPT_FAILED\|FAILED\|SKIPPED\)\$"$/,
    );
    expect(query(await named("backup-failures"))).toContain("user_backup_failed_x7k2qm");
    expect(query(await named("backup-no-backup-critical"))).toMatch(
      /user_backup_finished_x7k2qm.* < 1 or absent\(/,
    );
  });

  test("so is a dump", async () => {
    expect(query(await named("backup-dump-failures"))).toContain('result="failed"');
    expect(query(await named("backup-no-dump-critical"))).toContain('result="succeeded"');
    expect((await recorded(alone)).has("backup-no-dump-critical")).toBe(false);
  });

  test("reaches the channel", async () => {
    for (const { inputs } of (await recorded({})).ofType("gcp:monitoring/alertPolicy:AlertPolicy"))
      expect(inputs["notificationChannels"]).toHaveLength(1);
  });
});

describe("what Cloud SQL's own backups can't keep", () => {
  test("is refused without a dump", async () => {
    await expect(record(() => backup({ dumpImage: undefined }))).rejects.toThrow(
      "`backup.lock` needs `backup.dump`",
    );
    await expect(record(() => backup({ ...open, dumpImage: undefined, retentionDays: 36 }))).rejects.toThrow(
      "`backup.retentionDays` is 36, but Cloud SQL keeps its own backups for the database's 35 days",
    );
  });

  test("is kept with one", async () => {
    const { inputs } = (await recorded({ retentionDays: 90 })).named("backup-dump-storage-bucket");
    expect(inputs["retentionPolicy"]).toMatchObject({ retentionPeriod: String(90 * day) });
  });
});

test("a backup is previewed as it will be made", async () => {
  const previewed = await record(() => backup(), { preview: true });
  expect(previewed.urns()).toEqual((await recorded({})).urns());
  expect(previewed.orphans()).toEqual([]);
});
