import * as cloudtrail from "@pulumi/aws/cloudtrail";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import type { PolicyStatement } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Component } from "../../components/component";
import { type AuditEvent, auditEvents } from "./audit-events";
import { AwsBucket } from "./bucket";
import type { AwsEncryptionKey } from "./encryption-key";
import { logRetention } from "./log-retention";
import { onlyForAccount, ServiceRole } from "./role";
import { physicalName } from "./names";

interface AwsAuditTrailArgs {
  readonly key: AwsEncryptionKey;
  readonly retentionDays: number;
  readonly topicArn: pulumi.Output<string>;
  readonly protection: boolean;
}

/** Namespace of the metrics that are counted in the record. */
const namespace = "Platform/Audit";

/**
 * CloudTrail over all regions, validated and encrypted, into a bucket whose objects nobody can change or delete for
 * `retentionDays` (without `protection`: nobody but who has been given the right to), and into a log group where the
 * events that matter raise alarms.
 */
export class AwsAuditTrail extends Component {
  readonly bucketName: pulumi.Output<string>;

  constructor(name: string, args: AwsAuditTrailArgs, opts: pulumi.ComponentResourceOptions) {
    super("aws", "AuditTrail", name, opts);
    const { key, protection, retentionDays } = args;
    const { account } = key;
    const within = { parent: this };
    // The bucket's policy must name the trail, and the trail the bucket: so the trail's name is chosen here.
    const suffix = new random.RandomId(this.child("suffix"), { byteLength: 4 }, within);
    const trailName = suffix.hex.apply((hex) => physicalName("trail", name, hex));
    const trailArn = pulumi.interpolate`arn:aws:cloudtrail:${account.region}:${account.id}:trail/${trailName}`;
    const bucket = new AwsBucket(
      this.child("records"),
      {
        key: key.arn,
        protection,
        expireAfterDays: retentionDays,
        objectLock: { mode: protection ? "compliance" : "governance", days: retentionDays },
        statements: (arn) => trailStatements(arn, trailArn, account.id),
      },
      within,
    );
    const logs = new cloudwatch.LogGroup(
      this.child("logs"),
      { kmsKeyId: key.arn, retentionInDays: logRetention(retentionDays) },
      { ...within, protect: protection },
    );
    const role = new ServiceRole(
      this.child("role"),
      {
        service: "cloudtrail.amazonaws.com",
        condition: { StringEquals: { "aws:SourceArn": trailArn } },
        statements: [
          {
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            // The only streams that CloudTrail writes begin like this.
            Resource: pulumi.interpolate`${logs.arn}:log-stream:${account.id}_CloudTrail_${account.region}*`,
          },
        ],
      },
      within,
    );
    new cloudtrail.Trail(
      this.child("trail"),
      {
        name: trailName,
        isMultiRegionTrail: true,
        includeGlobalServiceEvents: true,
        enableLogging: true,
        enableLogFileValidation: true,
        kmsKeyId: key.arn,
        s3BucketName: bucket.bucketName,
        cloudWatchLogsGroupArn: pulumi.interpolate`${logs.arn}:*`,
        cloudWatchLogsRoleArn: role.arn,
      },
      { ...within, protect: protection },
    );
    for (const event of auditEvents) this.watch(event, logs, args.topicArn);
    this.bucketName = bucket.bucketName;
    this.registerOutputs({ bucketName: this.bucketName });
  }

  private watch(event: AuditEvent, logs: cloudwatch.LogGroup, topicArn: pulumi.Output<string>): void {
    const filter = new cloudwatch.LogMetricFilter(
      this.child(`${event.id}-filter`),
      {
        logGroupName: logs.name,
        pattern: event.pattern,
        metricTransformation: {
          namespace,
          // Of this stack's trail alone, should the account have several.
          name: pulumi.interpolate`${logs.name}-${event.id}`,
          value: "1",
          unit: "Count",
        },
      },
      { parent: this },
    );
    new cloudwatch.MetricAlarm(
      this.child(`${event.id}-alarm`),
      {
        alarmDescription: `[warning] ${event.summary}. What to do: docs/runbooks.md#audit`,
        namespace: filter.metricTransformation.namespace,
        metricName: filter.metricTransformation.name,
        statistic: "Sum",
        period: 300,
        evaluationPeriods: 1,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        threshold: event.limit,
        treatMissingData: "notBreaching",
        alarmActions: [topicArn],
        okActions: [topicArn],
      },
      { parent: this },
    );
  }
}

/** What CloudTrail needs of its bucket: to look at its policy, and to write below the account's own prefix. */
function trailStatements(
  bucketArn: pulumi.Output<string>,
  trailArn: pulumi.Output<string>,
  accountId: pulumi.Output<string>,
): PolicyStatement[] {
  const trail = {
    Effect: "Allow" as const,
    Principal: { Service: "cloudtrail.amazonaws.com" },
  };
  return [
    {
      ...trail,
      Sid: "TrailCheck",
      Action: "s3:GetBucketAcl",
      Resource: bucketArn,
      Condition: { StringEquals: { "aws:SourceArn": trailArn } },
    },
    {
      ...trail,
      Sid: "TrailWrite",
      Action: "s3:PutObject",
      Resource: pulumi.interpolate`${bucketArn}/AWSLogs/${accountId}/*`,
      Condition: {
        StringEquals: {
          ...onlyForAccount(accountId).StringEquals,
          "aws:SourceArn": trailArn,
          "s3:x-amz-acl": "bucket-owner-full-control",
        },
      },
    },
  ];
}
