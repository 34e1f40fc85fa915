import type * as pulumi from "@pulumi/pulumi";
import { Component } from "./component";
import type { Components } from "./provider";
import type { CloudName, NetworkSpecification } from "./specification";

export interface NetworkArgs<C extends Components> extends NetworkSpecification {
  /** Key and retention (days) of the flow logs. */
  readonly key: C["key"];
  readonly logRetentionDays: number;
}

/**
 * The private network of a stack: public, private and data tiers over several zones.
 *
 * Every cloud guarantees: the load balancer is the only thing reachable from outside; services leave through NAT; the
 * data tier has no route to the internet in either direction; whatever the cloud opens by default is closed; flow logs
 * are kept; the cloud's own services (registry, secrets, logs, object storage) are reached without the internet.
 */
export abstract class Network extends Component {
  /** The cloud's identifier of the network. */
  abstract readonly id: pulumi.Output<string>;

  protected constructor(cloud: CloudName, name: string, opts: pulumi.ComponentResourceOptions) {
    super(cloud, "Network", name, opts);
  }
}
