import type * as pulumi from "@pulumi/pulumi";
import { Component } from "./component";
import type { Components } from "./provider";
import type { CloudName, DomainSpecification } from "./specification";

/** One public service, as the load balancer sees it. */
export interface Route {
  /** Name of the service. */
  readonly service: string;
  /** `/*` or a prefix such as `/reports/*`; the longest match wins. */
  readonly path: string;
  readonly port: number;
  /** Path of the readiness probe: a replica that fails it gets no requests. */
  readonly health: string;
  /** Whether two versions of it may serve at once, each with a share of the requests. Default: false. */
  readonly canary?: boolean;
}

export interface LoadBalancerArgs<C extends Components> {
  readonly network: C["network"];
  /** Where the services run that it sends requests to. */
  readonly cluster: C["cluster"];
  readonly logsKey: C["key"];
  readonly routes: readonly Route[];
  readonly domain?: DomainSpecification | undefined;
  readonly webApplicationFirewall: boolean;
  /** Days that access logs are kept. */
  readonly logRetentionDays: number;
  readonly protection: boolean;
}

/**
 * The one way in.
 *
 * Every cloud guarantees: with a domain, HTTPS with a managed certificate, TLS 1.2 or newer and HTTP redirected (dev and
 * staging without a domain serve plain HTTP, prod must have one); requests go only to replicas that are ready; access
 * logs; malformed headers dropped; a web application firewall where asked for.
 */
export abstract class LoadBalancer extends Component {
  /** `https://DOMAIN`, or the cloud's own address of it. */
  abstract readonly url: pulumi.Output<string>;

  protected constructor(cloud: CloudName, name: string, opts: pulumi.ComponentResourceOptions) {
    super(cloud, "LoadBalancer", name, opts);
  }
}
