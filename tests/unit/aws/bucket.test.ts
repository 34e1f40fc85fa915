import * as cloudwatch from "@pulumi/aws/cloudwatch";
import { AwsBucket, type AwsBucketArgs } from "../../../providers/aws/bucket";
import { record } from "../mocks";
import { statements } from "./fixture";

const bucket = (args: Partial<AwsBucketArgs> = {}) =>
  record(() => new AwsBucket("logs", { protection: true, ...args }, {}));

describe("a bucket", () => {
  test("is closed to the public in each of the four ways, and knows no access lists", async () => {
    const recording = await bucket();
    expect(recording.named("logs-public-access").inputs).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(recording.named("logs-ownership").inputs["rule"]).toEqual({
      objectOwnership: "BucketOwnerEnforced",
    });
  });

  test("denies requests without TLS, or with one older than 1.2, to everybody", async () => {
    const recording = await bucket();
    const everything = {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: ["arn:aws:s3:::logs-bucket", "arn:aws:s3:::logs-bucket/*"],
    };
    expect(statements(recording.named("logs-policy"))).toEqual([
      { ...everything, Sid: "TlsOnly", Condition: { Bool: { "aws:SecureTransport": "false" } } },
      { ...everything, Sid: "ModernTls", Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } } },
    ]);
  });

  test("takes further statements about itself", async () => {
    const recording = await bucket({
      statements: (Resource) => [
        { Sid: "Mine", Effect: "Allow", Principal: { Service: "x" }, Action: "s3:PutObject", Resource },
      ],
    });
    expect(statements(recording.named("logs-policy"))[2]).toMatchObject({
      Sid: "Mine",
      Resource: "arn:aws:s3:::logs-bucket",
    });
  });

  test.each([
    ["S3's own keys", undefined, { sseAlgorithm: "AES256" }],
    ["our key", "arn:of:key", { sseAlgorithm: "aws:kms", kmsMasterKeyId: "arn:of:key" }],
  ])("is encrypted with %s", async (_, key, expected) => {
    const recording = await bucket({ key });
    expect(recording.named("logs-encryption").inputs["rules"]).toMatchObject([
      { applyServerSideEncryptionByDefault: expected },
    ]);
  });

  test("is versioned, and forgets old versions and unfinished uploads after a week", async () => {
    const recording = await bucket();
    expect(recording.named("logs-versioning").inputs["versioningConfiguration"]).toEqual({
      status: "Enabled",
    });
    expect(recording.named("logs-lifecycle").inputs["rules"]).toMatchObject([
      {
        status: "Enabled",
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        noncurrentVersionExpiration: { noncurrentDays: 7 },
      },
    ]);
    expect(JSON.stringify(recording.named("logs-lifecycle").inputs)).not.toContain('"expiration"');
  });

  test("keeps objects as long as it is told to", async () => {
    const recording = await bucket({ expireAfterDays: 90 });
    expect(recording.named("logs-lifecycle").inputs["rules"]).toContainEqual(
      expect.objectContaining({ id: "expiry", status: "Enabled", expiration: { days: 90 } }),
    );
  });

  test("locks objects when asked to", async () => {
    const recording = await bucket({ objectLock: { mode: "compliance", days: 35 } });
    expect(recording.named("logs-bucket").inputs["objectLockEnabled"]).toBe(true);
    expect(recording.named("logs-lock").inputs["rule"]).toEqual({
      defaultRetention: { mode: "COMPLIANCE", days: 35 },
    });
    expect((await bucket()).has("logs-lock")).toBe(false);
  });

  test.each([true, false])("refuses its deletion: %s", async (protection) => {
    const recording = await bucket({ protection });
    expect(recording.named("logs-bucket")).toMatchObject({
      protect: protection,
      retainOnDelete: protection,
      inputs: { forceDestroy: !protection },
    });
  });

  test("lives in another region with all of its parts", async () => {
    const recording = await bucket({
      region: "eu-central-1",
      objectLock: { mode: "governance", days: 1 },
    });
    const parts = recording.registrations.filter(({ custom }) => custom);
    expect(parts).toHaveLength(8);
    for (const { inputs } of parts) expect(inputs["region"]).toBe("eu-central-1");
  });

  test("is written to only once it is versioned and has its policy", async () => {
    const recording = await record(() => {
      const { bucketName } = new AwsBucket("logs", { protection: true }, {});
      return new cloudwatch.LogGroup("writer", { name: bucketName });
    });
    expect(recording.named("writer").dependencies).toEqual(
      expect.arrayContaining([recording.named("logs-policy").urn, recording.named("logs-versioning").urn]),
    );
  });
});
