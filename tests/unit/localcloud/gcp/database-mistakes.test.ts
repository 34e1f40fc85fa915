import { types } from "../../../../localcloud/gcp/types";
import type { Properties } from "../../../../localcloud/rules";
import { changed, describeMistakes, Google, region } from "./google";

const settings = (network: { id: string; range: string }): Properties => ({
  tier: "db-custom-2-8192",
  edition: "ENTERPRISE",
  availabilityType: "REGIONAL",
  diskType: "PD_SSD",
  diskSize: 20,
  diskAutoresizeLimit: 100,
  databaseFlags: [
    { name: "cloudsql.enable_pgaudit", value: "on" },
    { name: "cloudsql.iam_authentication", value: "on" },
    { name: "pgaudit.log", value: "ddl,role" },
    { name: "log_min_duration_statement", value: "1000" },
  ],
  ipConfiguration: {
    ipv4Enabled: false,
    privateNetwork: network.id,
    allocatedIpRange: network.range,
    sslMode: "ENCRYPTED_ONLY",
  },
  backupConfiguration: {
    enabled: true,
    startTime: "01:00",
    pointInTimeRecoveryEnabled: true,
    transactionLogRetentionDays: 7,
    backupRetentionSettings: { retainedBackups: 7 },
    location: "europe-west4",
  },
  passwordValidationPolicy: { enablePasswordPolicy: true, minLength: 12, complexity: "COMPLEXITY_DEFAULT" },
  maintenanceWindow: { day: 7, hour: 2, updateTrack: "stable" },
});

const instance = async (google: Google): Promise<Properties> => ({
  name: "main",
  region,
  databaseVersion: "POSTGRES_17",
  encryptionKeyName: await google.key(region, "sqladmin.googleapis.com"),
  deletionProtection: false,
  settings: settings(await google.network()),
});

/** A change of the settings of an instance (`null` leaves something out), and what is refused about it. */
const wrong = (mistake: string, change: Properties, path: string, words: string) => ({
  mistake,
  type: types.databaseInstance,
  right: instance,
  wrong: (_: Google, right: Properties) => ({ settings: changed(right["settings"] as Properties, change) }),
  path: `settings.${path}`,
  words,
});

