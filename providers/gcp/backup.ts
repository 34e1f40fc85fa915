import * as pulumi from "@pulumi/pulumi";
import { Backup, type BackupArgs } from "../../components/backup";
import { alerts } from "../../observability/alerts";
import { events } from "../../observability/events";
import type { Signal } from "../../observability/signals";
import { alarms } from "./alarm";
import { GcpBackupReplica } from "./backup-replica";
import type { GcpSharedComponents } from "./components";
import { GcpEncryptionKey } from "./encryption-key";
import { eventNotification } from "./event-notification";
import { logMetric } from "./log-metric";
import { backupMeasures } from "./metrics";
import { counted, type Measure } from "./prometheus-query";

/**
 * Makes the nightly dump in the place that services run in; answers with where it goes, and how many ended well.
 *
 * @param key of the region that dumps are kept in: the recovery region, where there is one
 */
export type MakeDump = (
  name: string,
  key: GcpEncryptionKey,
  opts: pulumi.ComponentResourceOptions,
) => { readonly bucketName: pulumi.Output<string>; readonly finished: Measure };

export type GcpBackupArgs = Omit<BackupArgs<GcpSharedComponents>, "cluster" | "dumpImage"> & {
  /** Absent: no dump. */
  readonly makeDump: MakeDump | undefined;
};

type Args = GcpBackupArgs;

/**
 * Cloud SQL takes a backup each night by itself, keeps as many as the database has days of retention, and the logs in between
 * for any point in time (see `GcpDatabase`). With a recovery region they are stored there, and a replica runs there under a
 * key of that region, because a backup can only be read with the key of the database's own.
 *
 * Cloud SQL's backups can be deleted by whoever may. What nobody can delete before its time, with `lock`, are the dumps:
 * Google's vault for backups takes no database under a key of one's own.
 *
 * What can be lost: nothing when a zone goes (with high availability), seconds when the region goes, a day if only the
 * dumps are left.
 */
export class GcpBackup extends Backup {
  /** Absent without a recovery region. */
  readonly replicaName?: pulumi.Output<string>;
  /** Absent without a dump. */
  readonly dumpBucketName?: pulumi.Output<string>;

  /** @throws pulumi.RunError when a lock, or a longer retention than the database's, is asked for without a dump */
  constructor(name: string, args: Args, opts: pulumi.ComponentResourceOptions) {
    super("gcp", name, opts);
    const within = { parent: this };
    const { database, key, makeDump, network, protection, recoveryRegion } = args;
    if (makeDump === undefined) assertKeptWithoutDump(args);
    const recoveryKey =
      recoveryRegion === undefined
        ? undefined
        : new GcpEncryptionKey(
            this.child("recovery-key"),
            { purpose: "data", protection, project: key.project, location: recoveryRegion },
            within,
          );
    const replica =
      recoveryKey &&
      new GcpBackupReplica(
        this.child("replica"),
        { database, key: recoveryKey, network, protection },
        within,
      );
    const dump = makeDump?.(this.child("dump"), recoveryKey ?? key, within);
    this.watch(dump?.finished, args);

    if (replica) this.replicaName = replica.instanceName;
    if (dump) this.dumpBucketName = dump.bucketName;
    this.registerOutputs({});
  }

  /** Counts what the record of Cloud SQL says of its backups: there is no metric for them. */
  private watch(dumps: Measure | undefined, { database, telemetry }: Args): void {
    const within = { parent: this };
    const { project } = database;
    const record = pulumi.interpolate`resource.type="cloudsql_database" AND log_id("cloudaudit.googleapis.com/system_event") AND protoPayload.methodName="cloudsql.instances.automatedBackup" AND protoPayload.resourceName="projects/${project.id}/instances/${database.instance.name}"`;
    const count = (role: string, description: string, status: string) =>
      logMetric(
        this.child(role),
        {
          project,
          description,
          filter: pulumi.interpolate`${record} AND protoPayload.metadata.windowStatus=~"^STATUS_(${status})$"`,
        },
        within,
      );
    const failed = count("failed", "Backups of the database that failed", "ATTEMPT_FAILED|FAILED|SKIPPED");
    eventNotification(
      this.child("failures"),
      events.failedJob,
      counted(failed, "cloudsql_database"),
      telemetry,
      within,
    );
    const finished = count("finished", "Backups of the database that ended well", "SUCCEEDED");
    const measures = backupMeasures({ backups: finished, dumps });
    for (const alert of alerts.backup) {
      const signal: Signal<"backup"> = alert.signal;
      const measure = measures[signal];
      if (measure) alarms(this.name, alert, measure, telemetry, within);
    }
  }
}

/** What Cloud SQL's own backups can't keep must not be promised. */
function assertKeptWithoutDump({ database, lock, retentionDays }: Args): void {
  if (lock)
    throw new pulumi.RunError(
      "`backup.lock` needs `backup.dump` on Google Cloud: only a dump can be kept from being deleted; add the dump, or " +
        "set the lock to false",
    );
  if (retentionDays > database.retentionDays)
    throw new pulumi.RunError(
      `\`backup.retentionDays\` is ${String(retentionDays)}, but Cloud SQL keeps its own backups for the database's ` +
        `${String(database.retentionDays)} days; raise \`database.retentionDays\`, or add \`backup.dump\``,
    );
}
