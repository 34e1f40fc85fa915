import type { PolicyStatement } from "@pulumi/aws/iam";
import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../components/component";

export interface AwsBucketArgs {
  /** Physical name, where others must know it before the bucket exists. Default: made by Pulumi. */
  readonly bucketName?: pulumi.Input<string> | undefined;
  /** ARN of the KMS key. Absent: S3's own keys, the only kind that load balancers can write access logs under. */
  readonly key?: pulumi.Input<string> | undefined;
  /** Further statements of the bucket's policy, given its ARN. Access is refused without one or without IAM's. */
  readonly statements?: (bucketArn: pulumi.Output<string>) => pulumi.Input<PolicyStatement>[];
  /** Days that an object is kept; absent: for ever. A lock shorter than that is lengthened by S3, never shortened. */
  readonly expireAfterDays?: number | undefined;
  /** Days that an overwritten or deleted version can be had back. Default: 7. */
  readonly oldVersionDays?: number | undefined;
  /** No version can be deleted or overwritten for so many days; with `compliance` not even by the root user. */
  readonly objectLock?: { readonly mode: "governance" | "compliance"; readonly days: number } | undefined;
  /** Region, where it is not the stack's. */
  readonly region?: pulumi.Input<string> | undefined;
  /** Refuse deletion; without it a deletion takes the objects along. */
  readonly protection: boolean;
}

/** Days after which what an overwrite or a deletion left behind, and unfinished uploads, are gone. */
const leftoverDays = 7;

/**
 * A hardened S3 bucket: no public access, no access lists, TLS 1.2 or newer only, encrypted, versioned, with an optional
 * expiry and object lock.
 *
 * @example
 * new AwsBucket("entry-logs", { expireAfterDays: 90, protection, statements: (arn) => [...] }, { parent: this });
 */
export class AwsBucket extends Component {
  /** Name of the bucket. Resolves once it is versioned and has its policy, so that whoever writes there finds it ready. */
  readonly bucketName: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: AwsBucketArgs, opts: pulumi.ComponentResourceOptions) {
    super("aws", "Bucket", name, opts);
    const within = { parent: this };
    const where = args.region === undefined ? {} : { region: args.region };
    const bucket = new s3.Bucket(
      this.child("bucket"),
      {
        ...where,
        ...named(args),
        objectLockEnabled: args.objectLock !== undefined,
        forceDestroy: !args.protection,
      },
      { ...within, protect: args.protection, retainOnDelete: args.protection },
    );
    const settings = { ...where, bucket: bucket.id };

    new s3.BucketOwnershipControls(
      this.child("ownership"),
      { ...settings, rule: { objectOwnership: "BucketOwnerEnforced" } },
      within,
    );
    const closed = new s3.BucketPublicAccessBlock(
      this.child("public-access"),
      {
        ...settings,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      within,
    );
    const versioning = new s3.BucketVersioning(
      this.child("versioning"),
      { ...settings, versioningConfiguration: { status: "Enabled" } },
      within,
    );
    new s3.BucketServerSideEncryptionConfiguration(
      this.child("encryption"),
      { ...settings, rules: [encryption(args.key)] },
      within,
    );
    // S3 accepts a rule for old versions, and a lock, only on a bucket that is already versioned.
    const versioned = { ...within, dependsOn: [versioning] };
    new s3.BucketLifecycleConfiguration(
      this.child("lifecycle"),
      { ...settings, rules: lifecycle(args) },
      versioned,
    );
    if (args.objectLock) {
      const { mode, days } = args.objectLock;
      new s3.BucketObjectLockConfiguration(
        this.child("lock"),
        { ...settings, rule: { defaultRetention: { mode: mode.toUpperCase(), days } } },
        versioned,
      );
    }
    const policy = new s3.BucketPolicy(
      this.child("policy"),
      {
        ...settings,
        policy: pulumi.jsonStringify({
          Version: "2012-10-17",
          Statement: [...tlsOnly(bucket.arn), ...(args.statements?.(bucket.arn) ?? [])],
        }),
      },
      // S3 refuses two changes of a bucket's access at once ("conflicting conditional operation").
      { ...within, dependsOn: [closed] },
    );

    this.arn = bucket.arn;
    this.bucketName = pulumi.all([policy.bucket, versioning.id]).apply(([bucketName]) => bucketName);
    this.registerOutputs({ arn: this.arn, bucketName: this.bucketName });
  }
}

function encryption(key: pulumi.Input<string> | undefined) {
  return {
    // A key of the bucket's own per few hours, derived from ours: 99 % fewer calls to KMS.
    bucketKeyEnabled: key !== undefined,
    applyServerSideEncryptionByDefault:
      key === undefined ? { sseAlgorithm: "AES256" } : { sseAlgorithm: "aws:kms", kmsMasterKeyId: key },
  };
}

function named({ bucketName }: AwsBucketArgs) {
  return bucketName === undefined ? {} : { bucket: bucketName };
}

function lifecycle({ expireAfterDays, oldVersionDays = leftoverDays }: AwsBucketArgs) {
  const leftovers = {
    id: "leftovers",
    status: "Enabled",
    filter: { prefix: "" },
    abortIncompleteMultipartUpload: { daysAfterInitiation: leftoverDays },
    noncurrentVersionExpiration: { noncurrentDays: oldVersionDays },
  };
  if (expireAfterDays === undefined) return [leftovers];
  const expiry = {
    id: "expiry",
    status: "Enabled",
    filter: { prefix: "" },
    expiration: { days: expireAfterDays },
  };
  return [leftovers, expiry];
}

/** AWS Foundational Security Best Practices S3.5: requests without TLS, or with one older than 1.2, are denied. */
function tlsOnly(arn: pulumi.Output<string>): PolicyStatement[] {
  const everything = {
    Effect: "Deny" as const,
    Principal: "*" as const,
    Action: "s3:*",
    Resource: [arn, pulumi.interpolate`${arn}/*`],
  };
  return [
    { Sid: "TlsOnly", ...everything, Condition: { Bool: { "aws:SecureTransport": "false" } } },
    { Sid: "ModernTls", ...everything, Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } } },
  ];
}