describeMistakes("database instances on Google", [
  wrong(
    "a machine that does not exist",
    { tier: "db-custom-3-8192" },
    "tier",
    "1 or an even number up to 96, not 3",
  ),
  wrong("memory that is no step of 256 MB", { tier: "db-custom-2-8000" }, "tier", "a multiple of 256 MB"),
  wrong(
    "too much memory for the cores",
    { tier: "db-custom-2-16384" },
    "tier",
    "2 CPUs go with 1844 to 13312 MB",
  ),
  wrong("a machine of MySQL", { tier: "db-n1-standard-2" }, "tier", "Only custom or shared-core instance"),
  wrong(
    "a custom machine in Enterprise Plus",
    { edition: "ENTERPRISE_PLUS" },
    "tier",
    "Invalid Tier (db-custom-2-8192) for (ENTERPRISE_PLUS) Edition",
  ),
  wrong(
    "a custom machine and no edition, which is Enterprise Plus from 16 on",
    { edition: null },
    "tier",
    "for (ENTERPRISE_PLUS) Edition",
  ),
  wrong(
    "a machine of Enterprise Plus in Enterprise",
    { tier: "db-perf-optimized-N-2" },
    "tier",
    "for (ENTERPRISE) Edition",
  ),
  wrong(
    "two zones without backups",
    { backupConfiguration: { enabled: false, pointInTimeRecoveryEnabled: false } },
    "backupConfiguration.enabled",
    "Backups must be enabled for REGIONAL",
  ),
  wrong(
    "two zones without point-in-time recovery",
    { backupConfiguration: { pointInTimeRecoveryEnabled: false } },
    "backupConfiguration.pointInTimeRecoveryEnabled",
    "must be enabled for REGIONAL availability",
  ),
  wrong(
    "logs of two weeks in Enterprise",
    { backupConfiguration: { transactionLogRetentionDays: 14 } },
    "backupConfiguration.transactionLogRetentionDays",
    "must be between 1 and 7",
  ),
  wrong(
    "fewer backups than days of logs",
    { backupConfiguration: { backupRetentionSettings: { retainedBackups: 3 } } },
    "backupConfiguration.backupRetentionSettings.retainedBackups",
    "at least as many backups",
  ),
  wrong(
    "a backup at 24:30",
    { backupConfiguration: { startTime: "24:30" } },
    "backupConfiguration.startTime",
    "is a time of day",
  ),
  wrong(
    "backups in a place that Google does not have",
    { backupConfiguration: { location: "europe-west5" } },
    "backupConfiguration.location",
    "is no place for backups",
  ),
  wrong(
    "a limit of growth below the disk's size",
    { diskAutoresizeLimit: 10 },
    "diskAutoresizeLimit",
    "at least the disk's size (20 GB)",
  ),
  wrong("a disk of 5 GB", { diskSize: 5 }, "diskSize", "PD_SSD disks have 10 to 65536 GB"),
  wrong(
    "a flag that PostgreSQL does not have",
    { databaseFlags: [{ name: "slow_query_log", value: "on" }] },
    "databaseFlags[0].name",
    "Invalid flag name: 'slow_query_log'",
  ),
  wrong(
    "a flag that Cloud SQL does not let one set",
    { databaseFlags: [{ name: "rds.force_ssl", value: "1" }] },
    "databaseFlags[0].name",
    "is no flag of Cloud SQL for PostgreSQL",
  ),
  wrong(
    "a switch set to true",
    { databaseFlags: [{ name: "log_connections", value: "true" }] },
    "databaseFlags[0].value",
    "is on or off, not 'true'",
  ),
  wrong(
    "ten connections",
    { databaseFlags: [{ name: "max_connections", value: "10" }] },
    "databaseFlags[0].value",
    "from 14 to 262143, not '10'",
  ),
  wrong(
    "a flag twice",
    {
      databaseFlags: [
        { name: "log_connections", value: "on" },
        { name: "log_connections", value: "off" },
      ],
    },
    "databaseFlags",
    "is given twice",
  ),
  wrong(
    "pgaudit's flags without pgaudit",
    { databaseFlags: [{ name: "pgaudit.log", value: "all" }] },
    "databaseFlags",
    "need cloudsql.enable_pgaudit to be on",
  ),
  wrong(
    "neither a public nor a private address",
    { ipConfiguration: { privateNetwork: null, allocatedIpRange: null } },
    "ipConfiguration",
    "At least one of Public IP or Private IP",
  ),
  wrong(
    "a network by its bare name",
    { ipConfiguration: { privateNetwork: "main" } },
    "ipConfiguration.privateNetwork",
    "'main' is no network",
  ),
  wrong(
    "a range that the services connection does not have",
    { ipConfiguration: { allocatedIpRange: "other" } },
    "ipConfiguration.allocatedIpRange",
    "is not one of the network's private services connection",
  ),
  wrong(
    "a way of TLS that does not exist",
    { ipConfiguration: { sslMode: "REQUIRED" } },
    "ipConfiguration.sslMode",
    "must be one of",
  ),
  wrong(
    "maintenance on the eighth day",
    { maintenanceWindow: { day: 8 } },
    "maintenanceWindow.day",
    "from 1 to 7",
  ),
  wrong(
    "a zone of another region",
    { locationPreference: { zone: "europe-west4-a" } },
    "locationPreference.zone",
    "is not in the instance's region europe-west1",
  ),
  wrong("capitals in a label", { userLabels: { Team: "core" } }, "userLabels.Team", "is no label key"),
  {
    mistake: "private IP without services access",
    type: types.databaseInstance,
    right: {
      name: "main",
      databaseVersion: "POSTGRES_17",
      deletionProtection: false,
      settings: { tier: "db-f1-micro", edition: "ENTERPRISE" },
    },
    wrong: async (google, right) => {
      const network = await google.network({ services: false });
      const ipConfiguration = { ipv4Enabled: false, privateNetwork: network.id };
      return { settings: { ...(right["settings"] as Properties), ipConfiguration } };
    },
    path: "settings.ipConfiguration.privateNetwork",
    words: "the network doesn't have at least 1 private services connection",
  },
  {
    mistake: "a key that Cloud SQL may not use",
    type: types.databaseInstance,
    right: instance,
    wrong: async (google) => ({ encryptionKeyName: await google.key(region) }),
    path: "encryptionKeyName",
    words: "may not use the key",
  },
  {
    mistake: "a key of another region",
    type: types.databaseInstance,
    right: instance,
    wrong: async (google) => ({
      encryptionKeyName: await google.key("europe-west4", "sqladmin.googleapis.com"),
    }),
    path: "encryptionKeyName",
    words: "the key is in europe-west4, but it must be in europe-west1",
  },
  {
    mistake: "an instance name with capitals",
    type: types.databaseInstance,
    right: instance,
    wrong: { name: "Main" },
    path: "name",
    words: "may only have lower-case letters, digits and hyphens",
  },
  {
    mistake: "an instance name that is too long together with the project's",
    type: types.databaseInstance,
    right: instance,
    wrong: { name: "m".repeat(90) },
    path: "name",
    words: "is longer than 98 characters",
  },
]);

const user = async (google: Google): Promise<Properties> => {
  const { outputs } = await google.make(types.databaseInstance, await instance(google));
  return { instance: outputs["name"] ?? "", name: "platform", password: "Correct-horse-1" };
};
const userType = "gcp:sql/user:User";

