import * as compute from "@pulumi/gcp/compute";
import type * as pulumi from "@pulumi/pulumi";
import type { GcpCache } from "../cache";
import type { GcpDatabase } from "../database";
import type { GcpNetwork } from "../network";
import { openWays } from "../service-access";

/**
 * Network tag of a cluster's nodes. A firewall of Google tells nodes apart, and no pods: it says what the cluster may reach,
 * and network policies which pods of it.
 */
export const nodeTag = "node";

/**
 * The ways out of a cluster's nodes, in a network that has none but HTTPS: within the cluster from the start, to a database
 * or a cache when the first service asks for it. The ways in are GKE's own: from its control plane, from other nodes, and from
 * the load balancer.
 */
export class ClusterWays {
  /** What must be there before the first node. */
  readonly ready: readonly pulumi.Resource[];
  private readonly stores = new Map<string, readonly pulumi.Resource[]>();

  constructor(
    private readonly child: (role: string) => string,
    private readonly network: GcpNetwork,
    private readonly opts: pulumi.CustomResourceOptions,
  ) {
    const { pods, subnet } = network;
    this.ready = [
      new compute.Firewall(
        child("within"),
        {
          network: network.id,
          description: "Nodes, pods and the control plane of the cluster among each other",
          direction: "EGRESS",
          priority: 1000,
          allows: [{ protocol: "all" }],
          targetTags: [nodeTag],
          destinationRanges: [subnet.cidr, ...(pods ? [pods.cidr] : [])],
        },
        opts,
      ),
    ];
  }

  /** @returns what must be there before a pod connects: for `dependsOn` */
  toStores(stores: {
    readonly database?: GcpDatabase | undefined;
    readonly cache?: GcpCache | undefined;
  }): pulumi.Resource[] {
    return Object.entries(stores).flatMap(([role, store]) => {
      if (store === undefined) return [];
      const known = this.stores.get(role) ?? this.open(role, store);
      this.stores.set(role, known);
      return known;
    });
  }

  private open(role: string, store: GcpDatabase | GcpCache): readonly pulumi.Resource[] {
    return openWays(
      this.child,
      { title: "the cluster", tag: nodeTag, network: this.network, [role]: store },
      this.opts,
    );
  }
}
