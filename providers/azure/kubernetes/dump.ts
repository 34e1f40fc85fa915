import * as pulumi from "@pulumi/pulumi";
import { dumpSecrets, type BackupArgs } from "../../../components/backup";
import { Component } from "../../../components/component";
import { DumpJob } from "../../../components/kubernetes/dump-job";
import { events } from "../../../observability/events";
import type { MakeDump } from "../backup";
import { grantDumps } from "../dump-roles";
import { AzureDumpStorage } from "../dump-storage";
import { eventNotification } from "../event-notification";
import type { AzureRegistry } from "../registry";
import { AzureSecrets } from "../secrets";
import type { AzureKubernetesComponents } from "./components";
import { destinations } from "./destinations";
import { podIdentity } from "./pod-identity";
import { jobFailures } from "./pod-metrics";
import { secretDelivery } from "./secret-delivery";

type Args = BackupArgs<AzureKubernetesComponents> & {
  readonly image: pulumi.Input<string>;
  readonly registry: AzureRegistry | undefined;
};

/** The dump as a job in the cluster, where the stack has an image for it. */
export function dumpInCluster(args: Omit<Args, "image">): MakeDump | undefined {
  const { dumpImage: image } = args;
  return image === undefined
    ? undefined
    : (name, opts) => new AzureKubernetesDump(name, { ...args, image }, opts);
}

/**
 * The nightly logical dump: a CronJob with an identity of its own, which may write dumps and read the database's URL. Its
 * image's contract is that of the job of Container Apps, but for whose token it writes with: the cluster gives it one.
 */
class AzureKubernetesDump extends Component {
  readonly storage: AzureDumpStorage;

  constructor(name: string, args: Args, opts: pulumi.ComponentResourceOptions) {
    super("azure", "Dump", name, opts);
    const { cluster, database, lock, network, registry } = args;
    const { namespace, scope } = cluster;
    const within = { parent: this };
    const child = (role: string) => this.child(role);
    this.storage = new AzureDumpStorage(
      child("storage"),
      {
        ...args,
        scope,
        key: database.recoveryKey ?? args.key,
        location: args.recoveryRegion ?? scope.location,
      },
      within,
    );
    const { container, destination } = this.storage;
    const secrets = new AzureSecrets(child("secrets"), { ...dumpSecrets(args), scope }, within);
    const identity = podIdentity(
      child,
      {
        cluster,
        secrets,
        grants: ({ principalId }) => [
          grantDumps(child("writer"), { scope, lock, principalId, container }, within),
        ],
      },
      within,
    );
    const delivery = secretDelivery(
      child("secret-delivery"),
      { program: "dump", secrets, cluster, clientId: identity.azure.clientId },
      { ...within, provider: cluster.provider },
    );
    const job = new DumpJob(
      child("workload"),
      {
        namespace,
        image: args.image,
        destination,
        // What the dumps are called after.
        backupName: database.server.name,
        secrets: delivery.keys,
        identity: identity.kubernetes,
        pod: delivery.parts,
        destinations: destinations({ network, database: true, cache: false }),
      },
      {
        ...within,
        providers: [cluster.provider],
        dependsOn: [...delivery.resources, ...(registry ? [cluster.pullFrom(registry)] : [])],
      },
    );
    eventNotification(
      child("failures"),
      {
        scope,
        event: events.failedDump,
        query: jobFailures({ cluster: cluster.id, namespace: namespace.namespaceName }, job.cronJobName),
        actionGroup: args.telemetry.actionGroup,
      },
      within,
    );
    this.registerOutputs({ cronJobName: job.cronJobName });
  }
}
