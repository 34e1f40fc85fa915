import * as vpc from "@pulumi/aws/vpc";
import type * as pulumi from "@pulumi/pulumi";
import type { ServiceArgs } from "../../components/service";
import type { AwsComponents } from "./components";

interface End {
  /** Security group. */
  readonly group: pulumi.Input<string>;
  readonly title: string;
}

export interface Way {
  /** Role of the two rules' names. */
  readonly role: string;
  readonly from: End;
  readonly to: End;
  readonly port: number;
}

/**
 * Opens exactly the ways that a service has: in from the load balancer on its port, where it is public; out to its
 * database and cache; out by HTTPS to AWS's services and the APIs that it calls.
 *
 * @param group security group of the service
 */
export function openWays(
  child: (role: string) => string,
  args: ServiceArgs<AwsComponents>,
  group: pulumi.Output<string>,
  opts: pulumi.CustomResourceOptions,
): void {
  const { cache, database, loadBalancer } = args;
  const self = { group, title: args.service };
  if (loadBalancer)
    open(
      child,
      {
        role: "requests",
        from: { group: loadBalancer.securityGroupId, title: "the load balancer" },
        to: self,
        port: args.port,
      },
      opts,
    );
  for (const [role, store] of Object.entries({ database, cache })) {
    if (store === undefined) continue;
    const to = { group: store.securityGroupId, title: `the ${role}` };
    open(child, { role, from: self, to, port: store.port }, opts);
  }
  new vpc.SecurityGroupEgressRule(
    child("https"),
    {
      securityGroupId: group,
      description: "HTTPS: services of AWS inside the network, other APIs through NAT",
      cidrIpv4: "0.0.0.0/0",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
    },
    opts,
  );
}

/** One way: a rule at either end, each naming the other's group. */
export function open(child: (role: string) => string, way: Way, opts: pulumi.CustomResourceOptions): void {
  const { from, port, role, to } = way;
  new vpc.SecurityGroupEgressRule(
    child(`${role}-out`),
    {
      ipProtocol: "tcp",
      fromPort: port,
      toPort: port,
      securityGroupId: from.group,
      referencedSecurityGroupId: to.group,
      description: `From ${from.title} to ${to.title}`,
    },
    opts,
  );
  letIn(child, way, opts);
}

/** The one end of a way that lets in. */
export function letIn(
  child: (role: string) => string,
  { from, port, role, to }: Way,
  opts: pulumi.CustomResourceOptions,
): void {
  new vpc.SecurityGroupIngressRule(
    child(`${role}-in`),
    {
      ipProtocol: "tcp",
      fromPort: port,
      toPort: port,
      securityGroupId: to.group,
      referencedSecurityGroupId: from.group,
      description: `From ${from.title} to ${to.title}`,
    },
    opts,
  );
}
