import { types } from "../../../../localcloud/gcp/types";
import type { Properties } from "../../../../localcloud/rules";
import { changed, changes, describeMistakes, Google, project, region } from "./google";

const cache = async (google: Google): Promise<Properties> => {
  const network = await google.network();
  return {
    name: "cache",
    region,
    tier: "STANDARD_HA",
    memorySizeGb: 5,
    readReplicasMode: "READ_REPLICAS_ENABLED",
    replicaCount: 1,
    redisVersion: "REDIS_7_2",
    redisConfigs: { "maxmemory-policy": "allkeys-lru" },
    connectMode: "PRIVATE_SERVICE_ACCESS",
    authorizedNetwork: network.id,
    reservedIpRange: network.range,
    authEnabled: true,
    transitEncryptionMode: "SERVER_AUTHENTICATION",
    customerManagedKey: await google.key(region, "redis.googleapis.com"),
    persistenceConfig: { persistenceMode: "RDB", rdbSnapshotPeriod: "TWENTY_FOUR_HOURS" },
  };
};
const wrongCache = (mistake: string, change: Properties, path: string, words: string) => ({
  mistake,
  type: types.redisInstance,
  right: cache,
  wrong: (_: Google, right: Properties) => changes(right, change),
  path,
  words,
});

describeMistakes("caches on Google", [
  wrongCache("a tier that does not exist", { tier: "STANDARD" }, "tier", "one of BASIC, STANDARD_HA"),
  wrongCache(
    "read replicas in the basic tier",
    { tier: "BASIC" },
    "readReplicasMode",
    "only supported in the STANDARD_HA tier",
  ),
  wrongCache("read replicas of 1 GB", { memorySizeGb: 1 }, "memorySizeGb", "have at least 5 GB"),
  wrongCache("six read replicas", { replicaCount: 6 }, "replicaCount", "there are 1 to 5"),
  wrongCache(
    "two replicas without read replicas",
    { readReplicasMode: null, replicaCount: 2 },
    "replicaCount",
    "requires read-replicas-mode",
  ),
  wrongCache("400 GB", { memorySizeGb: 400 }, "memorySizeGb", "from 1 to 300"),
  wrongCache(
    "a version that Memorystore does not have",
    { redisVersion: "REDIS_8_0" },
    "redisVersion",
    "must be one of",
  ),
  wrongCache(
    "a setting that Memorystore does not let one change",
    { redisConfigs: { appendonly: "yes" } },
    "redisConfigs.appendonly",
    "can't be configured in Memorystore",
  ),
  wrongCache(
    "a policy that Redis does not have",
    { redisConfigs: { "maxmemory-policy": "lru" } },
    "redisConfigs.maxmemory-policy",
    "is one of noeviction",
  ),
  wrongCache(
    "a zone of another region",
    { locationId: "europe-west4-a" },
    "locationId",
    "is not in europe-west1",
  ),
  wrongCache(
    "both nodes in one zone",
    { locationId: "europe-west1-b", alternativeLocationId: "europe-west1-b" },
    "alternativeLocationId",
    "must be another zone",
  ),
  wrongCache(
    "snapshots without a period",
    { persistenceConfig: { rdbSnapshotPeriod: null } },
    "persistenceConfig.rdbSnapshotPeriod",
    "is needed with RDB",
  ),
  wrongCache(
    "a range that the services connection does not have",
    { reservedIpRange: "other" },
    "reservedIpRange",
    "is no range of the private services connection",
  ),
  wrongCache(
    "a network that does not exist",
    { authorizedNetwork: `projects/${project}/global/networks/other` },
    "authorizedNetwork",
    "there is no network",
  ),
  wrongCache("a name of 41 characters", { name: "c".repeat(41) }, "name", "is longer than 40 characters"),
  {
    mistake: "a cache in a network without services access",
    type: types.redisInstance,
    right: () => Promise.resolve({ name: "cache", memorySizeGb: 1 }),
    wrong: async (google) => ({
      connectMode: "PRIVATE_SERVICE_ACCESS",
      authorizedNetwork: (await google.network({ services: false })).id,
    }),
    path: "connectMode",
    words: "Google private service access is not enabled",
  },
  {
    mistake: "a key that Memorystore may not use",
    type: types.redisInstance,
    right: cache,
    wrong: async (google) => ({ customerManagedKey: await google.key(region) }),
    path: "customerManagedKey",
    words: "may not use the key",
  },
]);

const bucket = async (google: Google): Promise<Properties> => ({
  name: "local-project-dumps",
  location: "europe-west4",
  uniformBucketLevelAccess: true,
  publicAccessPrevention: "enforced",
  encryption: { defaultKmsKeyName: await google.key("europe-west4", "storage.googleapis.com") },
  retentionPolicy: { retentionPeriod: "604800", isLocked: false },
  softDeletePolicy: { retentionDurationSeconds: 604800 },
  lifecycleRules: [{ action: { type: "Delete" }, condition: { age: 35 } }],
});
const wrongBucket = (mistake: string, change: Properties, path: string, words: string) => ({
  mistake,
  type: types.bucket,
  right: bucket,
  wrong: (_: Google, right: Properties) => changed(right, change),
  path,
  words,
});

