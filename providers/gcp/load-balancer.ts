import * as pulumi from "@pulumi/pulumi";
import { LoadBalancer, type LoadBalancerArgs } from "../../components/load-balancer";
import type { GcpComponents } from "./components";

/** Where the load balancer sends the requests of one service. */
export interface Backend {
  /** Name of the backend service: label `backend_target_name` of the load balancer's metrics. */
  readonly name: pulumi.Output<string>;
  readonly id: pulumi.Output<string>;
  /** Physical name that the service on Cloud Run must have. */
  readonly serviceName: pulumi.Output<string>;
}

export class GcpLoadBalancer extends LoadBalancer {
  override readonly url: pulumi.Output<string>;
  /** Host name or address of `url`, for the uptime check. */
  readonly host: pulumi.Output<string>;
  /** Name of the URL map: label `url_map_name` of its metrics. */
  readonly urlMapName: pulumi.Output<string>;
  private readonly backends: ReadonlyMap<string, Backend>;

  constructor(name: string, _args: LoadBalancerArgs<GcpComponents>, opts: pulumi.ComponentResourceOptions) {
    super("gcp", name, opts);
    this.url = pulumi.output("");
    this.host = pulumi.output("");
    this.urlMapName = pulumi.output("");
    this.backends = new Map();
    this.registerOutputs({ url: this.url });
  }

  /**
   * Where the requests of a public service go.
   *
   * @throws Error when no route leads to that service
   */
  backend(service: string): Backend {
    const backend = this.backends.get(service);
    if (backend === undefined) throw new Error(`the load balancer has no route to the service "${service}"`);
    return backend;
  }
}
