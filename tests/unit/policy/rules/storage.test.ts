import { rule as notPublic } from "../../../../policy/rules/storage/aws-bucket-not-public";
import { rule as encryptionSaid } from "../../../../policy/rules/storage/aws-bucket-encryption-said";
import { rule as publicAccessBlocked } from "../../../../policy/rules/storage/aws-bucket-public-access-blocked";
import { rule as replicated } from "../../../../policy/rules/storage/aws-bucket-replicated";
import { rule as tlsOnly } from "../../../../policy/rules/storage/aws-bucket-tls-only";
import { rule as versioned } from "../../../../policy/rules/storage/aws-bucket-versioned";
import { rule as objectLockKeeps } from "../../../../policy/rules/storage/aws-object-lock-keeps";
import { policyOf } from "../../../../policy/mechanism/policies";
import { Waivers } from "../../../../policy/mechanism/waivers";
import { analyzeStack, describeRule, type Given, type Properties, unknown } from "../pack";

const bucket = (properties: Properties = {}, type = "aws:s3/bucket:Bucket"): Given => ({
  type,
  name: "bucket",
  properties: { bucket: "data-1", id: "data-1", arn: "arn:aws:s3:::data-1", ...properties },
});
/** A bucket and what refers to it, before it has a name. */
const planned: Given = { type: "aws:s3/bucket:Bucket", name: "bucket", properties: {} };
const beside = (type: string, properties: Properties): Given => ({
  type,
  name: "beside",
  properties: { bucket: "data-1", ...properties },
});
const plannedBeside = (type: string, properties: Properties): Given => ({
  ...beside(type, { ...properties, bucket: unknown }),
  sources: { bucket: ["bucket"] },
});
const vpc: Given = { type: "aws:ec2/vpc:Vpc" };

const block = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const shut = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};
describeRule(publicAccessBlocked, {
  compliant: {
    "a block": [bucket(), beside(block, shut)],
    "a block of a bucket that has no name yet": [planned, plannedBeside(block, shut)],
  },
  violations: {
    "no block": [[bucket()], "no BucketPublicAccessBlock"],
    "a block of another bucket": [
      [bucket(), beside(block, { ...shut, bucket: "other" })],
      "no BucketPublicAccessBlock",
    ],
    "the older type": [[bucket({}, "aws:s3/bucketV2:BucketV2")], "no BucketPublicAccessBlock"],
    "one switch absent": [
      [bucket(), beside(block, { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true })],
      "restrictPublicBuckets is off",
    ],
    "one switch off": [
      [bucket(), beside(block, { ...shut, blockPublicPolicy: false })],
      "blockPublicPolicy is off",
    ],
  },
  notApplicable: { "a stack without buckets": [vpc] },
  unknown: { "a switch that is unknown": [bucket(), beside(block, { ...shut, blockPublicAcls: unknown })] },
});

describeRule(notPublic, {
  compliant: { "no access list": bucket(), private: bucket({ acl: "private" }) },
  violations: {
    "public reading": [bucket({ acl: "public-read" }), "acl is public-read"],
    "public writing": [bucket({ acl: "public-read-write" }), "acl is public-read-write"],
    "anybody with an AWS account": [bucket({ acl: "authenticated-read" }), "authenticated-read"],
    "a separate list": [beside("aws:s3/bucketAcl:BucketAcl", { acl: "public-read" }), "public-read"],
    "a grant": [
      beside("aws:s3/bucketAcl:BucketAcl", {
        accessControlPolicy: {
          grants: [{ grantee: { type: "Group", uri: "http://acs.amazonaws.com/groups/global/AllUsers" } }],
        },
      }),
      "grants it to everybody",
    ],
  },
  notApplicable: { "another type": vpc },
  unknown: { "a list that is unknown": bucket({ acl: unknown }) },
});

const policyType = "aws:s3/bucketPolicy:BucketPolicy";
const denial = (more: Properties = {}): Properties => ({
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: ["arn:aws:s3:::data-1", "arn:aws:s3:::data-1/*"],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
  ...more,
});
const policy = (statement: Properties) =>
  beside(policyType, { policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }) });
describeRule(tlsOnly, {
  compliant: {
    "a denial": [bucket(), policy(denial())],
    "a principal as an object": [bucket(), policy(denial({ Principal: { AWS: "*" } }))],
    "a denial among other statements and principals": [
      bucket(),
      beside(policyType, {
        policy: JSON.stringify({
          Statement: [
            {
              Effect: "Allow",
              Principal: { AWS: "arn:aws:iam::1:root" },
              Action: "s3:GetObject",
              Resource: "x",
            },
            denial({ Principal: { AWS: ["arn:aws:iam::1:root", "*"] }, Action: ["s3:GetObject", "s3:*"] }),
          ],
        }),
      }),
    ],
    "a policy as an object": [bucket(), beside(policyType, { policy: { Statement: [denial()] } })],
    "a policy of the bucket's own": [bucket({ policy: JSON.stringify({ Statement: denial() }) })],
  },
  violations: {
    "no policy": [[bucket()], "no bucket policy refuses plain HTTP"],
    "another bucket's policy": [
      [bucket(), { ...policy(denial()), properties: { bucket: "other", policy: "{}" } }],
      "no bucket policy",
    ],
    "an allowance": [[bucket(), policy(denial({ Effect: "Allow" }))], "does not refuse plain HTTP"],
    "a denial of reading only": [[bucket(), policy(denial({ Action: "s3:GetObject" }))], "does not refuse"],
    "a denial for one role": [
      [bucket(), policy(denial({ Principal: { AWS: "arn:aws:iam::1:role/x" } }))],
      "does not refuse",
    ],
    "a denial of TLS": [
      [bucket(), policy(denial({ Condition: { Bool: { "aws:SecureTransport": "true" } } }))],
      "does not refuse",
    ],
    "a denial with a way round": [
      [
        bucket(),
        policy(
          denial({
            Condition: {
              Bool: { "aws:SecureTransport": "false" },
              StringEquals: { "aws:PrincipalOrgID": "o" },
            },
          }),
        ),
      ],
      "does not refuse",
    ],
  },
  notApplicable: { "a stack without buckets": [vpc] },
  unknown: { "a policy that is unknown": [planned, plannedBeside(policyType, { policy: unknown })] },
});

