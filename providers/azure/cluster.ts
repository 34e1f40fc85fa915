import * as pulumi from "@pulumi/pulumi";
import { Cluster, type ClusterArgs } from "../../components/cluster";
import type { AzureComponents } from "./components";
import type { Scoped } from "./scope";

export class AzureCluster extends Cluster {
  /** Resolves once the environment can run something. */
  readonly environment: {
    readonly id: pulumi.Output<string>;
    readonly name: pulumi.Output<string>;
    readonly defaultDomain: pulumi.Output<string>;
    readonly staticIp: pulumi.Output<string>;
  };

  constructor(
    name: string,
    args: Scoped<ClusterArgs<AzureComponents>>,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("azure", name, opts);
    const none = pulumi.output("");
    void args;
    this.environment = { id: none, name: none, defaultDomain: none, staticIp: none };
    this.registerOutputs({});
  }
}
