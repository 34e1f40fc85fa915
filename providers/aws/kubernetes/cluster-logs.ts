import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import type { AwsEncryptionKey } from "../encryption-key";

interface ClusterLogsArgs {
  readonly clusterName: pulumi.Output<string>;
  readonly logsKey: AwsEncryptionKey;
  readonly logRetentionDays: number;
}

/** What Container Insights writes: of the machines, of the pods' use, of Kubernetes' own parts, and what programs say. */
const insights = ["application", "dataplane", "host", "performance"] as const;

/**
 * The log groups of a cluster, made before EKS and CloudWatch's agent would make them by themselves, without key and
 * retention.
 */
export function clusterLogs(
  child: (role: string) => string,
  { clusterName, logRetentionDays, logsKey }: ClusterLogsArgs,
  opts: pulumi.CustomResourceOptions,
) {
  const group = (role: string, name: pulumi.Output<string>) =>
    new cloudwatch.LogGroup(
      child(`logs-${role}`),
      { name, kmsKeyId: logsKey.arn, retentionInDays: logRetentionDays },
      opts,
    );
  const controlPlane = group("control-plane", pulumi.interpolate`/aws/eks/${clusterName}/cluster`);
  const [application, ...others] = insights.map((kind) =>
    group(kind, pulumi.interpolate`/aws/containerinsights/${clusterName}/${kind}`),
  );
  return { controlPlane, application: application ?? controlPlane, all: [controlPlane, ...others] };
}
