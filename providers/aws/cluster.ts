import * as ecs from "@pulumi/aws/ecs";
import * as pulumi from "@pulumi/pulumi";
import { Cluster, type ClusterArgs } from "../../components/cluster";
import type { AwsComponents } from "./components";

/**
 * An ECS cluster on Fargate. It holds no machines: network, keys and logs are decided by each service. Nobody can open a
 * shell in a container: services switch ECS Exec off, so its logging needs no settings here.
 */
export class AwsCluster extends Cluster {
  /** Resolve once the cluster has its capacity providers. */
  readonly arn: pulumi.Output<string>;
  readonly clusterName: pulumi.Output<string>;

  constructor(name: string, _args: ClusterArgs<AwsComponents>, opts: pulumi.ComponentResourceOptions) {
    super("aws", name, opts);
    const cluster = new ecs.Cluster(
      this.child("ecs"),
      { settings: [{ name: "containerInsights", value: "enhanced" }] },
      { parent: this },
    );
    const capacity = new ecs.ClusterCapacityProviders(
      this.child("capacity"),
      {
        clusterName: cluster.name,
        capacityProviders: ["FARGATE", "FARGATE_SPOT"],
        defaultCapacityProviderStrategies: [{ capacityProvider: "FARGATE", weight: 1 }],
      },
      { parent: this },
    );
    this.clusterName = capacity.clusterName;
    // Both in one: a dependency that only an update sees would violate the plan that a preview made.
    this.arn = pulumi.all([cluster.arn, capacity.id]).apply(([arn]) => arn);
    this.registerOutputs({ arn: this.arn });
  }
}
