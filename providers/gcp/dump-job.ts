import * as cloudrunv2 from "@pulumi/gcp/cloudrunv2";
import * as pulumi from "@pulumi/pulumi";
import type { GcpCluster } from "./cluster";
import type { GcpSecrets } from "./secrets";
import { secretVariable } from "./service-template";

interface DumpJobArgs {
  readonly cluster: GcpCluster;
  readonly image: pulumi.Input<string>;
  readonly serviceAccount: pulumi.Output<string>;
  /** Network tag that the firewall knows it by. */
  readonly tag: string;
  readonly secrets: GcpSecrets;
  readonly bucketName: pulumi.Output<string>;
  /** What the dumps are called after. */
  readonly backupName: pulumi.Output<string>;
}

/** pg_dump compresses on one core and streams. */
const limits = { cpu: "1", memory: "2Gi" };
/** Seconds after which a dump that is stuck is given up. */
const longest = 4 * 60 * 60;

/**
 * The dump as a job of Cloud Run: one task, tried twice. Without a second try a night's dump is lost to what passes by itself:
 * a database that can't be reached in a replica's first minute, or a machine that Google empties, which ends connections of jobs
 * that take hours (guide, "Direct VPC egress", limitations). It is safe: each try has a name of its own, and a bucket shows
 * no object before it is whole. More tries would read the whole database again and again where something is really wrong,
 * and tell of it hours later: the alert waits for the last.
 */
export function dumpJob(name: string, args: DumpJobArgs, opts: pulumi.CustomResourceOptions): cloudrunv2.Job {
  const { cluster, secrets } = args;
  const plain = {
    BACKUP_DESTINATION: pulumi.interpolate`gs://${args.bucketName}/backups`,
    BACKUP_NAME: args.backupName,
  };
  return new cloudrunv2.Job(
    name,
    {
      project: cluster.project.id,
      name: cluster.project.physicalName("cloudRunJob", name),
      location: cluster.region,
      // It holds nothing that could be lost: what does, refuses by itself.
      deletionProtection: false,
      template: {
        taskCount: 1,
        template: {
          serviceAccount: args.serviceAccount,
          executionEnvironment: "EXECUTION_ENVIRONMENT_GEN2",
          encryptionKey: cluster.encryptionKey,
          vpcAccess: cluster.vpcAccess(args.tag),
          // Cloud Run would try four times.
          maxRetries: 1,
          timeout: `${String(longest)}s`,
          containers: [
            {
              name: "dump",
              image: args.image,
              envs: [
                ...Object.entries(plain).map(([variable, value]) => ({ name: variable, value })),
                ...Object.entries(secrets.entries).map(secretVariable),
              ],
              resources: { limits },
              volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
            },
          ],
          volumes: [{ name: "tmp", emptyDir: { medium: "MEMORY", sizeLimit: "64Mi" } }],
        },
      },
    },
    { ...opts, deleteBeforeReplace: true },
  );
}
