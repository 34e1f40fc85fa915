import type { PolicyStatement } from "@pulumi/aws/iam";
import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../components/component";
import type { AwsAccount } from "./account";
import { AwsBucket } from "./bucket";
import type { AwsEncryptionKey } from "./encryption-key";
import { ServiceRole } from "./role";

interface AwsDumpStorageArgs {
  readonly key: AwsEncryptionKey;
  readonly recovery?: { readonly account: AwsAccount; readonly key: AwsEncryptionKey } | undefined;
  readonly retentionDays: number;
  readonly lock: boolean;
  readonly protection: boolean;
}

/**
 * The bucket of the dumps, and with a recovery region a second one there that S3 copies each of them to. Where asked for,
 * each is locked for its retention: in compliance mode nobody can delete it, in governance mode (protected stacks without
 * a lock) only who has been given the right to.
 */
export class AwsDumpStorage extends Component {
  readonly bucketName: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: AwsDumpStorageArgs, opts: pulumi.ComponentResourceOptions) {
    super("aws", "DumpStorage", name, opts);
    const { key, lock, protection, recovery, retentionDays } = args;
    const mode = lock ? ("compliance" as const) : ("governance" as const);
    const shared = {
      expireAfterDays: retentionDays,
      protection,
      ...((lock || protection) && { objectLock: { mode, days: retentionDays } }),
    };
    const bucket = new AwsBucket(this.child("primary"), { ...shared, key: key.arn }, { parent: this });
    if (recovery) {
      const copy = new AwsBucket(
        this.child("recovery"),
        { ...shared, key: recovery.key.arn, region: recovery.account.region },
        { parent: this },
      );
      this.replicate(bucket, copy, key, recovery.key);
    }
    this.bucketName = bucket.bucketName;
    this.arn = bucket.arn;
    this.registerOutputs({ bucketName: this.bucketName });
  }

  private replicate(from: AwsBucket, to: AwsBucket, key: AwsEncryptionKey, copyKey: AwsEncryptionKey): void {
    const role = new ServiceRole(
      this.child("replication"),
      {
        // S3 names no source account when it takes a role for replication.
        service: "s3.amazonaws.com",
        statements: replicationStatements(from, to, key, copyKey),
      },
      { parent: this },
    );
    new s3.BucketReplicationConfig(
      this.child("replication-rule"),
      {
        bucket: from.bucketName,
        role: role.arn,
        rules: [
          {
            id: "recovery",
            status: "Enabled",
            filter: { prefix: "" },
            // A deletion here must not become one there.
            deleteMarkerReplication: { status: "Disabled" },
            sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
            destination: {
              bucket: pulumi.all([to.arn, to.bucketName]).apply(([arn]) => arn),
              encryptionConfiguration: { replicaKmsKeyId: copyKey.arn },
            },
          },
        ],
      },
      { parent: this },
    );
  }
}

function replicationStatements(
  from: AwsBucket,
  to: AwsBucket,
  key: AwsEncryptionKey,
  copyKey: AwsEncryptionKey,
): PolicyStatement[] {
  const viaS3 = ({ account }: AwsEncryptionKey) => ({
    StringEquals: { "kms:ViaService": `s3.${account.region}.amazonaws.com` },
  });
  return [
    {
      Sid: "Source",
      Effect: "Allow",
      Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
      Resource: from.arn,
    },
    {
      Sid: "Read",
      Effect: "Allow",
      Action: [
        "s3:GetObjectLegalHold",
        "s3:GetObjectRetention",
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionTagging",
      ],
      Resource: pulumi.interpolate`${from.arn}/*`,
    },
    {
      Sid: "Write",
      Effect: "Allow",
      Action: ["s3:ReplicateObject", "s3:ReplicateTags"],
      Resource: pulumi.interpolate`${to.arn}/*`,
    },
    { Sid: "Decrypt", Effect: "Allow", Action: "kms:Decrypt", Resource: key.arn, Condition: viaS3(key) },
    {
      Sid: "Encrypt",
      Effect: "Allow",
      Action: ["kms:Encrypt", "kms:GenerateDataKey"],
      Resource: copyKey.arn,
      Condition: viaS3(copyKey),
    },
  ];
}
