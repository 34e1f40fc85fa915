import type { PolicyStatement } from "@pulumi/aws/iam";
import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../../components/component";
import type { AwsAccount } from "../../../providers/aws/account";
import { AwsBucket } from "../../../providers/aws/bucket";
import { onlyForAccount } from "../../../providers/aws/role";
import { oldVersionDays } from "../result";
import type { AwsSettings } from "../settings";
import { key } from "./key";

interface StateArgs {
  readonly settings: AwsSettings;
  readonly account: AwsAccount;
}

/** Days for which it can be told who read or wrote a state. */
const accessLogDays = 365;

/**
 * Where Pulumi keeps the state of every stack: a bucket whose versions nobody can delete by hand, and the log of who used it.
 * Its name follows from the account, so that a bootstrap that lost its own state can't make a second one.
 */
export class AwsState extends Component {
  /** `s3://BUCKET?region=REGION` */
  readonly backend: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
  readonly accessLogsArn: pulumi.Output<string>;
  readonly keyArn: pulumi.Output<string>;

  constructor(name: string, { account, settings }: StateArgs, opts: pulumi.ComponentResourceOptions) {
    super("aws", "State", name, opts);
    const within = { parent: this };
    const encryption = key(this.child("key"), { account, description: "States of Pulumi's stacks" }, within);
    const bucketName = (use: string) =>
      pulumi.interpolate`${settings.name}-${use}-${account.id}-${settings.region}`;
    const store = new AwsBucket(
      this.child("store"),
      {
        bucketName: bucketName("state"),
        key: encryption.arn,
        oldVersionDays,
        protection: true,
        statements: (arn) => [kept(arn)],
      },
      within,
    );
    const access = new AwsBucket(
      this.child("access"),
      {
        bucketName: bucketName("state-access"),
        expireAfterDays: accessLogDays,
        protection: true,
        statements: (arn) => [accessLogs(arn, store.arn, account.id)],
      },
      within,
    );
    new s3.BucketLogging(
      this.child("logging"),
      { bucket: store.bucketName, targetBucket: access.bucketName, targetPrefix: "state/" },
      within,
    );
    this.bucketArn = store.arn;
    this.accessLogsArn = access.arn;
    this.keyArn = encryption.arn;
    this.backend = pulumi.interpolate`s3://${store.bucketName}?region=${settings.region}`;
    this.registerOutputs({ backend: this.backend });
  }
}

/** Nobody deletes the bucket or a version of a state; S3's own expiry of old versions is not asked. */
function kept(arn: pulumi.Output<string>): PolicyStatement {
  return {
    Sid: "Kept",
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:DeleteBucket", "s3:DeleteObjectVersion"],
    Resource: [arn, pulumi.interpolate`${arn}/*`],
  };
}

function accessLogs(
  arn: pulumi.Output<string>,
  source: pulumi.Output<string>,
  account: pulumi.Output<string>,
): PolicyStatement {
  return {
    Sid: "AccessLogs",
    Effect: "Allow",
    Principal: { Service: "logging.s3.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: pulumi.interpolate`${arn}/state/*`,
    Condition: { ...onlyForAccount(account), ArnLike: { "aws:SourceArn": source } },
  };
}