const versioning = "aws:s3/bucketVersioning:BucketVersioning";
describeRule(versioned, {
  compliant: {
    enabled: [bucket(), beside(versioning, { versioningConfiguration: { status: "Enabled" } })],
    "enabled before the bucket has a name": [
      planned,
      plannedBeside(versioning, { versioningConfiguration: { status: "Enabled" } }),
    ],
    inline: [bucket({ versioning: { enabled: true } })],
  },
  violations: {
    absent: [[bucket()], "versioning is not enabled"],
    suspended: [
      [bucket(), beside(versioning, { versioningConfiguration: { status: "Suspended" } })],
      "not enabled",
    ],
  },
  notApplicable: { "a stack without buckets": [vpc] },
  unknown: {
    "a status that is unknown": [bucket(), beside(versioning, { versioningConfiguration: unknown })],
  },
});

const encryption = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const replication = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
const copying = (bucket: Properties[string], status = "Enabled"): Properties => ({
  rules: [{ status, destination: { bucket } }],
});
describeRule(replicated, {
  compliant: {
    "a rule": [bucket(), beside(replication, copying("arn:aws:s3:::copy"))],
    "a rule of a bucket that has no name yet": [planned, plannedBeside(replication, copying(unknown))],
    "a rule inline": bucket({ replicationConfiguration: copying("arn:aws:s3:::copy") }),
    "the copy itself": [
      bucket(),
      beside(replication, { bucket: "other", ...copying("arn:aws:s3:::data-1") }),
    ],
    "a copy that has no name yet": [
      planned,
      { ...beside(replication, { bucket: "other", ...copying(unknown) }), sources: { rules: ["bucket"] } },
    ],
  },
  violations: {
    "a rule that leaves out what is under our key": [
      [
        bucket(),
        { ...beside(replication, copying("arn:aws:s3:::copy")), name: "replication" },
        beside(encryption, {
          rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: "k" } }],
        }),
      ],
      "no rule copies",
    ],

    "no rule": [bucket(), "no rule copies"],
    "a rule that is off": [
      [bucket(), beside(replication, copying("arn:aws:s3:::copy", "Disabled"))],
      "no rule copies",
    ],
    "a rule of another bucket": [
      [bucket(), beside(replication, { bucket: "other", ...copying("arn:aws:s3:::copy") })],
      "no rule copies",
    ],
    "a rule to itself that is off": [
      [bucket(), beside(replication, copying("arn:aws:s3:::data-1", "Disabled"))],
      "no rule copies",
    ],
    "an older type": [bucket({}, "aws:s3/bucketV2:BucketV2"), "no rule copies"],
  },
  notApplicable: { "a stack without buckets": [vpc] },
  unknown: {
    "rules that are unknown": [bucket(), beside(replication, { rules: unknown })],
    "a rule of a bucket that is unknown": [
      bucket(),
      beside(replication, { bucket: unknown, ...copying("arn:aws:s3:::copy") }),
    ],
  },
});

describeRule(objectLockKeeps, {
  compliant: {
    "a week": {
      type: "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
      properties: { rule: { defaultRetention: { mode: "GOVERNANCE", days: 7 } } },
    },
    years: {
      type: "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
      properties: { rule: { defaultRetention: { mode: "COMPLIANCE", years: 1 } } },
    },
  },
  violations: {
    "no rule": [
      { type: "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", properties: {} },
      "0 days",
    ],
    "no retention": [
      {
        type: "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
        properties: { rule: {} },
      },
      "0 days",
    ],
    "a day": [
      {
        type: "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
        properties: { rule: { defaultRetention: { days: 1 } } },
      },
      "1 days, below 7",
    ],
  },
  notApplicable: {
    "another type": { type: "random:index/randomId:RandomId" },
  },
  unknown: {
    "a time": {
      type: "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
      properties: { rule: { defaultRetention: { days: unknown } } },
    },
  },
});

describeRule(encryptionSaid, {
  compliant: {
    "a configuration": [bucket(), beside(encryption, { rules: [] })],
    "one of a bucket that has no name yet": [planned, plannedBeside(encryption, { rules: [] })],
    "one inline": bucket({ serverSideEncryptionConfiguration: { rule: {} } }),
  },
  violations: {
    nothing: [[bucket()], "no BucketServerSideEncryptionConfiguration"],
    "another bucket's": [
      [bucket(), beside(encryption, { bucket: "other" })],
      "no BucketServerSideEncryption",
    ],
  },
  notApplicable: { "a stack without buckets": [vpc] },
});

test("a lock that a bucket has must say what it keeps", async () => {
  const locked = bucket({ objectLockEnabled: true });
  const lock = beside("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", {
    rule: { defaultRetention: { mode: "GOVERNANCE", days: 30 } },
  });
  const policies = [policyOf(objectLockKeeps, new Waivers([], [], "2026-01-01"), "prod")];
  const said = async (...scene: Given[]) => (await analyzeStack(policies, scene)).diagnostics.length;
  expect(await said(locked)).toBe(1);
  expect(await said(locked, lock)).toBe(0);
});
