import { shown } from "../../../../localcloud/reading";
import { types } from "../../../../localcloud/aws/types";
import { type Aws, account, describeMistakes, policy } from "./aws";

const bucketPolicy = async (aws: Aws) => {
  const bucket = await aws.bucket();
  const Principal = { AWS: `arn:aws:iam::${account}:root` };
  return {
    bucket,
    policy: policy({ Principal, Action: "s3:GetObject", Resource: `arn:aws:s3:::${bucket}/*` }),
  };
};
const lifecycle = async (aws: Aws) => ({
  bucket: await aws.bucket(),
  rules: [{ id: "expiry", status: "Enabled", filter: { prefix: "" }, expiration: { days: 90 } }],
});
const lifecycleType = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const lockType = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";
const lock = async (aws: Aws) => ({
  bucket: await aws.bucket({ versioned: true }),
  rule: { defaultRetention: { mode: "GOVERNANCE", days: 30 } },
});
const replication = async (aws: Aws) => ({
  bucket: await aws.bucket({ versioned: true }),
  role: (await aws.role("s3.amazonaws.com")).outputs["arn"] ?? "",
  rules: [
    { status: "Enabled", destination: { bucket: `arn:aws:s3:::${await aws.bucket({ versioned: true })}` } },
  ],
});
const repositoryPolicy = "aws:ecr/lifecyclePolicy:LifecyclePolicy";
const images = (selection: object, rulePriority = 1) =>
  JSON.stringify({ rules: [{ rulePriority, selection, action: { type: "expire" } }] });

