import * as ec2 from "@pulumi/aws/ec2";
import type * as pulumi from "@pulumi/pulumi";

type Naming = (role: string) => string;
type Options = pulumi.CustomResourceOptions;

/** Protocol number of "any", in AWS's rules. */
const anyProtocol = "-1";
const everywhere = "0.0.0.0/0";

/**
 * Ports that answers from outside come to (RFC 6056); which of them was asked for, a stateless rule can't know. All but the
 * one of remote desktops (CIS AWS 5.2): of a NAT gateway's 64,512 ports it can do without one.
 */
const replyPorts = [
  [1024, 3388],
  [3390, 65535],
] as const;

/** Takes all rules from what AWS opens in every new VPC: the default security group and the default network ACL. */
export function closeDefaults(child: Naming, vpc: ec2.Vpc, opts: Options): void {
  new ec2.DefaultSecurityGroup(
    child("default-group"),
    { vpcId: vpc.id, ingress: [], egress: [], tags: { Name: child("default-group-closed") } },
    opts,
  );
  new ec2.DefaultNetworkAcl(
    child("default-acl"),
    {
      defaultNetworkAclId: vpc.defaultNetworkAclId,
      ingress: [],
      egress: [],
      tags: { Name: child("default-acl-closed") },
    },
    // Its subnets are whichever have no other ACL: AWS changes that list when `tierAcls` takes ours away.
    { ...opts, ignoreChanges: ["subnetIds"] },
  );
}

interface Rule {
  readonly cidrBlock: string;
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
}

/**
 * The stateless second line behind the security groups: which networks a tier may exchange packets with at all. The data
 * tier talks to the VPC only, so even a wrong route or group would not open it.
 */
export function tierAcls(
  child: Naming,
  vpc: ec2.Vpc,
  cidr: string,
  subnets: Readonly<Record<"public" | "private" | "data", readonly ec2.Subnet[]>>,
  opts: Options,
): void {
  const inside = [{ cidrBlock: cidr, protocol: anyProtocol, fromPort: 0, toPort: 0 }];
  const out = [{ cidrBlock: everywhere, protocol: anyProtocol, fromPort: 0, toPort: 0 }];
  const entrances = [port(80), port(443)];
  const replies = ["tcp", "udp"].flatMap((protocol) =>
    replyPorts.map(([fromPort, toPort]) => ({ cidrBlock: everywhere, protocol, fromPort, toPort })),
  );
  const rules = {
    public: { ingress: [...inside, ...entrances, ...replies], egress: out },
    private: { ingress: [...inside, ...replies], egress: out },
    data: { ingress: inside, egress: inside },
  };
  for (const tier of ["public", "private", "data"] as const) {
    new ec2.NetworkAcl(
      child(`${tier}-acl`),
      {
        vpcId: vpc.id,
        subnetIds: subnets[tier].map(({ id }) => id),
        ingress: rules[tier].ingress.map(numbered),
        egress: rules[tier].egress.map(numbered),
        tags: { Name: child(`${tier}-acl`) },
      },
      opts,
    );
  }
}

function port(number: number): Rule {
  return { cidrBlock: everywhere, protocol: "tcp", fromPort: number, toPort: number };
}

function numbered(rule: Rule, index: number) {
  return { ...rule, ruleNo: (index + 1) * 100, action: "allow" };
}
