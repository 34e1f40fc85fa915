import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import type { AwsEncryptionKey } from "./encryption-key";
import { onlyForAccount, ServiceRole } from "./role";

interface FlowLogs {
  readonly vpc: ec2.Vpc;
  readonly key: AwsEncryptionKey;
  readonly logRetentionDays: number;
}

/** Who talked to whom, accepted and refused, each minute, in an encrypted log group that only flow logs may write to. */
export function flowLogs(
  child: (role: string) => string,
  opts: pulumi.CustomResourceOptions,
  { key, logRetentionDays, vpc }: FlowLogs,
): void {
  const group = new cloudwatch.LogGroup(
    child("flow-logs"),
    { kmsKeyId: key.arn, retentionInDays: logRetentionDays },
    opts,
  );
  const role = new ServiceRole(
    child("flow-logs-writer"),
    {
      service: "vpc-flow-logs.amazonaws.com",
      condition: onlyForAccount(key.account.id),
      statements: [
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          Resource: pulumi.interpolate`${group.arn}:*`,
        },
      ],
    },
    opts,
  );
  new ec2.FlowLog(
    child("flow-log"),
    {
      vpcId: vpc.id,
      trafficType: "ALL",
      maxAggregationInterval: 60,
      logDestinationType: "cloud-watch-logs",
      logDestination: group.arn,
      iamRoleArn: role.arn,
    },
    opts,
  );
}