describeMistakes("buckets", [
  {
    mistake: "a bucket's name in upper case",
    type: types.bucket,
    right: { bucket: "documents-of-mine" },
    wrong: { bucket: "Documents" },
    path: "bucket",
    words: "lower-case letters",
  },
  {
    mistake: "a bucket's name with an underscore",
    type: types.bucket,
    right: { bucket: "documents-of-mine" },
    wrong: { bucket: "my_documents" },
    path: "bucket",
    words: "lower-case letters",
  },
  {
    mistake: "a bucket called like an address",
    type: types.bucket,
    right: { bucket: "documents-of-mine" },
    wrong: { bucket: "192.168.1.1" },
    path: "bucket",
    words: "no address",
  },
  {
    mistake: "a bucket's name of 64 characters",
    type: types.bucket,
    right: { bucket: "a".repeat(63) },
    wrong: { bucket: "a".repeat(64) },
    path: "bucket",
    words: "longer than 63 characters (64)",
  },
  {
    mistake: "a bucket's name that another region has taken",
    type: types.bucket,
    right: { bucket: "documents-of-mine" },
    wrong: async (aws) => {
      await aws.make(types.bucket, { bucket: "documents-of-others", region: "us-east-1" });
      return { bucket: "documents-of-others" };
    },
    path: "bucket",
    words: "is taken",
  },
  {
    mistake: "a policy about another bucket",
    type: types.bucketPolicy,
    right: bucketPolicy,
    wrong: (_, right) => ({
      policy: shown(right["policy"]).replace("arn:aws:s3:::", "arn:aws:s3:::other-"),
    }),
    path: "policy",
    words: "a policy speaks of its own bucket",
  },
  {
    mistake: "a public policy on a closed bucket",
    type: types.bucketPolicy,
    right: bucketPolicy,
    wrong: async (aws, right) => {
      const bucket = shown(right["bucket"]);
      await aws.make(types.bucketPublicAccess, { bucket, blockPublicPolicy: true });
      return {
        policy: policy({ Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${bucket}/*` }),
      };
    },
    path: "policy",
    words: "blocked by the BlockPublicPolicy setting",
  },
  {
    mistake: "settings of a bucket that is not there",
    type: types.bucketVersioning,
    right: async (aws) => ({ bucket: await aws.bucket(), versioningConfiguration: { status: "Enabled" } }),
    wrong: { bucket: "gone" },
    path: "bucket",
    words: "NoSuchBucket",
  },
  {
    mistake: "a key with AES256",
    type: types.bucketEncryption,
    right: async (aws) => ({
      bucket: await aws.bucket(),
      rules: [
        { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: await aws.key() } },
      ],
    }),
    wrong: async (aws) => ({
      rules: [
        { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256", kmsMasterKeyId: await aws.key() } },
      ],
    }),
    path: "rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId",
    words: "only given with the algorithm aws:kms",
  },
  {
    mistake: "infrequent access after a week",
    type: lifecycleType,
    right: lifecycle,
    wrong: {
      rules: [
        {
          id: "cold",
          status: "Enabled",
          filter: { prefix: "" },
          transitions: [{ days: 7, storageClass: "STANDARD_IA" }],
        },
      ],
    },
    path: "rules[0].transitions[0].days",
    words: "must be at least 30 for storage class STANDARD_IA",
  },
  {
    mistake: "an expiry before the transition",
    type: lifecycleType,
    right: lifecycle,
    wrong: {
      rules: [
        {
          id: "cold",
          status: "Enabled",
          filter: { prefix: "" },
          transitions: [{ days: 90, storageClass: "GLACIER" }],
          expiration: { days: 60 },
        },
      ],
    },
    path: "rules[0].expiration.days",
    words: "must be greater than in the transition",
  },
  {
    mistake: "two lifecycle rules of one id",
    type: lifecycleType,
    right: lifecycle,
    wrong: (_, right) => ({
      rules: [...(right["rules"] as object[]), ...(right["rules"] as object[])] as never,
    }),
    path: "rules",
    words: "'expiry' is used twice",
  },
  {
    mistake: "a lifecycle rule that does nothing",
    type: lifecycleType,
    right: lifecycle,
    wrong: { rules: [{ id: "none", status: "Enabled", filter: { prefix: "" } }] },
    path: "rules[0]",
    words: "at least one action is needed",
  },
  {
    mistake: "an object lock without versioning",
    type: lockType,
    right: lock,
    wrong: async (aws) => ({ bucket: await aws.bucket() }),
    path: "bucket",
    words: "versioning must be 'Enabled' on the bucket to apply an Object Lock configuration",
  },
  {
    mistake: "an object lock in lower case",
    type: lockType,
    right: lock,
    wrong: { rule: { defaultRetention: { mode: "governance", days: 30 } } },
    path: "rule.defaultRetention.mode",
    words: "one of GOVERNANCE, COMPLIANCE",
  },
  {
    mistake: "an object lock of days and years",
    type: lockType,
    right: lock,
    wrong: { rule: { defaultRetention: { mode: "GOVERNANCE", days: 30, years: 1 } } },
    path: "rule.defaultRetention",
    words: "exactly one of days and years",
  },
  {
    mistake: "suspended versions on a locked bucket",
    type: types.bucketVersioning,
    right: async (aws) => ({
      bucket: (await aws.make(types.bucket, { objectLockEnabled: true })).id,
      versioningConfiguration: { status: "Enabled" },
    }),
    wrong: { versioningConfiguration: { status: "Suspended" } },
    path: "versioningConfiguration.status",
    words: "the versioning state cannot be changed",
  },
  {
    mistake: "replication to a bucket without versions",
    type: "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
    right: replication,
    wrong: async (aws) => ({
      rules: [{ status: "Enabled", destination: { bucket: `arn:aws:s3:::${await aws.bucket()}` } }],
    }),
    path: "rules[0].destination.bucket",
    words: "must have versioning enabled",
  },
  {
    mistake: "an access list where the owner rules",
    type: "aws:s3/bucketAcl:BucketAcl",
    right: async (aws) => {
      const bucket = await aws.bucket();
      await aws.make(types.bucketOwnership, { bucket, rule: { objectOwnership: "ObjectWriter" } });
      return { bucket, acl: "private" };
    },
    wrong: async (aws) => ({ bucket: await aws.bucket() }),
    path: "bucket",
    words: "The bucket does not allow ACLs",
  },
  {
    mistake: "a second versioning of a bucket",
    type: types.bucketVersioning,
    right: async (aws) => ({ bucket: await aws.bucket(), versioningConfiguration: { status: "Enabled" } }),
    wrong: async (aws) => ({ bucket: await aws.bucket({ versioned: true }) }),
    path: "bucket",
    words: "AlreadyExists",
  },
]);

describeMistakes("registries", [
  {
    mistake: "a repository's name in upper case",
    type: types.repository,
    right: { name: "platform/api" },
    wrong: { name: "Platform/Api" },
    path: "name",
    words: "lower-case letters",
  },
  {
    mistake: "a key without KMS encryption",
    type: types.repository,
    right: async (aws) => ({
      encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: await aws.key() }],
    }),
    wrong: async (aws) => ({
      encryptionConfigurations: [{ encryptionType: "AES256", kmsKey: await aws.key() }],
    }),
    path: "encryptionConfigurations[0].kmsKey",
    words: "only given with encryptionType KMS",
  },
  {
    mistake: "a cleaning rule that counts days of a number",
    type: repositoryPolicy,
    right: async (aws) => ({
      repository: (await aws.make(types.repository)).id,
      policy: images({
        tagStatus: "untagged",
        countType: "sinceImagePushed",
        countUnit: "days",
        countNumber: 7,
      }),
    }),
    wrong: {
      policy: images({
        tagStatus: "untagged",
        countType: "imageCountMoreThan",
        countUnit: "days",
        countNumber: 7,
      }),
    },
    path: "policy",
    words: "countUnit is 'days' with sinceImagePushed",
  },
  {
    mistake: "a cleaning rule for tags without a prefix",
    type: repositoryPolicy,
    right: async (aws) => ({
      repository: (await aws.make(types.repository)).id,
      policy: images({ tagStatus: "any", countType: "imageCountMoreThan", countNumber: 50 }),
    }),
    wrong: { policy: images({ tagStatus: "tagged", countType: "imageCountMoreThan", countNumber: 50 }) },
    path: "policy",
    words: "needs tagPrefixList or tagPatternList",
  },
]);
