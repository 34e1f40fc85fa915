import { agentOf } from "../../../../localcloud/gcp/service-agents";
import { types } from "../../../../localcloud/gcp/types";
import type { Properties } from "../../../../localcloud/rules";
import { describeMistakes, type Google, region } from "./google";

const api = "secretmanager.googleapis.com";
const replica = (location: string, kmsKeyName?: string) => ({
  location,
  ...(kmsKeyName === undefined ? {} : { customerManagedEncryption: { kmsKeyName } }),
});
const kept = (...replicas: Properties[]) => ({ replication: { userManaged: { replicas } } });
const secret = async (google: Google) => ({
  secretId: "api-key",
  ...kept(replica(region, await google.key(region, api))),
  versionDestroyTtl: "604800s",
});
const version = async (google: Google) => ({
  secret: (await google.secret("api-key")).id,
  secretData: "correct-horse-battery",
});
const repository = async (google: Google) => ({
  location: region,
  repositoryId: "images",
  format: "DOCKER",
  kmsKeyName: await google.key(region, "artifactregistry.googleapis.com"),
  dockerConfig: { immutableTags: true },
  cleanupPolicies: [
    { id: "untagged", action: "DELETE", condition: { tagState: "UNTAGGED", olderThan: "604800s" } },
  ],
});

describeMistakes("secrets", [
  {
    mistake: "a secret's name with a slash",
    type: types.secret,
    right: { secretId: "api_Key-1", replication: { auto: {} } },
    wrong: { secretId: "api/key" },
    path: "secretId",
    words: "letters, digits, hyphens and underscores",
  },
  {
    mistake: "a secret that is kept nowhere",
    type: types.secret,
    right: { secretId: "api-key", replication: { auto: {} } },
    wrong: { replication: {} },
    path: "replication",
    words: "exactly one of `auto` and `userManaged`",
  },
  {
    mistake: "a secret without its replication",
    type: types.secret,
    right: { secretId: "api-key", replication: { auto: {} } },
    wrong: { replication: undefined },
    path: "replication",
    words: "is required",
  },
  {
    mistake: "two replicas in one region",
    type: types.secret,
    right: { secretId: "api-key", ...kept(replica(region), replica("europe-west3")) },
    wrong: kept(replica(region), replica(region)),
    path: "replication.userManaged.replicas",
    words: "two replicas are in europe-west1",
  },
  {
    mistake: "a replica in no region",
    type: types.secret,
    right: { secretId: "api-key", ...kept(replica(region)) },
    wrong: kept(replica("eu")),
    path: "replication.userManaged.replicas[0].location",
    words: "'eu' is no region that a replica can be in",
  },
  {
    mistake: "a key of another region",
    type: types.secret,
    right: secret,
    wrong: async (google) => kept(replica(region, await google.key("europe-west3", api))),
    path: "replication.userManaged.replicas[0].customerManagedEncryption.kmsKeyName",
    words: "the key is in europe-west3, but it must be in europe-west1",
  },
  {
    mistake: "a region's key for a secret that is everywhere",
    type: types.secret,
    right: async (google) => ({
      secretId: "api-key",
      replication: {
        auto: { customerManagedEncryption: { kmsKeyName: await google.key("global", api) } },
      },
    }),
    wrong: async (google) => ({
      replication: { auto: { customerManagedEncryption: { kmsKeyName: await google.key(region, api) } } },
    }),
    path: "replication.auto.customerManagedEncryption.kmsKeyName",
    words: "it must be in global",
  },
  {
    mistake: "a key that Secret Manager was not granted",
    type: types.secret,
    right: secret,
    wrong: async (google) => kept(replica(region, await google.key(region, "sqladmin.googleapis.com"))),
    path: "replication.userManaged.replicas[0].customerManagedEncryption.kmsKeyName",
    words: `Error 403: ${agentOf(api)} may not use the key`,
  },
  {
    mistake: "a key that is not there",
    type: types.secret,
    right: secret,
    wrong: kept(replica(region, `projects/local-project/locations/${region}/keyRings/r/cryptoKeys/k`)),
    path: "replication.userManaged.replicas[0].customerManagedEncryption.kmsKeyName",
    words: "Error 404: CryptoKey",
  },
  {
    mistake: "a rotation that nobody is told of",
    type: types.secret,
    right: { secretId: "api-key", replication: { auto: {} } },
    wrong: { rotation: { rotationPeriod: "86400s", nextRotationTime: "2026-02-01T00:00:00Z" } },
    path: "topics",
    words: "a rotation needs topics",
  },
  {
    mistake: "versions that are destroyed within an hour",
    type: types.secret,
    right: secret,
    wrong: { versionDestroyTtl: "3600s" },
    path: "versionDestroyTtl",
    words: "from 86400s (a day)",
  },
  {
    mistake: "labels with capitals",
    type: types.secret,
    right: { secretId: "api-key", replication: { auto: {} }, labels: { team: "platform" } },
    wrong: { labels: { Team: "platform" } },
    path: "labels.Team",
    words: "'Team' is no label key",
  },
  {
    mistake: "a label's value with a space",
    type: types.secret,
    right: { secretId: "api-key", replication: { auto: {} }, labels: { team: "platform-core_1" } },
    wrong: { labels: { team: "platform core" } },
    path: "labels.team",
    words: "'platform core' is no label value",
  },
  {
    mistake: "65 labels",
    type: types.secret,
    right: {
      secretId: "api-key",
      replication: { auto: {} },
      labels: Object.fromEntries(Array.from({ length: 64 }, (_, at) => [`label-${String(at)}`, "x"])),
    },
    wrong: {
      labels: Object.fromEntries(Array.from({ length: 65 }, (_, at) => [`label-${String(at)}`, "x"])),
    },
    path: "labels",
    words: "at most 64 labels, not 65",
  },
  {
    mistake: "a version of a secret by its name",
    type: types.secretVersion,
    right: version,
    wrong: { secret: "api-key" },
    path: "secret",
    words: "'api-key' is no full name",
  },
  {
    mistake: "a value of more than 64 KiB",
    type: types.secretVersion,
    right: version,
    wrong: { secretData: "x".repeat(65_537) },
    path: "secretData",
    words: "cannot be larger than 65536 bytes",
  },
  {
    mistake: "a version without a value",
    type: types.secretVersion,
    right: version,
    wrong: { secretData: undefined },
    path: "secretData",
    words: "must be given",
  },
  {
    mistake: "a role of keys on a secret",
    type: types.secretMember,
    right: async (google) => ({
      secretId: (await google.secret("api-key")).id,
      role: "roles/secretmanager.secretAccessor",
      member: `serviceAccount:${await google.account("api-account")}`,
    }),
    wrong: { role: "roles/cloudkms.cryptoKeyDecrypter" },
    path: "role",
    words: "it takes roles of secretmanager",
  },
]);

