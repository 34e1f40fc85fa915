import type * as pulumi from "@pulumi/pulumi";
import { Workload } from "../../../components/kubernetes/workload";
import { Service, type ServiceArgs } from "../../../components/service";
import type { EverySignal } from "../../../observability/signals";
import { traceEndpoint } from "../collector";
import type { Measure } from "../metrics";
import type { AzureRegistry } from "../registry";
import { grantSending } from "../telemetry-senders";
import type { AzureKubernetesComponents } from "./components";
import { collector } from "./collector";
import { destinations } from "./destinations";
import { placement } from "./node-pools";
import { podIdentity } from "./pod-identity";
import { type PodHandles, podMeasures, signOfPods } from "./pod-metrics";
import { secretDelivery } from "./secret-delivery";

type Args = ServiceArgs<AzureKubernetesComponents> & { readonly registry: AzureRegistry | undefined };

/**
 * A service in the cluster. Its pods have one identity, which sends telemetry and reads the service's own secrets; the load
 * balancer brings the Service object that requests come by.
 */
export class AzureKubernetesService extends Service {
  /** Name in the stack file. */
  readonly service: string;
  readonly handles: PodHandles;
  readonly measures: EverySignal<"service", Measure>;
  readonly sign: pulumi.Output<string>;
  readonly isPublic: boolean;

  constructor(name: string, args: Args, opts: pulumi.ComponentResourceOptions) {
    super("azure", name, opts);
    const { cluster, environment, loadBalancer, network, registry, scaling, secrets, service } = args;
    const within = { parent: this };
    const child = (role: string) => this.child(role);
    const { scope } = cluster;
    const identity = podIdentity(
      child,
      {
        cluster,
        secrets,
        grants: ({ principalId }) => grantSending(child, { ...args, scope, principalId }, within),
      },
      within,
    );
    const delivery = secretDelivery(
      child("secret-delivery"),
      { program: service, secrets, cluster, clientId: identity.azure.clientId },
      { ...within, provider: cluster.provider },
    );
    const workload = new Workload(
      child("workload"),
      {
        ...args,
        namespace: cluster.namespace,
        // Front Door alone appends the address that it was called from.
        environment: { ...(args.public && { TRUSTED_PROXY_HOPS: "1" }), ...environment },
        traceEndpoint,
        secrets: delivery.keys,
        identity: identity.kubernetes,
        pod: { ...delivery.parts, ...placement(args), sidecars: collector(args) },
        callers: loadBalancer && network.entry ? [{ ipBlock: { cidr: network.entry.cidr } }] : [],
        destinations: destinations({
          network,
          database: args.database !== undefined,
          cache: args.cache !== undefined,
        }),
        dependsOn: [...delivery.resources, ...(registry ? [cluster.pullFrom(registry)] : [])],
      },
      { ...within, providers: [cluster.provider] },
    );

    this.service = service;
    this.handles = {
      cluster: cluster.id,
      namespace: cluster.namespace.namespaceName,
      workload: workload.deploymentName,
    };
    this.measures = podMeasures(this.handles, { ...args, container: service, minimum: scaling.min });
    this.sign = signOfPods(this.handles);
    this.isPublic = loadBalancer !== undefined;
    this.registerOutputs({ deploymentName: workload.deploymentName });
  }
}
