import type * as pulumi from "@pulumi/pulumi";
import { Component } from "./component";
import type { Components } from "./provider";
import type { CloudName } from "./specification";

export interface ClusterArgs<C extends Components> {
  readonly network: C["network"];
  readonly key: C["key"];
  readonly logsKey: C["key"];
  readonly logRetentionDays: number;
}

/** The place that services run in: an ECS cluster, a Container Apps environment, a Kubernetes cluster. */
export abstract class Cluster extends Component {
  protected constructor(cloud: CloudName, name: string, opts: pulumi.ComponentResourceOptions) {
    super(cloud, "Cluster", name, opts);
  }
}
