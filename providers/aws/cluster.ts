import * as ecs from "@pulumi/aws/ecs";
import type * as pulumi from "@pulumi/pulumi";
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
    this.arn = once(cluster.arn, capacity.id);
    this.registerOutputs({ arn: this.arn });
  }
}

/** The first value, once the second is there too. */
function once(value: pulumi.Output<string>, after: pulumi.Output<unknown>): pulumi.Output<string> {
  return after.apply(() => value);
}
