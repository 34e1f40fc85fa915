import type { PolicyStatement } from "@pulumi/aws/iam";
import * as kms from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";
import { EncryptionKey, type EncryptionKeyArgs } from "../../components/encryption-key";
import type { AwsAccount } from "./account";
import { onlyForAccount, policyDocument } from "./role";

export interface AwsEncryptionKeyArgs extends EncryptionKeyArgs {
  readonly account: AwsAccount;
}

/** Services that put encrypted messages on the alert topic, and those that write records under the logs key. */
const publishers = [
  "backup.amazonaws.com",
  "budgets.amazonaws.com",
  "cloudwatch.amazonaws.com",
  "events.amazonaws.com",
];

/** A customer-managed key in KMS. */
export class AwsEncryptionKey extends EncryptionKey {
  /** Resolves once the key may be used by its services. */
  readonly arn: pulumi.Output<string>;
  override readonly reference: pulumi.Output<string>;
  /** Account and region that the key, and so the stack, lives in. */
  readonly account: AwsAccount;

  constructor(name: string, args: AwsEncryptionKeyArgs, opts: pulumi.ComponentResourceOptions) {
    super("aws", name, opts);
    const { account, protection, purpose } = args;
    const key = new kms.Key(
      this.child("key"),
      {
        region: account.region,
        description: purpose === "data" ? "Stored data and secrets" : "Logs and notifications",
        enableKeyRotation: true,
        rotationPeriodInDays: 365,
        deletionWindowInDays: 30,
        policy: policyDocument([
          administration(account.id),
          ...(purpose === "logs" ? logStatements(account) : []),
        ]),
      },
      { parent: this, protect: protection, retainOnDelete: protection },
    );
    new kms.Alias(this.child("alias"), { region: account.region, targetKeyId: key.keyId }, { parent: this });
    this.account = account;
    this.arn = key.arn;
    this.reference = key.arn;
    this.registerOutputs({ reference: this.reference });
  }
}

/**
 * Hands the key to the account's own IAM policies; without it nobody could ever change the key again. `Resource` in a
 * key's policy can only be `*`, which means this key.
 */
function administration(accountId: pulumi.Output<string>): PolicyStatement {
  return {
    Sid: "AccountAdministration",
    Effect: "Allow",
    Principal: { AWS: pulumi.interpolate`arn:aws:iam::${accountId}:root` },
    Action: "kms:*",
    Resource: "*",
  };
}

/** What AWS's own services need that write logs, audit records and notifications in our name. */
function logStatements({ id, region }: AwsAccount): PolicyStatement[] {
  const use = ["kms:Decrypt", "kms:GenerateDataKey*"];
  return [
    {
      Sid: "LogGroups",
      Effect: "Allow",
      Principal: { Service: `logs.${region}.amazonaws.com` },
      Action: ["kms:Encrypt", "kms:ReEncrypt*", "kms:DescribeKey", ...use],
      Resource: "*",
      Condition: {
        ArnLike: { "kms:EncryptionContext:aws:logs:arn": pulumi.interpolate`arn:aws:logs:${region}:${id}:*` },
      },
    },
    {
      Sid: "Notifications",
      Effect: "Allow",
      Principal: { Service: publishers },
      Action: use,
      Resource: "*",
      Condition: onlyForAccount(id),
    },
    {
      Sid: "Trail",
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "kms:GenerateDataKey*",
      Resource: "*",
      Condition: {
        StringLike: {
          "kms:EncryptionContext:aws:cloudtrail:arn": pulumi.interpolate`arn:aws:cloudtrail:*:${id}:trail/*`,
        },
        ...onlyForAccount(id),
      },
    },
    {
      Sid: "AuditDelivery",
      Effect: "Allow",
      Principal: { Service: ["cloudtrail.amazonaws.com", "config.amazonaws.com"] },
      Action: ["kms:DescribeKey", ...use],
      Resource: "*",
      Condition: onlyForAccount(id),
    },
  ];
}
