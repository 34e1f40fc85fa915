import type * as pulumi from "@pulumi/pulumi";
import { Cluster } from "../../components/cluster";
import type { ExistingClusterSpecification } from "../../components/existing-cluster";
import type { Namespace, Peer } from "../../components/kubernetes/namespace";

/** Where a stack is in a cluster that is there already, and what it was told of it. */
export interface Place {
  readonly namespace: Namespace;
  readonly cluster: ExistingClusterSpecification;
}

/** The cluster itself: nothing of it is made. */
export class KubernetesCluster extends Cluster {
  readonly place: Place;

  constructor(name: string, place: Place, opts: pulumi.ComponentResourceOptions) {
    super("kubernetes", name, opts);
    this.place = place;
    this.registerOutputs({});
  }
}

/** The pods of a namespace. */
export function podsOf(namespace: string): Peer {
  return { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } } };
}
