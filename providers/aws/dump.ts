import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as ec2 from "@pulumi/aws/ec2";
import * as ecs from "@pulumi/aws/ecs";
import * as scheduler from "@pulumi/aws/scheduler";
import * as pulumi from "@pulumi/pulumi";
import { dumpSecrets, type BackupArgs } from "../../components/backup";
import { Component } from "../../components/component";
import { events } from "../../observability/events";
import type { AwsAccount } from "./account";
import type { MakeDump } from "./backup";
import type { AwsComponents } from "./components";
import { dumpContainer } from "./dump-container";
import { dumpRoles, scheduleRole } from "./dump-roles";
import { AwsDumpStorage } from "./dump-storage";
import { dumpWays } from "./dump-ways";
import type { AwsEncryptionKey } from "./encryption-key";
import { eventNotification } from "./event-notification";
import { EventRecord } from "./event-record";
import { AwsSecrets } from "./secrets";

export interface AwsDumpArgs extends BackupArgs<AwsComponents> {
  readonly image: pulumi.Input<string>;
  readonly recovery: { readonly account: AwsAccount; readonly key: AwsEncryptionKey } | undefined;
}

/** The dump as a task on Fargate, where the stack has an image for it. */
export function dumpOnFargate(args: BackupArgs<AwsComponents>): MakeDump | undefined {
  const { dumpImage: image } = args;
  return image === undefined
    ? undefined
    : (name, recovery, opts) => new AwsDump(name, { ...args, image, recovery }, opts);
}

/** UTC, an hour before AWS Backup's snapshot. */
const schedule = "cron(0 4 * * ? *)";
/** vCPU units and MiB: pg_dump compresses on one core and streams. */
const size = { cpu: "1024", memory: "2048" };

/**
 * The nightly logical dump: EventBridge Scheduler starts a Fargate task that reads the database and writes
 * `backups/NAME_backup_YYYYMMDD_HHMMSS` to a bucket.
 *
 * The image's contract: it finds `DATABASE_URL` (a secret), `BACKUP_DESTINATION` (`s3://BUCKET/backups`) and `BACKUP_NAME` in
 * its environment, writes one dump, and ends with 0 only when the dump is complete.
 */
export class AwsDump extends Component {
  readonly bucketName: pulumi.Output<string>;
  /** Of each dump that ended well. */
  readonly finished: EventRecord;

  constructor(name: string, args: AwsDumpArgs, opts: pulumi.ComponentResourceOptions) {
    super("aws", "Dump", name, opts);
    const within = { parent: this };
    const { account } = args.key;
    const storage = new AwsDumpStorage(this.child("storage"), args, within);
    const secrets = new AwsSecrets(this.child("secrets"), dumpSecrets(args), within);
    const logs = new cloudwatch.LogGroup(
      this.child("logs"),
      { kmsKeyId: args.logsKey.arn, retentionInDays: args.logRetentionDays },
      within,
    );
    const roles = dumpRoles(
      (role) => this.child(role),
      { account, image: args.image, key: args.key, logs, secrets, storage },
      within,
    );
    const task = new ecs.TaskDefinition(
      this.child("task"),
      {
        // A family is not named by itself; the cluster's name is the only one of its kind in the account.
        family: pulumi.interpolate`${args.cluster.clusterName}-${name}`,
        requiresCompatibilities: ["FARGATE"],
        runtimePlatform: { cpuArchitecture: "X86_64", operatingSystemFamily: "LINUX" },
        networkMode: "awsvpc",
        ...size,
        taskRoleArn: roles.task.arn,
        executionRoleArn: roles.execution.arn,
        volumes: [{ name: "tmp" }],
        containerDefinitions: pulumi.jsonStringify([
          dumpContainer({
            image: args.image,
            destination: pulumi.interpolate`s3://${storage.bucketName}/backups`,
            // What the dumps are called after: the database, whose name is in its identifier.
            backupName: args.database.identifier,
            secrets: secrets.references,
            logs,
            region: account.region,
          }),
        ]),
      },
      within,
    );
    this.run(task, roles, args);
    this.finished = this.record(args);
    this.bucketName = storage.bucketName;
    this.registerOutputs({ bucketName: this.bucketName });
  }

  private run(task: ecs.TaskDefinition, roles: ReturnType<typeof dumpRoles>, args: AwsDumpArgs): void {
    const { cluster, database, key, network } = args;
    const within = { parent: this };
    const child = (role: string) => this.child(role);
    const group = new ec2.SecurityGroup(
      child("security-group"),
      { description: "Dump job: out to the database and to services of AWS", vpcId: network.vpcId },
      within,
    );
    dumpWays(child, { group: group.id, database }, within);
    new scheduler.Schedule(
      child("schedule"),
      {
        description: "Nightly logical dump of the database",
        scheduleExpression: schedule,
        scheduleExpressionTimezone: "UTC",
        flexibleTimeWindow: { mode: "OFF" },
        target: {
          arn: cluster.arn,
          roleArn: scheduleRole(child, { account: key.account, cluster, task, roles }, within).arn,
          retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 5 },
          ecsParameters: {
            taskDefinitionArn: task.arn,
            launchType: "FARGATE",
            group: this.name,
            networkConfiguration: {
              assignPublicIp: false,
              subnets: network.privateSubnetIds,
              securityGroups: [group.id],
            },
          },
        },
      },
      within,
    );
  }

  private record({ cluster, logRetentionDays, logsKey, telemetry }: AwsDumpArgs): EventRecord {
    const ended = (exitCode: unknown) => ({
      source: ["aws.ecs"],
      "detail-type": ["ECS Task State Change"],
      detail: {
        clusterArn: [cluster.arn],
        group: [this.name],
        lastStatus: ["STOPPED"],
        containers: { exitCode: [exitCode] },
      },
    });
    eventNotification(
      this.child("failures"),
      {
        event: events.failedDump,
        pattern: ended({ "anything-but": 0 }),
        details: { reason: "$.detail.stoppedReason", task: "$.detail.taskArn" },
        topicArn: telemetry.alertTopicArn,
      },
      { parent: this },
    );
    return new EventRecord(
      this.child("finished"),
      { description: "Dumps that ended well", pattern: ended(0), logsKey, logRetentionDays },
      { parent: this },
    );
  }
}
