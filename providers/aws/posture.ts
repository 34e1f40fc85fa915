import * as accessanalyzer from "@pulumi/aws/accessanalyzer";
import * as cfg from "@pulumi/aws/cfg";
import type { PolicyStatement } from "@pulumi/aws/iam";
import * as securityhub from "@pulumi/aws/securityhub";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Component } from "../../components/component";
import { events } from "../../observability/events";
import { AwsBucket } from "./bucket";
import type { AwsEncryptionKey } from "./encryption-key";
import { eventNotification } from "./event-notification";
import { onlyForAccount, ServiceRole } from "./role";
import { physicalName } from "./names";

interface AwsPostureArgs {
  readonly key: AwsEncryptionKey;
  readonly retentionDays: number;
  readonly topicArn: pulumi.Output<string>;
  readonly protection: boolean;
}

const standards = [
  { role: "best-practices", path: "aws-foundational-security-best-practices/v/1.0.0" },
  { role: "cis", path: "cis-aws-foundations-benchmark/v/3.0.0" },
];

/**
 * AWS Config records every configuration, Security Hub judges them by two standards, and Access Analyzer finds what
 * is open to other accounts. An account has one recorder and one hub per region: one stack of an account makes them.
 */
export class AwsPosture extends Component {
  constructor(name: string, args: AwsPostureArgs, opts: pulumi.ComponentResourceOptions) {
    super("aws", "Posture", name, opts);
    const within = { parent: this };
    const recording = this.record(args);
    const hub = new securityhub.Account(
      this.child("hub"),
      {
        enableDefaultStandards: false,
        autoEnableControls: true,
        controlFindingGenerator: "SECURITY_CONTROL",
      },
      // Its controls read what Config has recorded.
      { ...within, dependsOn: [recording] },
    );
    for (const { path, role } of standards)
      new securityhub.StandardsSubscription(
        this.child(role),
        { standardsArn: `arn:aws:securityhub:${args.key.account.region}::standards/${path}` },
        // A standard names no hub, but must find one.
        { ...within, dependsOn: [hub] },
      );
    eventNotification(
      this.child("findings"),
      {
        event: events.posture,
        pattern: {
          source: ["aws.securityhub"],
          "detail-type": ["Security Hub Findings - Imported"],
          detail: {
            findings: {
              ProductName: ["Security Hub"],
              RecordState: ["ACTIVE"],
              Severity: { Label: ["CRITICAL", "HIGH"] },
              Workflow: { Status: ["NEW"] },
            },
          },
        },
        details: { title: "$.detail.findings[0].Title", resource: "$.detail.findings[0].Resources[0].Id" },
        topicArn: args.topicArn,
      },
      within,
    );
    // Analyzers are not named by themselves.
    const suffix = new random.RandomId(this.child("suffix"), { byteLength: 4 }, within);
    new accessanalyzer.Analyzer(
      this.child("analyzer"),
      { analyzerName: suffix.hex.apply((hex) => physicalName("analyzer", name, hex)), type: "ACCOUNT" },
      within,
    );
    this.registerOutputs({});
  }

  /** The recorder, switched on: it can only be once it has somewhere to deliver to. */
  private record({ key, protection, retentionDays }: AwsPostureArgs): cfg.RecorderStatus {
    const within = { parent: this };
    // Without an object lock: Config can't deliver to a bucket that has a default retention.
    const bucket = new AwsBucket(
      this.child("configurations"),
      {
        key: key.arn,
        protection,
        expireAfterDays: retentionDays,
        statements: (arn) => deliveryStatements(arn, key.account.id),
      },
      within,
    );
    const role = new ServiceRole(
      this.child("role"),
      {
        service: "config.amazonaws.com",
        condition: onlyForAccount(key.account.id),
        // Kept by AWS: it grows with every type that Config learns to read.
        managedPolicies: ["arn:aws:iam::aws:policy/service-role/AWS_ConfigRole"],
      },
      within,
    );
    const recorder = new cfg.Recorder(
      this.child("recorder"),
      { roleArn: role.arn, recordingGroup: { allSupported: true, includeGlobalResourceTypes: true } },
      within,
    );
    const delivery = new cfg.DeliveryChannel(
      this.child("delivery"),
      { s3BucketName: bucket.bucketName, s3KmsKeyArn: key.arn },
      // A channel names no recorder, but must find one.
      { ...within, dependsOn: [recorder] },
    );
    return new cfg.RecorderStatus(
      this.child("recording"),
      { name: recorder.name, isEnabled: true },
      { ...within, dependsOn: [delivery] },
    );
  }
}

/** What AWS Config needs of its bucket. It delivers as a service, so its role needs nothing of S3. */
function deliveryStatements(
  bucketArn: pulumi.Output<string>,
  accountId: pulumi.Output<string>,
): PolicyStatement[] {
  const config = { Effect: "Allow" as const, Principal: { Service: "config.amazonaws.com" } };
  return [
    {
      ...config,
      Sid: "ConfigCheck",
      Action: ["s3:GetBucketAcl", "s3:ListBucket"],
      Resource: bucketArn,
      Condition: onlyForAccount(accountId),
    },
    {
      ...config,
      Sid: "ConfigWrite",
      Action: "s3:PutObject",
      Resource: pulumi.interpolate`${bucketArn}/AWSLogs/${accountId}/Config/*`,
      Condition: {
        StringEquals: {
          ...onlyForAccount(accountId).StringEquals,
          "s3:x-amz-acl": "bucket-owner-full-control",
        },
      },
    },
  ];
}