describeMistakes("registries", [
  {
    mistake: "a repository's name with an underscore",
    type: types.repository,
    right: repository,
    wrong: { repositoryId: "our_images" },
    path: "repositoryId",
    words: "may only have lower-case letters, digits and hyphens",
  },
  {
    mistake: "images of a format that there is not",
    type: types.repository,
    right: repository,
    wrong: { format: "OCI" },
    path: "format",
    words: "but is 'OCI'",
  },
  {
    mistake: "a key of another region than the repository's",
    type: types.repository,
    right: repository,
    wrong: async (google) => ({
      kmsKeyName: await google.key("europe-west3", "artifactregistry.googleapis.com"),
    }),
    path: "kmsKeyName",
    words: "it must be in europe-west1",
  },
  {
    mistake: "a key that Artifact Registry was not granted",
    type: types.repository,
    right: repository,
    wrong: async (google) => ({ kmsKeyName: await google.key(region) }),
    path: "kmsKeyName",
    words:
      "Error 403: service-123456789012@gcp-sa-artifactregistry.iam.gserviceaccount.com may not use the key",
  },
  {
    mistake: "a repository of others' images that does not say whose",
    type: types.repository,
    right: async (google) => ({
      ...(await repository(google)),
      mode: "REMOTE_REPOSITORY",
      remoteRepositoryConfig: { dockerRepository: { publicRepository: "DOCKER_HUB" } },
    }),
    wrong: { remoteRepositoryConfig: undefined },
    path: "remoteRepositoryConfig",
    words: "must be given with the mode REMOTE_REPOSITORY",
  },
  {
    mistake: "tags that can't move where there are none",
    type: types.repository,
    right: repository,
    wrong: { format: "NPM" },
    path: "dockerConfig",
    words: "only for the format DOCKER",
  },
  {
    mistake: "a number of newest images that are deleted",
    type: types.repository,
    right: repository,
    wrong: { cleanupPolicies: [{ id: "newest", action: "DELETE", mostRecentVersions: { keepCount: 50 } }] },
    path: "cleanupPolicies[0].mostRecentVersions",
    words: "only for policies with the action KEEP",
  },
  {
    mistake: "two cleanup policies of one id",
    type: types.repository,
    right: repository,
    wrong: (_, { cleanupPolicies }) => ({
      cleanupPolicies: [...(cleanupPolicies as Properties[]), ...(cleanupPolicies as Properties[])],
    }),
    path: "cleanupPolicies",
    words: "two policies have the id 'untagged'",
  },
  {
    mistake: "prefixes of tags for what has no tag",
    type: types.repository,
    right: repository,
    wrong: {
      cleanupPolicies: [
        { id: "old", action: "DELETE", condition: { tagState: "UNTAGGED", tagPrefixes: ["v"] } },
      ],
    },
    path: "cleanupPolicies[0].condition.tagPrefixes",
    words: "needs the tagState TAGGED",
  },
  {
    mistake: "a grant on a repository that is not there",
    type: types.repositoryMember,
    right: async (google) => ({
      repository: (await google.make(types.repository, await repository(google))).id,
      location: region,
      role: "roles/artifactregistry.writer",
      member: `serviceAccount:${await google.account("builder")}`,
    }),
    wrong: { repository: "others" },
    path: "repository",
    words: "there is no gcp:artifactregistry/repository:Repository",
  },
]);
