import type * as pulumi from "@pulumi/pulumi";
import type { Peer } from "../../components/kubernetes/namespace";
import { webOutside } from "../../components/kubernetes/network-policy";
import { Workload } from "../../components/kubernetes/workload";
import { Service, type ServiceArgs } from "../../components/service";
import { podsOf } from "./cluster";
import type { KubernetesComponents } from "./components";
import { wayTo } from "./reach";

type Args = ServiceArgs<KubernetesComponents>;

/** A service in a cluster that is there already. */
export class KubernetesService extends Service {
  /** Name in the stack file. */
  readonly service: string;
  readonly isPublic: boolean;
  /** Whether `/metrics` on its port is scraped. */
  readonly metrics: boolean;
  readonly deploymentName: pulumi.Output<string>;

  constructor(name: string, args: Args, opts: pulumi.ComponentResourceOptions) {
    super("kubernetes", name, opts);
    const { cache, cluster, database, environment, secrets, service } = args;
    const { namespace, cluster: told } = cluster.place;
    const workload = new Workload(
      this.child("workload"),
      {
        ...args,
        namespace,
        // The entry's proxy appends the address that it was called from.
        environment: { ...(args.public && { TRUSTED_PROXY_HOPS: "1" }), ...environment },
        secrets: secrets.keys,
        traceEndpoint: told.traces,
        identity: told.pullSecret === undefined ? {} : { pullSecrets: [told.pullSecret] },
        callers: callers(args),
        destinations: [
          webOutside,
          ...(database ? [database.way] : []),
          ...(cache ? [cache.way] : []),
          ...(told.traces === undefined ? [] : [wayTo(told.traces, "collector")]),
        ],
      },
      { parent: this },
    );
    this.service = service;
    this.isPublic = args.public;
    this.metrics = args.metrics;
    this.deploymentName = workload.deploymentName;
    this.registerOutputs({ deploymentName: this.deploymentName });
  }
}

/** The entry's proxies, and who scrapes. */
function callers({ cluster, loadBalancer, metrics }: Args): Peer[] {
  const { entry, monitoring } = cluster.place.cluster;
  const { proxies = [] } = entry ?? {};
  return [
    ...(loadBalancer === undefined
      ? []
      : typeof proxies === "string"
        ? [podsOf(proxies)]
        : proxies.map((cidr) => ({ ipBlock: { cidr } }))),
    ...(metrics && monitoring ? [podsOf(monitoring.namespace)] : []),
  ];
}
