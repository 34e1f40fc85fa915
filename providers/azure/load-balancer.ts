import * as pulumi from "@pulumi/pulumi";
import { LoadBalancer, type LoadBalancerArgs } from "../../components/load-balancer";
import type { AzureComponents } from "./components";
import type { Scoped } from "./scope";

export class AzureLoadBalancer extends LoadBalancer {
  override readonly url: pulumi.Output<string>;
  /** Host name that requests are made to. */
  readonly host: pulumi.Output<string>;
  /** Id of the Front Door profile: where its metrics are. */
  readonly profile: pulumi.Output<string>;

  constructor(
    name: string,
    args: Scoped<LoadBalancerArgs<AzureComponents>>,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("azure", name, opts);
    const none = pulumi.output("");
    void args;
    this.url = none;
    this.host = none;
    this.profile = none;
    this.registerOutputs({});
  }

  /** Name of the origin group of a public service: what its health is measured by. */
  originGroup(service: string): pulumi.Output<string> {
    return pulumi.output(service);
  }
}