describeMistakes("buckets on Google", [
  wrongBucket("a bucket name with capitals", { name: "Dumps" }, "name", "may only have lower-case letters"),
  wrongBucket("a bucket name that is an address", { name: "192.168.5.4" }, "name", "no address"),
  wrongBucket("a bucket name of Google's", { name: "my-google-dumps" }, "name", "no 'google'"),
  wrongBucket("a bucket name that begins with goog", { name: "goog-dumps" }, "name", "not 'goog' first"),
  wrongBucket(
    "a location that does not exist",
    { location: "europe-west5" },
    "location",
    "is no location of Google Cloud",
  ),
  wrongBucket(
    "a class of storage that does not exist",
    { storageClass: "GLACIER" },
    "storageClass",
    "must be one of",
  ),
  wrongBucket(
    "a retention in days",
    { retentionPolicy: { retentionPeriod: "7d" } },
    "retentionPolicy.retentionPeriod",
    "is a number of seconds",
  ),
  wrongBucket(
    "a retention of more than 100 years",
    { retentionPolicy: { retentionPeriod: "3200000000" } },
    "retentionPolicy.retentionPeriod",
    "from 1 to 3155759999",
  ),
  wrongBucket(
    "soft deletion for a day",
    { softDeletePolicy: { retentionDurationSeconds: 86400 } },
    "softDeletePolicy.retentionDurationSeconds",
    "is 0 (off), or from 604800",
  ),
  wrongBucket(
    "a rule without a condition",
    { lifecycleRules: [{ action: { type: "Delete" }, condition: {} }] },
    "lifecycleRules[0].condition",
    "has at least one condition",
  ),
  wrongBucket(
    "a move without a class",
    { lifecycleRules: [{ action: { type: "SetStorageClass" }, condition: { age: 1 } }] },
    "lifecycleRules[0].action.storageClass",
    "exactly with SetStorageClass",
  ),
  wrongBucket(
    "an action that does not exist",
    { lifecycleRules: [{ action: { type: "Expire" }, condition: { age: 1 } }] },
    "lifecycleRules[0].action.type",
    "must be one of",
  ),
  wrongBucket(
    "logs into a bucket that does not exist",
    { logging: { logBucket: "other" } },
    "logging.logBucket",
    "there is no bucket 'other'",
  ),
  {
    mistake: "a key of another place than the bucket's",
    type: types.bucket,
    right: bucket,
    wrong: async (google) => ({
      encryption: { defaultKmsKeyName: await google.key(region, "storage.googleapis.com") },
    }),
    path: "encryption.defaultKmsKeyName",
    words: "the key is in europe-west1, but it must be in europe-west4",
  },
  {
    mistake: "a bucket name that is taken",
    type: types.bucket,
    right: { name: "local-project-dumps", location: region },
    wrong: async (google) => {
      await google.make(types.bucket, { name: "local-project-taken", location: region });
      return { name: "local-project-taken" };
    },
    path: "name",
    words: "is taken",
  },
  {
    mistake: "everybody in a bucket that prevents it",
    type: "gcp:storage/bucketIAMMember:BucketIAMMember",
    right: async (google) => ({
      bucket: (await google.make(types.bucket, await bucket(google))).id,
      role: "roles/storage.objectViewer",
      member: `serviceAccount:${await google.account()}`,
    }),
    wrong: { member: "allUsers" },
    path: "member",
    words: "public access prevention is enforced",
  },
  {
    mistake: "a list of access on a bucket of uniform access",
    type: "gcp:storage/bucketACL:BucketACL",
    right: async (google) => ({
      bucket: (await google.make(types.bucket, { name: "local-project-lists", location: region })).id,
      predefinedAcl: "private",
    }),
    wrong: async (google) => ({ bucket: (await google.make(types.bucket, await bucket(google))).id }),
    path: "bucket",
    words: "Cannot use ACL API",
  },
]);

describe("the life of a bucket on Google", () => {
  let google: Google;
  beforeEach(() => {
    google = new Google();
  });
  afterEach(() => {
    google.close();
  });

  it("keeps a locked retention, and lets it grow", async () => {
    const right = changed(await bucket(google), { retentionPolicy: { isLocked: true } });
    const made = await google.make(types.bucket, right);
    const retention = (change: Properties): Promise<string[]> =>
      google.updateRefusals(types.bucket, made, right, changed(right, { retentionPolicy: change }));
    expect(await retention({ retentionPeriod: "86400" })).toEqual([
      expect.stringContaining("can't be shortened"),
    ]);
    expect(await retention({ isLocked: false })).toEqual([expect.stringContaining("can't be unlocked")]);
    expect(await retention({ retentionPeriod: "1209600" })).toEqual([]);
  });

  it("is not deleted while a sink of logs fills it", async () => {
    const made = await google.make(types.bucket, { name: "local-project-logs", location: region });
    await google.make("gcp:logging/projectSink:ProjectSink", {
      name: "audit",
      destination: `storage.googleapis.com/${made.id}`,
    });
    expect(await google.deletionRefusals(types.bucket, made)).toEqual([
      expect.stringContaining("containing objects (of a log sink) without `force_destroy`"),
    ]);
  });

  it("is not deleted by force either while its objects must stay", async () => {
    const right = { ...(await bucket(google)), forceDestroy: true };
    const made = await google.make(types.bucket, right);
    await google.make("gcp:logging/projectSink:ProjectSink", {
      name: "audit",
      destination: `storage.googleapis.com/${made.id}`,
    });
    expect(await google.deletionRefusals(types.bucket, made)).toEqual([
      expect.stringContaining("are subject to the bucket's retention policy"),
    ]);
  });
});
