import type * as pulumi from "@pulumi/pulumi";
import type { AwsCache } from "../cache";
import type { AwsDatabase } from "../database";
import type { AwsLoadBalancer } from "../load-balancer";
import { letIn, open } from "../service-access";

/**
 * The ways between a cluster's machines and the rest of the network, each made when the first service asks for it: Auto Mode
 * knows no security group of a pod, so the groups say what the cluster may reach, and network policies which pods of it.
 */
export class ClusterWays {
  private readonly made = new Set<string>();

  /** @param group the security group that EKS makes for the cluster; it lets everything out by itself */
  constructor(
    private readonly child: (role: string) => string,
    private readonly group: pulumi.Output<string>,
    private readonly opts: pulumi.CustomResourceOptions,
  ) {}

  /** To a database or a cache. */
  toStore(role: "database" | "cache", store: AwsDatabase | AwsCache): void {
    if (this.isOpen(role)) return;
    const to = { group: store.securityGroupId, title: `the ${role}` };
    letIn(this.child, { role, from: this.cluster(), to, port: store.port }, this.opts);
  }

  /** From the load balancer to the pods' port. */
  fromLoadBalancer({ securityGroupId }: AwsLoadBalancer, port: number): void {
    const role = `requests-${String(port)}`;
    if (this.isOpen(role)) return;
    const from = { group: securityGroupId, title: "the load balancer" };
    open(this.child, { role, from, to: this.cluster(), port }, this.opts);
  }

  private cluster() {
    return { group: this.group, title: "the cluster" };
  }

  private isOpen(role: string): boolean {
    const known = this.made.has(role);
    this.made.add(role);
    return known;
  }
}
