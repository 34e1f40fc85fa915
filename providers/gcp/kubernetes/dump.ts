import * as storage from "@pulumi/gcp/storage";
import * as pulumi from "@pulumi/pulumi";
import { dumpSecrets, type BackupArgs } from "../../../components/backup";
import { Component } from "../../../components/component";
import { DumpJob } from "../../../components/kubernetes/dump-job";
import { events } from "../../../observability/events";
import type { MakeDump } from "../backup";
import { dumpBucket } from "../dump-storage";
import type { GcpEncryptionKey } from "../encryption-key";
import { eventNotification } from "../event-notification";
import { logMetric } from "../log-metric";
import { counted, type Measure } from "../prometheus-query";
import { GcpSecrets } from "../secrets";
import type { GcpKubernetesComponents } from "./components";
import { destinations } from "./destinations";
import { podMember } from "./pod-identity";
import { secretDelivery } from "./secret-delivery";

interface DumpArgs extends BackupArgs<GcpKubernetesComponents> {
  readonly image: pulumi.Input<string>;
  /** Key of the region that dumps are kept in: the recovery region, where there is one. */
  readonly dumpKey: GcpEncryptionKey;
}

/** The dump as a job in the cluster, where the stack has an image for it. */
export function dumpInCluster(args: BackupArgs<GcpKubernetesComponents>): MakeDump | undefined {
  const { dumpImage: image } = args;
  return image === undefined
    ? undefined
    : (name, dumpKey, opts) => new GcpKubernetesDump(name, { ...args, image, dumpKey }, opts);
}

/**
 * The nightly logical dump: a CronJob whose pods may write dumps, read the database's URL and nothing else. How it ended is
 * what the cluster says of the night's job.
 */
class GcpKubernetesDump extends Component {
  readonly bucketName: pulumi.Output<string>;
  /** How many ended well. */
  readonly finished: Measure;

  constructor(name: string, args: DumpArgs, opts: pulumi.ComponentResourceOptions) {
    super("gcp", "Dump", name, opts);
    const within = { parent: this };
    const { cluster, database, telemetry } = args;
    const bucket = dumpBucket(this.child("storage"), args, within);
    const secrets = new GcpSecrets(this.child("secrets"), dumpSecrets(args), within);
    const delivery = secretDelivery(
      this.child("secret-delivery"),
      { program: "dump", secrets, cluster },
      { ...within, provider: cluster.provider },
    );
    const { cronJobName } = new DumpJob(
      this.child("workload"),
      {
        namespace: cluster.namespace,
        image: args.image,
        destination: pulumi.interpolate`gs://${bucket.bucketName}/backups`,
        backupName: database.instance.name,
        secrets: delivery.keys,
        identity: {
          bind: (serviceAccount) => {
            const member = podMember(cluster, serviceAccount);
            // May write dumps, and neither read nor delete nor replace one.
            const writer = new storage.BucketIAMMember(
              this.child("writer"),
              { bucket: bucket.bucketName, role: "roles/storage.objectCreator", member },
              within,
            );
            return [writer, ...delivery.bind(serviceAccount, member), ...cluster.ways.toStores({ database })];
          },
        },
        destinations: destinations({ database }),
      },
      { ...within, providers: [cluster.provider] },
    );
    const told = (role: string, description: string, reasons: string) =>
      counted(
        logMetric(
          this.child(role),
          { project: cluster.project, description, filter: this.ends(args, cronJobName, reasons) },
          within,
        ),
        "k8s_cluster",
      );
    eventNotification(
      this.child("failures"),
      events.failedDump,
      told("failed", "Dumps that failed", '"BackoffLimitExceeded" OR "DeadlineExceeded"'),
      telemetry,
      within,
    );
    this.finished = told("finished", "Dumps that ended well", '"Completed"');
    this.bucketName = bucket.bucketName;
    this.registerOutputs({ bucketName: this.bucketName });
  }

  /** The cluster's events of the night's jobs. */
  private ends(
    { cluster: { clusterName, namespace } }: DumpArgs,
    cronJobName: pulumi.Output<string>,
    reasons: string,
  ): pulumi.Output<string> {
    return pulumi.interpolate`resource.type="k8s_cluster" AND resource.labels.cluster_name="${clusterName}" AND log_id("events") AND jsonPayload.involvedObject.kind="Job" AND jsonPayload.involvedObject.namespace="${namespace.namespaceName}" AND jsonPayload.involvedObject.name=~"^${cronJobName}-" AND jsonPayload.reason=(${reasons})`;
  }
}
