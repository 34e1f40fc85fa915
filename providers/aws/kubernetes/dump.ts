import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { dumpSecrets, type BackupArgs } from "../../../components/backup";
import { Component } from "../../../components/component";
import { DumpJob } from "../../../components/kubernetes/dump-job";
import { events } from "../../../observability/events";
import type { MakeDump, Recovery } from "../backup";
import { dumpStatements } from "../dump-roles";
import { AwsDumpStorage } from "../dump-storage";
import { EventRecord } from "../event-record";
import { errorPattern } from "../rollout-alarm";
import { AwsSecrets } from "../secrets";
import { secretStatements } from "../task-roles";
import type { AwsKubernetesComponents } from "./components";
import { destinations } from "./destinations";
import { PodIdentity } from "./pod-identity";
import { secretDelivery } from "./secret-delivery";

interface AwsKubernetesDumpArgs extends BackupArgs<AwsKubernetesComponents> {
  readonly image: pulumi.Input<string>;
  readonly recovery: Recovery | undefined;
}

/** The dump as a job in the cluster, where the stack has an image for it. */
export function dumpInCluster(args: BackupArgs<AwsKubernetesComponents>): MakeDump | undefined {
  const { dumpImage: image } = args;
  return image === undefined
    ? undefined
    : (name, recovery, opts) => new AwsKubernetesDump(name, { ...args, image, recovery }, opts);
}

/**
 * The nightly logical dump: a CronJob with a role of its own, which may write dumps and read the database's URL. A dump has
 * ended well when S3 has it whole; it has failed when the job says an error.
 */
class AwsKubernetesDump extends Component {
  readonly bucketName: pulumi.Output<string>;
  /** Of each dump that ended well. */
  readonly finished: EventRecord;

  constructor(name: string, args: AwsKubernetesDumpArgs, opts: pulumi.ComponentResourceOptions) {
    super("aws", "Dump", name, opts);
    const within = { parent: this };
    const { cluster, database } = args;
    const storage = new AwsDumpStorage(this.child("storage"), args, within);
    const secrets = new AwsSecrets(this.child("secrets"), dumpSecrets(args), within);
    cluster.ways.toStore("database", database);
    const delivery = secretDelivery(
      this.child("secret-delivery"),
      { program: "dump", secrets, cluster },
      { ...within, provider: cluster.provider },
    );
    new DumpJob(
      this.child("workload"),
      {
        namespace: cluster.namespace,
        image: args.image,
        destination: pulumi.interpolate`s3://${storage.bucketName}/backups`,
        // What the dumps are called after: the database, whose name is in its identifier.
        backupName: database.identifier,
        environment: { AWS_REGION: cluster.account.region },
        secrets: delivery.keys,
        identity: {
          bind: (serviceAccount) => [this.identity(serviceAccount, secrets, storage, args).association],
        },
        pod: delivery.parts,
        destinations: destinations({ network: args.network, database }),
      },
      { ...within, providers: [cluster.provider], dependsOn: [...delivery.resources] },
    );
    this.finished = this.record(storage, args);
    this.tellFailures(args);
    this.bucketName = storage.bucketName;
    this.registerOutputs({ bucketName: this.bucketName });
  }

  private identity(
    serviceAccount: pulumi.Output<string>,
    secrets: AwsSecrets,
    storage: AwsDumpStorage,
    { cluster, key }: AwsKubernetesDumpArgs,
  ): PodIdentity {
    const { account, arn: clusterArn, clusterName, namespace } = cluster;
    return new PodIdentity(
      this.child("role"),
      {
        account,
        clusterArn,
        clusterName,
        namespace: namespace.namespaceName,
        serviceAccount,
        statements: [
          ...dumpStatements({ account, key, storage }),
          ...secretStatements("DatabaseUrl", secrets, account),
        ],
      },
      { parent: this },
    );
  }

  private record(storage: AwsDumpStorage, { logRetentionDays, logsKey }: AwsKubernetesDumpArgs): EventRecord {
    const told = new s3.BucketNotification(
      this.child("notification"),
      { bucket: storage.bucketName, eventbridge: true },
      { parent: this },
    );
    return new EventRecord(
      this.child("finished"),
      {
        description: "Dumps that ended well",
        pattern: {
          source: ["aws.s3"],
          "detail-type": ["Object Created"],
          detail: { bucket: { name: [told.bucket] }, object: { key: [{ prefix: "backups/" }] } },
        },
        logsKey,
        logRetentionDays,
      },
      { parent: this },
    );
  }

  private tellFailures({ cluster, telemetry }: AwsKubernetesDumpArgs): void {
    const { failedDump } = events;
    const filter = new cloudwatch.LogMetricFilter(
      this.child("errors"),
      {
        logGroupName: cluster.applicationLogs.name,
        pattern: `{ ($.kubernetes.container_name = "dump") && (${errorPattern("$.log_processed")}) }`,
        metricTransformation: {
          namespace: "Platform",
          name: pulumi.interpolate`${cluster.clusterName}-dump`,
          value: "1",
          unit: "Count",
        },
      },
      { parent: this },
    );
    new cloudwatch.MetricAlarm(
      this.child("failures"),
      {
        alarmDescription: `[${failedDump.severity}] ${failedDump.summary}. What to do: docs/runbooks.md#${failedDump.runbook}`,
        namespace: filter.metricTransformation.namespace,
        metricName: filter.metricTransformation.name,
        statistic: "Sum",
        period: 300,
        comparisonOperator: "GreaterThanThreshold",
        threshold: 0,
        evaluationPeriods: 1,
        treatMissingData: "notBreaching",
        alarmActions: [telemetry.alertTopicArn],
      },
      { parent: this },
    );
  }
}
