import type * as pulumi from "@pulumi/pulumi";
import { Backup, type BackupArgs } from "../../components/backup";
import type { DumpPlace } from "../../components/existing-cluster";
import { DumpJob } from "../../components/kubernetes/dump-job";
import { webOutside } from "../../components/kubernetes/network-policy";
import type { PodParts } from "../../components/kubernetes/pod";
import { KubernetesSecrets } from "../../components/kubernetes/secrets";
import type { SecretSource } from "../../components/specification";
import { alerts } from "../../observability/alerts";
import { events } from "../../observability/events";
import { alertRules, eventRule, prometheusRule } from "./alert-rule";
import type { Place } from "./cluster";
import type { KubernetesComponents } from "./components";
import { dumpMeasures } from "./metrics";
import { wayTo } from "./reach";

type Args = BackupArgs<KubernetesComponents> & { readonly place: Place };

/** Where a volume of dumps is in the job's file system. */
const mountPath = "/dumps";
/** Where S3 is asked for a bucket of which nothing else is known. */
const defaultRegion = "us-east-1";

/** The nightly dump to a place that is there already; snapshots are the business of whoever runs the server. */
export class KubernetesBackup extends Backup {
  constructor(name: string, args: Args, opts: pulumi.ComponentResourceOptions) {
    super("kubernetes", name, opts);
    const { dumps } = args.place.cluster;
    if (dumps && args.dumpImage !== undefined) this.dump(dumps, args.dumpImage, args);
    this.registerOutputs({});
  }

  private dump(dumps: DumpPlace, image: pulumi.Input<string>, { database, place }: Args): void {
    const { namespace, cluster } = place;
    const within = { parent: this };
    const secrets = new KubernetesSecrets(
      this.child("dump-secrets"),
      { owner: "dump", namespace, database, values: secretValues(dumps), secretGeneration: "" },
      within,
    );
    const { destination, pod } = target(dumps.destination);
    const job = new DumpJob(
      this.child("dump"),
      {
        namespace,
        image,
        destination,
        // Letters, digits and hyphens are what a dump's name may have.
        backupName: namespace.instance.replace(/[^A-Za-z0-9-]/g, "-"),
        secrets: secrets.keys,
        environment: environment(dumps),
        identity: {
          annotations: dumps.annotations,
          ...(cluster.pullSecret !== undefined && { pullSecrets: [cluster.pullSecret] }),
        },
        pod,
        destinations: [
          database.way,
          ...(pod ? [] : [webOutside]),
          ...(dumps.endpoint === undefined ? [] : [wayTo(dumps.endpoint, "store of the dumps")]),
        ],
      },
      within,
    );
    if (cluster.monitoring) this.watch(job, place);
  }

  private watch(job: DumpJob, place: Place): void {
    const cronJob = job.cronJobName;
    const { failed, finished } = dumpMeasures({ namespace: place.namespace.namespaceName, cronJob });
    const rules = [
      ...alerts.backup
        .filter(({ signal }) => signal === "finishedDumps")
        .flatMap((alert) => alertRules("dump", alert, finished)),
      eventRule("dump", events.failedDump, failed),
    ];
    prometheusRule(this.child("rules"), { place, program: "dump", rules }, { parent: this });
  }
}

function secretValues({ credentials }: DumpPlace): Record<string, SecretSource> {
  return {
    DATABASE_URL: { from: "database" },
    ...(credentials && {
      AWS_ACCESS_KEY_ID: { from: "configuration", value: credentials.accessKeyId },
      AWS_SECRET_ACCESS_KEY: { from: "configuration", value: credentials.secretAccessKey },
    }),
  };
}

function environment({ destination, endpoint, region = defaultRegion }: DumpPlace): Record<string, string> {
  if (!destination.startsWith("s3:")) return {};
  return { AWS_REGION: region, ...(endpoint !== undefined && { AWS_ENDPOINT_URL_S3: endpoint }) };
}

/** What the job is told, and the volume that it needs for it. */
function target(destination: string): { readonly destination: string; readonly pod?: PodParts } {
  const [, claimName, folder = ""] = /^pvc:\/\/([^/]+)(?:\/(.*))?$/.exec(destination) ?? [];
  if (claimName === undefined) return { destination };
  return {
    destination: `file://${mountPath}/${folder}`,
    pod: {
      volumes: [{ name: "dumps", persistentVolumeClaim: { claimName } }],
      mounts: [{ name: "dumps", mountPath }],
    },
  };
}
