import * as pulumi from "@pulumi/pulumi";
import { Workload } from "../../../components/kubernetes/workload";
import { isObserved, Service, type ServiceArgs } from "../../../components/service";
import type { EverySignal } from "../../../observability/signals";
import { traceEndpoint } from "../collector";
import { projectRoles } from "../project-roles";
import type { Measure } from "../prometheus-query";
import type { WatchedRequests } from "../watch";
import { collector } from "./collector";
import type { GcpKubernetesComponents } from "./components";
import { destinations } from "./destinations";
import { placement } from "./placement";
import { podMember } from "./pod-identity";
import { type PodHandles, podMeasures, publicMeasures } from "./pod-metrics";
import { requestMetric } from "./request-scaling";
import { secretDelivery } from "./secret-delivery";

type Args = ServiceArgs<GcpKubernetesComponents>;

/** Where Google's front ends send requests and ask for readiness from (Cloud Load Balancing, "Firewall rules"). */
const frontEnds = ["130.211.0.0/22", "35.191.0.0/16"];
/** What they append to `X-Forwarded-For`: the client's address and the load balancer's. */
const proxies = "2";

/**
 * A service in the cluster. The load balancer sends requests to its pods' own addresses; its pods are somebody for IAM, who may
 * send telemetry and read the service's own secrets.
 */
export class GcpKubernetesService extends Service {
  /** Name in the stack file, and of its container. */
  readonly title: string;
  readonly handles: PodHandles;
  readonly measures: EverySignal<"service", Measure>;
  /** Absent when it is not public. */
  readonly requests?: WatchedRequests;

  constructor(name: string, args: Args, opts: pulumi.ComponentResourceOptions) {
    super("gcp", name, opts);
    const { cluster, loadBalancer, service, telemetry } = args;
    const within = { parent: this };
    const backend = loadBalancer?.backend(service);
    const delivery = secretDelivery(
      this.child("secret-delivery"),
      { program: service, secrets: args.secrets, cluster },
      { ...within, provider: cluster.provider },
    );
    const workload = new Workload(
      this.child("workload"),
      {
        ...args,
        namespace: cluster.namespace,
        traceEndpoint,
        environment: { ...platformVariables(args), ...args.environment },
        secrets: delivery.keys,
        identity: {
          bind: (serviceAccount) => {
            const member = podMember(cluster, serviceAccount);
            const roles = isObserved(args) ? telemetry.writerRoles : [];
            return [
              ...projectRoles(this.child("account"), { project: cluster.project, member, roles }, within),
              ...delivery.bind(serviceAccount, member),
            ];
          },
        },
        pod: { ...placement(args), sidecars: collector(args) },
        callers: backend ? frontEnds.map((cidr) => ({ ipBlock: { cidr } })) : [],
        destinations: destinations(args),
        scalingMetrics: backend ? [requestMetric(backend.serviceName)] : [],
        dependsOn: [
          ...telemetry.ready,
          ...cluster.ways.toStores({ database: args.database, cache: args.cache }),
          ...(backend ? [backend.attached] : []),
        ],
      },
      { ...within, providers: [cluster.provider] },
    );

    this.title = service;
    const handles = {
      cluster: cluster.clusterName,
      namespace: cluster.namespace.namespaceName,
      container: service,
      workload: workload.deploymentName,
    };
    this.handles = handles;
    this.measures = podMeasures(handles);
    if (backend) {
      const named = { pattern: backend.pattern };
      this.requests = {
        backend: named,
        measures: (slow) => publicMeasures({ ...handles, backend: named, slow }),
      };
    }
    this.registerOutputs({ deploymentName: workload.deploymentName });
  }
}

function platformVariables({ cache, ...args }: Args): Record<string, pulumi.Input<string>> {
  return {
    ...(args.public && { TRUSTED_PROXY_HOPS: proxies }),
    // Memorystore's certificate is signed by an authority that nobody else knows. It is public, and no secret.
    ...(cache && { REDIS_TLS_CA: cache.certificateAuthority }),
  };
}
