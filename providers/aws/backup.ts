import * as awsBackup from "@pulumi/aws/backup";
import * as rds from "@pulumi/aws/rds";
import type * as pulumi from "@pulumi/pulumi";
import { Backup, type BackupArgs } from "../../components/backup";
import { alerts } from "../../observability/alerts";
import { events } from "../../observability/events";
import type { Signal } from "../../observability/signals";
import type { AwsAccount } from "./account";
import { alarms } from "./alarm";
import { AwsBackupVault } from "./backup-vault";
import type { AwsSharedComponents } from "./components";
import { AwsEncryptionKey } from "./encryption-key";
import { eventNotification } from "./event-notification";
import { EventRecord } from "./event-record";
import { backupMeasures } from "./metrics";
import { onlyForAccount, ServiceRole } from "./role";

/** Makes the nightly dump in the place that services run in; answers with what records each that ended well. */
export type MakeDump = (
  name: string,
  recovery: Recovery | undefined,
  opts: pulumi.ComponentResourceOptions,
) => { readonly finished: EventRecord };

export type AwsBackupArgs = Omit<BackupArgs<AwsSharedComponents>, "cluster" | "dumpImage"> & {
  /** Absent: no dump. */
  readonly makeDump: MakeDump | undefined;
};

type Args = AwsBackupArgs;

/** UTC: after the database's own backup and maintenance windows, which a job may not overlap with. */
const schedule = "cron(0 5 * * ? *)";
/** The longest that RDS can go back to a point in time. */
const longestReplay = 35;

/** The recovery region's side. */
export interface Recovery {
  readonly account: AwsAccount;
  readonly key: AwsEncryptionKey;
}

/**
 * AWS Backup takes a snapshot each night into a vault and copies it to the vault of the recovery region. Points in time are
 * kept by RDS itself (`retentionDays` of the database) and, with a recovery region, replicated there: AWS Backup could
 * keep them too, but would then change the instance's own retention behind Pulumi's back.
 *
 * What can be lost: 5 minutes with either region, a day if only the vault is left.
 */
export class AwsBackup extends Backup {
  readonly vaultArn: pulumi.Output<string>;
  /** Absent without a recovery region. */
  readonly recoveryVaultArn?: pulumi.Output<string>;

  constructor(name: string, args: Args, opts: pulumi.ComponentResourceOptions) {
    super("aws", name, opts);
    const { database, key, lock, protection, retentionDays } = args;
    const within = { parent: this };
    const recovery = this.recovery(args);
    const guard = { retentionDays, lock, protection };
    const vault = new AwsBackupVault(
      this.child("vault"),
      { ...guard, key: key.arn, region: key.account.region },
      within,
    );
    const copy =
      recovery &&
      new AwsBackupVault(
        this.child("recovery-vault"),
        { ...guard, key: recovery.key.arn, region: recovery.account.region },
        within,
      );
    this.plan(vault, copy, args);
    if (recovery)
      new rds.InstanceAutomatedBackupsReplication(
        this.child("replication"),
        {
          region: recovery.account.region,
          sourceDbInstanceArn: database.instanceArn,
          kmsKeyId: recovery.key.arn,
          retentionPeriod: Math.min(retentionDays, longestReplay),
        },
        within,
      );
    const finished = this.recordJobs(args);
    const dump = args.makeDump?.(this.child("dump"), recovery, within);
    this.raise(finished, dump?.finished, args);

    this.vaultArn = vault.arn;
    if (copy) this.recoveryVaultArn = copy.arn;
    this.registerOutputs({ vaultArn: vault.arn });
  }

  private recovery({ key, protection, recoveryRegion }: Args): Recovery | undefined {
    if (recoveryRegion === undefined) return undefined;
    const account = { id: key.account.id, region: recoveryRegion };
    return {
      account,
      key: new AwsEncryptionKey(
        this.child("recovery-key"),
        { purpose: "data", protection, account },
        { parent: this },
      ),
    };
  }

  private plan(vault: AwsBackupVault, copy: AwsBackupVault | undefined, args: Args): void {
    const { database, key, retentionDays } = args;
    const lifecycle = { deleteAfter: retentionDays };
    const plan = new awsBackup.Plan(
      this.child("plan"),
      {
        rules: [
          {
            ruleName: "daily",
            targetVaultName: vault.vaultName,
            schedule,
            // Minutes within which a job must start, and end: one that is stuck is reported the same day.
            startWindow: 60,
            completionWindow: 480,
            lifecycle,
            ...(copy && { copyActions: [{ destinationVaultArn: copy.arn, lifecycle }] }),
          },
        ],
      },
      { parent: this },
    );
    const role = new ServiceRole(
      this.child("role"),
      {
        service: "backup.amazonaws.com",
        condition: onlyForAccount(key.account.id),
        // Kept by AWS for AWS Backup; a list of our own would silently lack what a new kind of copy needs.
        managedPolicies: ["arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"],
      },
      { parent: this },
    );
    new awsBackup.Selection(
      this.child("selection"),
      { planId: plan.id, iamRoleArn: role.arn, resources: [database.instanceArn] },
      { parent: this },
    );
  }

  /** Tells of each failed job of this database, and keeps a record of each that ended well. */
  private recordJobs({ database, logRetentionDays, logsKey, telemetry }: Args): EventRecord {
    const ofDatabase = { resourceArn: [database.instanceArn] };
    eventNotification(
      this.child("failures"),
      {
        event: events.failedJob,
        pattern: {
          source: ["aws.backup"],
          "detail-type": ["Backup Job State Change", "Copy Job State Change", "Restore Job State Change"],
          detail: { ...ofDatabase, state: ["FAILED", "ABORTED", "EXPIRED", "PARTIAL"] },
        },
        details: { job: "$.detail-type", state: "$.detail.state", reason: "$.detail.statusMessage" },
        topicArn: telemetry.alertTopicArn,
      },
      { parent: this },
    );
    return new EventRecord(
      this.child("finished"),
      {
        description: "Backups of the database that ended well",
        pattern: {
          source: ["aws.backup"],
          "detail-type": ["Backup Job State Change"],
          detail: { ...ofDatabase, state: ["COMPLETED"] },
        },
        logsKey,
        logRetentionDays,
      },
      { parent: this },
    );
  }

  private raise(backups: EventRecord, dumps: EventRecord | undefined, { telemetry }: Args): void {
    const channel = { topics: [telemetry.alertTopicArn] };
    const measures = backupMeasures({ backups: backups.ruleName, dumps: dumps?.ruleName });
    for (const alert of alerts.backup) {
      const signal: Signal<"backup"> = alert.signal;
      const measure = measures[signal];
      if (measure) alarms(this.name, alert, measure, channel, { parent: this });
    }
  }
}
