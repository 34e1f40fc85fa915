import type { InstanceArgs } from "@pulumi/aws/rds";
import * as pulumi from "@pulumi/pulumi";

const automatedBackup = /^(arn:[\w-]+:rds:[\w-]+:\d{12}:auto-backup:[\w-]+)(?:@(.+))?$/;

/**
 * What an instance starts from. RDS restores under the key of what it restores from, whatever key is asked for: one that is
 * named all the same would make the next update replace the instance. To have it under another key, copy the snapshot under
 * that key first.
 *
 * @param restoreFrom name or ARN of a snapshot; or the ARN of an automated backup, which RDS may have copied from another
 *   region: alone for its latest moment, or followed by `@` and an ISO 8601 time. Absent: empty
 * @param empty what only an instance that starts empty is given
 * @throws pulumi.RunError when the time is none
 */
export function beginning(
  restoreFrom: string | undefined,
  empty: Pick<InstanceArgs, "dbName" | "username" | "kmsKeyId">,
): Pick<InstanceArgs, "dbName" | "username" | "kmsKeyId" | "restoreToPointInTime" | "snapshotIdentifier"> {
  if (restoreFrom === undefined) return empty;
  const [, source, time] = automatedBackup.exec(restoreFrom) ?? [];
  if (source === undefined) return { snapshotIdentifier: restoreFrom };
  const moment = new Date(time ?? 0);
  if (Number.isNaN(moment.getTime()))
    throw new pulumi.RunError(
      `\`restoreFrom\` has the time "${String(time)}"; write it as ISO 8601, such as 2026-01-31T12:00:00Z, or leave it out ` +
        "for the latest moment",
    );
  return {
    restoreToPointInTime: {
      sourceDbInstanceAutomatedBackupsArn: source,
      ...(time === undefined ? { useLatestRestorableTime: true } : { restoreTime: moment.toISOString() }),
    },
  };
}
