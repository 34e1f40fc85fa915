import * as cloudrunv2 from "@pulumi/gcp/cloudrunv2";
import * as cloudscheduler from "@pulumi/gcp/cloudscheduler";
import * as storage from "@pulumi/gcp/storage";
import * as pulumi from "@pulumi/pulumi";
import { dumpSecrets, type BackupArgs } from "../../components/backup";
import { Component } from "../../components/component";
import { events } from "../../observability/events";
import type { MakeDump } from "./backup";
import type { GcpComponents } from "./components";
import { dumpJob } from "./dump-job";
import { dumpBucket } from "./dump-storage";
import type { GcpEncryptionKey } from "./encryption-key";
import { eventNotification } from "./event-notification";
import { Identity } from "./identity";
import { executions } from "./metrics";
import type { Measure } from "./prometheus-query";
import { GcpSecrets } from "./secrets";
import { openWays } from "./service-access";

export interface GcpDumpArgs extends BackupArgs<GcpComponents> {
  readonly image: pulumi.Input<string>;
  /** Key of the region that dumps are kept in: the recovery region, where there is one. */
  readonly dumpKey: GcpEncryptionKey;
}

/** The dump as a job on Cloud Run, where the stack has an image for it. */
export function dumpOnCloudRun(args: BackupArgs<GcpComponents>): MakeDump | undefined {
  const { dumpImage: image } = args;
  return image === undefined
    ? undefined
    : (name, dumpKey, opts) => new GcpDump(name, { ...args, image, dumpKey }, opts);
}

/** UTC. */
const schedule = "0 4 * * *";

/**
 * The nightly logical dump: Cloud Scheduler starts a job on Cloud Run that reads the database and writes
 * `backups/NAME_backup_YYYYMMDD_HHMMSS` to a bucket, in the recovery region where there is one.
 *
 * The image's contract: it finds `DATABASE_URL` (a secret), `BACKUP_DESTINATION` (`gs://BUCKET/backups`) and `BACKUP_NAME` in
 * its environment, writes one dump, and ends with 0 only when the dump is complete.
 */
export class GcpDump extends Component {
  readonly bucketName: pulumi.Output<string>;
  /** How many ended well. */
  readonly finished: Measure;

  constructor(name: string, args: GcpDumpArgs, opts: pulumi.ComponentResourceOptions) {
    super("gcp", "Dump", name, opts);
    const within = { parent: this };
    const { cluster, database, network, telemetry } = args;
    const { project } = cluster;
    const bucket = dumpBucket(this.child("storage"), args, within);
    const secrets = new GcpSecrets(this.child("secrets"), dumpSecrets(args), within);
    const identity = new Identity(
      this.child("account"),
      { project, stem: name, title: "The dump job" },
      within,
    );
    // May write dumps, and neither read nor delete nor replace one.
    const writer = new storage.BucketIAMMember(
      this.child("writer"),
      { bucket: bucket.bucketName, role: "roles/storage.objectCreator", member: identity.member },
      within,
    );
    const readers = secrets.grantTo(identity.member);
    const tag = "dump";
    const ways = openWays(
      (role) => this.child(role),
      { title: "the dump job", tag, network, database },
      within,
    );
    const job = dumpJob(
      this.child("job"),
      {
        cluster,
        image: args.image,
        serviceAccount: identity.email,
        tag,
        secrets,
        bucketName: bucket.bucketName,
        backupName: database.instance.name,
      },
      { ...within, dependsOn: [...cluster.ready, ...telemetry.ready, ...readers, ...ways, writer] },
    );
    this.plan(job, args);
    eventNotification(
      this.child("failures"),
      events.failedDump,
      executions(job.name, "failed"),
      telemetry,
      within,
    );
    this.bucketName = bucket.bucketName;
    this.finished = executions(job.name, "succeeded");
    this.registerOutputs({ bucketName: this.bucketName });
  }

  /** Starts the job each night, as an identity that may do nothing else. */
  private plan(job: cloudrunv2.Job, { cluster }: GcpDumpArgs): void {
    const within = { parent: this };
    const { project, region } = cluster;
    const starter = new Identity(
      this.child("starter"),
      { project, stem: this.child("start"), title: "Starts the dump job" },
      within,
    );
    const grant = new cloudrunv2.JobIamMember(
      this.child("starter-invoker"),
      {
        project: project.id,
        location: region,
        name: job.name,
        role: "roles/run.invoker",
        member: starter.member,
      },
      within,
    );
    new cloudscheduler.Job(
      this.child("schedule"),
      {
        project: project.id,
        region,
        description: "Nightly logical dump of the database",
        schedule,
        timeZone: "Etc/UTC",
        attemptDeadline: "180s",
        retryConfig: { retryCount: 5, maxRetryDuration: "3600s" },
        httpTarget: {
          httpMethod: "POST",
          uri: pulumi.interpolate`https://run.googleapis.com/v2/${job.id}:run`,
          oauthToken: { serviceAccountEmail: starter.email },
        },
      },
      { ...within, dependsOn: [...project.after("cloudscheduler"), grant] },
    );
  }
}
