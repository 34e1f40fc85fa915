import type * as pulumi from "@pulumi/pulumi";
import type { BackupArgs } from "../../components/backup";
import { GcpBucket } from "./bucket";
import type { GcpSharedComponents } from "./components";
import type { GcpEncryptionKey } from "./encryption-key";

type DumpStorageArgs = Pick<BackupArgs<GcpSharedComponents>, "lock" | "protection" | "retentionDays"> & {
  /** Key of the region that dumps are kept in: the recovery region, where there is one. */
  readonly dumpKey: GcpEncryptionKey;
};

/** Where dumps are kept, for as long as backups are, and as safe from deletion. */
export function dumpBucket(
  name: string,
  { dumpKey, lock, protection, retentionDays }: DumpStorageArgs,
  opts: pulumi.ComponentResourceOptions,
): GcpBucket {
  return new GcpBucket(
    name,
    {
      key: dumpKey,
      expireAfterDays: retentionDays,
      retention: lock ? "locked" : protection ? "held" : "open",
      protection,
    },
    opts,
  );
}