describeMistakes("users and databases on Google", [
  {
    mistake: "a user of an instance that does not exist",
    type: userType,
    right: user,
    wrong: { instance: "other" },
    path: "instance",
    words: "there is no gcp:sql/databaseInstance:DatabaseInstance",
  },
  {
    mistake: "a user without a password",
    type: userType,
    right: user,
    wrong: { password: undefined },
    path: "password",
    words: "Missing parameter: password",
  },
  {
    mistake: "a password that the instance's policy does not take",
    type: userType,
    right: user,
    wrong: { password: "correct-horse-battery" },
    path: "password",
    words: "asks for lower-case and upper-case letters",
  },
  {
    mistake: "a host of a PostgreSQL user",
    type: userType,
    right: user,
    wrong: { host: "%" },
    path: "host",
    words: "Host is not supported for PostgreSQL users",
  },
  {
    mistake: "a password of a service account",
    type: userType,
    right: user,
    wrong: { type: "CLOUD_IAM_SERVICE_ACCOUNT", name: "api@local-project.iam" },
    path: "password",
    words: "has no password",
  },
  {
    mistake: "a service account's whole address as a user",
    type: userType,
    right: user,
    wrong: { type: "CLOUD_IAM_SERVICE_ACCOUNT", name: "api@p.iam.gserviceaccount.com", password: undefined },
    path: "name",
    words: "leave out '.gserviceaccount.com'",
  },
  {
    mistake: "a database in another character set",
    type: "gcp:sql/database:Database",
    right: async (google) => ({
      instance: (await user(google))["instance"] ?? "",
      name: "app",
      charset: "UTF8",
    }),
    wrong: { charset: "LATIN1" },
    path: "charset",
    words: "are made with UTF8",
  },
  {
    mistake: "a database that every instance has",
    type: "gcp:sql/database:Database",
    right: async (google) => ({ instance: (await user(google))["instance"] ?? "", name: "app" }),
    wrong: { name: "postgres" },
    path: "name",
    words: 'database "postgres" already exists',
  },
]);

describe("the life of a database instance on Google", () => {
  let google: Google;
  beforeEach(() => {
    google = new Google();
  });
  afterEach(() => {
    google.close();
  });

  it("keeps its name for a week after its deletion", async () => {
    const right = await instance(google);
    const made = await google.make(types.databaseInstance, right);
    expect(await google.deletionRefusals(types.databaseInstance, made)).toEqual([]);
    expect(await google.refusals(types.databaseInstance, right)).toEqual([
      expect.stringContaining("can't reuse the name of the deleted instance until one week"),
    ]);
    expect(await google.refusals(types.databaseInstance, { ...right, name: "main-2" })).toEqual([]);
  });

  it.each([
    ["Pulumi's protection", { deletionProtection: true }, "deletion_protection is set to true"],
    ["none said", { deletionProtection: undefined }, "deletion_protection is set to true"],
  ])("ends only without protection: %s", async (_, change, words) => {
    const { deletionProtection, ...right } = { ...(await instance(google)), ...change };
    const inputs = deletionProtection === undefined ? right : { ...right, deletionProtection };
    const made = await google.make(types.databaseInstance, inputs);
    expect(await google.deletionRefusals(types.databaseInstance, made)).toEqual([
      expect.stringContaining(words),
    ]);
  });

  it("ends only without Google's protection", async () => {
    const right = await instance(google);
    const made = await google.make(types.databaseInstance, {
      ...right,
      settings: changed(right["settings"] as Properties, { deletionProtectionEnabled: true }),
    });
    expect(await google.deletionRefusals(types.databaseInstance, made)).toEqual([
      expect.stringContaining("The instance is protected"),
    ]);
  });

  it.each<[string, Properties, string]>([
    ["shrink", { settings: { diskSize: 10 } }, "a disk cannot shrink, from 20 to 10 GB"],
    ["go back a version", { databaseVersion: "POSTGRES_16" }, "can't be downgraded from 17 to 16"],
    [
      "leave its network",
      { settings: { ipConfiguration: { ipv4Enabled: true, privateNetwork: null, allocatedIpRange: null } } },
      "private IP can't be taken away",
    ],
  ])("does not %s", async (_, change, words) => {
    const right = await instance(google);
    const made = await google.make(types.databaseInstance, right);
    const refusals = await google.updateRefusals(types.databaseInstance, made, right, changed(right, change));
    expect(refusals).toEqual([expect.stringContaining(words)]);
  });

  it("has an address in the private network only", async () => {
    const { outputs } = await google.make(types.databaseInstance, await instance(google));
    expect(outputs).toMatchObject({
      connectionName: "local-project:europe-west1:main",
      publicIpAddress: "",
      privateIpAddress: expect.stringMatching(/^10\.\d+\.\d+\.\d+$/) as string,
    });
  });
});
