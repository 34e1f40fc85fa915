import type * as pulumi from "@pulumi/pulumi";
import { Component } from "./component";
import type { Components } from "./provider";
import type { CloudName, SecretSource } from "./specification";

export interface BackupArgs<C extends Components> {
  readonly database: C["database"];
  readonly network: C["network"];
  readonly cluster: C["cluster"];
  readonly telemetry: C["telemetry"];
  readonly key: C["key"];
  readonly logsKey: C["key"];
  readonly logRetentionDays: number;
  readonly retentionDays: number;
  /** Region of the copy; absent: no copy. */
  readonly recoveryRegion?: string | undefined;
  readonly lock: boolean;
  /** Refuse deletion of vaults and buckets. */
  readonly protection: boolean;
  /** Image of the logical dump job, by digest; absent: no dump. */
  readonly dumpImage?: pulumi.Input<string> | undefined;
}

/**
 * What the dump job's own secrets are, for the cloud's `Secrets`: the database's URL and nothing else. Nothing in them is
 * generated.
 */
export function dumpSecrets<Key, Database>({
  database,
  key,
  protection,
}: {
  readonly database: Database;
  readonly key: Key;
  readonly protection: boolean;
}) {
  const values: Readonly<Record<string, SecretSource>> = { DATABASE_URL: { from: "database" } };
  return { owner: "dump", key, values, database, secretGeneration: "", protection };
}

/**
 * Backups of the stack's data.
 *
 * Every cloud guarantees: one a day, kept `retentionDays`; a copy in the recovery region, under a key of that region;
 * with `lock`, nobody can delete one before its time; a nightly logical dump `backups/NAME_backup_YYYYMMDD_HHMMSS` where an
 * image is given; a failed backup raises an alert.
 */
export abstract class Backup extends Component {
  protected constructor(cloud: CloudName, name: string, opts: pulumi.ComponentResourceOptions) {
    super(cloud, "Backup", name, opts);
  }
}
