import { rule as defaultSecurityGroupClosed } from "../../../../policy/rules/network/aws-default-security-group-closed";
import { rule as aclNoPublicAdministrationPorts } from "../../../../policy/rules/network/aws-network-acl-no-public-administration-ports";
import { rule as noPublicAdministrationPorts } from "../../../../policy/rules/network/aws-no-public-administration-ports";
import { rule as noPublicPortRange } from "../../../../policy/rules/network/aws-no-public-port-range";
import { rule as publicHttpOnlyOnLoadBalancer } from "../../../../policy/rules/network/aws-public-http-only-on-load-balancer";
import { rule as subnetNoPublicAddress } from "../../../../policy/rules/network/aws-subnet-no-public-address";
import { rule as vpcFlowLogs } from "../../../../policy/rules/network/aws-vpc-flow-logs";
import { rule as publicIngressOnlyOnLoadBalancer } from "../../../../policy/rules/network/aws-public-ingress-only-on-load-balancer";
import { describeRule, type Given, type Properties, unknown } from "../pack";

const inline = (...ingress: Properties[]): Given => ({
  type: "aws:ec2/securityGroup:SecurityGroup",
  name: "group",
  properties: { name: "web", vpcId: "vpc-1", ingress },
});
const tcp = (fromPort: number, toPort: number, ...cidrBlocks: string[]): Properties => ({
  protocol: "tcp",
  fromPort,
  toPort,
  cidrBlocks,
});
const older = (properties: Properties): Given => ({
  type: "aws:ec2/securityGroupRule:SecurityGroupRule",
  properties: { type: "ingress", securityGroupId: "sg-1", ...properties },
});
const newer = (properties: Properties): Given => ({
  type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  properties: { securityGroupId: "sg-1", ...properties },
});
const world = "0.0.0.0/0";

describeRule(noPublicAdministrationPorts, {
  compliant: {
    "HTTPS to the world": inline(tcp(443, 443, world)),
    "SSH from a private network": inline(tcp(22, 22, "10.0.0.0/8", "192.168.0.0/16")),
    "SSH from one office": inline(tcp(22, 22, "203.0.113.7/32")),
    "SSH from another group": inline({ protocol: "tcp", fromPort: 22, toPort: 22, securityGroups: ["sg-2"] }),
    "SSH from private IPv6": inline({
      protocol: "tcp",
      fromPort: 22,
      toPort: 22,
      ipv6CidrBlocks: ["fd00::/8"],
    }),
    "a private range that overlaps a public one": inline(tcp(20, 100, "10.0.0.0/8"), tcp(80, 443, world)),
    "SSH from half a /8": inline(tcp(22, 22, "16.0.0.0/9")),
    "UDP on port 22": inline({ protocol: "udp", fromPort: 22, toPort: 22, cidrBlocks: [world] }),
  },
  violations: {
    "SSH inline": [inline(tcp(22, 22, world)), "ingress[0] opens SSH (port 22)"],
    "RDP inline": [inline(tcp(3389, 3389, world)), "RDP (port 3389)"],
    "RDP over UDP": [
      inline({ protocol: "udp", fromPort: 3389, toPort: 3389, cidrBlocks: [world] }),
      "RDP (port 3389)",
    ],
    "a range that holds the port": [inline(tcp(0, 1024, world)), "SSH"],
    "the second rule": [inline(tcp(443, 443, world), tcp(22, 22, world)), "ingress[1]"],
    "all protocols": [inline({ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: [world] }), "SSH"],
    "the protocol by number": [
      inline({ protocol: "6", fromPort: 22, toPort: 22, cidrBlocks: [world] }),
      "SSH",
    ],
    IPv6: [inline({ protocol: "tcp", fromPort: 22, toPort: 22, ipv6CidrBlocks: ["::/0"] }), "SSH"],
    "IPv6 written out": [
      inline({ protocol: "tcp", fromPort: 22, toPort: 22, ipv6CidrBlocks: ["0:0:0:0:0:0:0:0/0"] }),
      "SSH",
    ],
    "the world in two halves": [inline(tcp(22, 22, "0.0.0.0/1", "128.0.0.0/1")), "SSH"],
    "as much as a /8, in two rules": [
      inline(tcp(22, 22, "16.0.0.0/9"), tcp(20, 30, "32.0.0.0/9")),
      "ingress[1]",
    ],
    "the global IPv6 block": [
      inline({ protocol: "tcp", fromPort: 22, toPort: 22, ipv6CidrBlocks: ["2000::/3"] }),
      "SSH",
    ],
    "a single block instead of a list": [
      inline({ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: world }),
      "SSH",
    ],
    "a single rule instead of a list": [
      {
        type: "aws:ec2/securityGroup:SecurityGroup",
        properties: { ingress: { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: [world] } },
      },
      "SSH",
    ],
    "the default group": [
      {
        type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        properties: { ingress: [tcp(22, 22, world)] },
      },
      "SSH",
    ],
    "a standalone rule": [
      older({ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: [world] }),
      "the rule",
    ],
    "a standalone IPv6 rule": [
      older({ protocol: "tcp", fromPort: 22, toPort: 22, ipv6CidrBlocks: ["::/0"] }),
      "SSH",
    ],
    "a rule of the vpc module": [
      newer({ ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: world }),
      "SSH",
    ],
    "a vpc rule for every protocol": [newer({ ipProtocol: "-1", cidrIpv6: "::/0" }), "SSH"],
    "the world beside a block that is unknown yet": [
      inline(tcp(22, 22, unknown), tcp(22, 22, world)),
      "ingress[1]",
    ],
  },
  notApplicable: {
    "a group without ingress": inline(),
    "an egress rule": older({ type: "egress", protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: [world] }),
    "another type": { type: "aws:ec2/vpc:Vpc", properties: { cidrBlock: "10.0.0.0/16" } },
  },
  unknown: {
    "a block that is another resource's": inline(tcp(22, 22, unknown)),
    "all the rules": { type: "aws:ec2/securityGroup:SecurityGroup", properties: { ingress: unknown } },
    "all the blocks": newer({ ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: unknown }),
  },
});

describeRule(noPublicPortRange, {
  compliant: {
    "two single ports": inline(tcp(80, 80, world), tcp(443, 443, world)),
    "a wide range inside": inline(tcp(0, 65535, "10.0.0.0/16")),
    "everything from itself": inline({ protocol: "-1", fromPort: 0, toPort: 0, self: true }),
    ping: inline({ protocol: "icmp", fromPort: -1, toPort: -1, cidrBlocks: [world] }),
  },
  violations: {
    "every protocol": [
      inline({ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: [world] }),
      "ingress[0] opens every port",
    ],
    "every TCP port": [inline(tcp(0, 65535, world)), "65536 ports"],
    "all but one": [inline(tcp(1, 65535, world)), "65535 ports"],
    "the high ports": [inline(tcp(1024, 65535, world)), "1024 to 65535"],
    "every UDP port by IPv6": [
      newer({ ipProtocol: "udp", fromPort: 0, toPort: 65535, cidrIpv6: "::/0" }),
      "65536 ports",
    ],
    "a standalone rule": [
      older({ protocol: "all", fromPort: 0, toPort: 0, cidrBlocks: [world] }),
      "every port",
    ],
  },
  notApplicable: { "another type": { type: "aws:s3/bucket:Bucket" } },
  unknown: { "a block that is unknown": newer({ ipProtocol: "-1", cidrIpv4: unknown }) },
});

const user = (type: string, property: string): Given => ({
  type,
  name: "user",
  properties: { [property]: [unknown] },
  sources: { [property]: ["group"] },
});
describeRule(publicHttpOnlyOnLoadBalancer, {
  compliant: {
    "a load balancer's group": [
      inline(tcp(80, 80, world)),
      user("aws:lb/loadBalancer:LoadBalancer", "securityGroups"),
    ],
    "port 80 from inside": [
      inline(tcp(80, 80, "10.0.0.0/8")),
      user("aws:ec2/instance:Instance", "vpcSecurityGroupIds"),
    ],
  },
  violations: {
    "an instance's group": [
      [inline(tcp(80, 80, world)), user("aws:ec2/instance:Instance", "vpcSecurityGroupIds")],
      'aws:ec2/instance:Instance "user" has this group',
    ],
    "a service's group": [
      [inline(tcp(80, 80, world)), user("aws:ecs/service:Service", "networkConfiguration")],
      "opens port 80",
    ],
    "a standalone rule on an instance's group": [
      [
        {
          ...newer({ ipProtocol: "tcp", fromPort: 80, toPort: 80, cidrIpv4: world }),
          name: "rule",
          sources: { securityGroupId: ["group"] },
        },
        inline(),
        user("aws:ec2/instance:Instance", "vpcSecurityGroupIds"),
      ],
      "the rule opens port 80",
    ],
    "a group that is named by its id": [
      [
        {
          type: "aws:ec2/securityGroup:SecurityGroup",
          properties: { id: "sg-9", ingress: [tcp(80, 80, world)] },
        },
        { type: "aws:ec2/instance:Instance", name: "user", properties: { vpcSecurityGroupIds: ["sg-9"] } },
      ],
      "port 80",
    ],
  },
  notApplicable: { "a stack without groups": [{ type: "aws:s3/bucket:Bucket" }] },
  unknown: { "a block that is unknown": [inline(tcp(80, 80, unknown))] },
});

const vpc: Given = { type: "aws:ec2/vpc:Vpc", name: "vpc", properties: { id: "vpc-1" } };
const defaultGroup = (properties: Properties): Given => ({
  type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  name: "default",
  properties: { vpcId: "vpc-1", ...properties },
});
describeRule(defaultSecurityGroupClosed, {
  compliant: {
    "a closed one": [vpc, defaultGroup({})],
    "empty lists": [vpc, defaultGroup({ ingress: [], egress: [] })],
    "one of a VPC that is unknown yet": [
      vpc,
      { ...defaultGroup({ vpcId: unknown }), sources: { vpcId: ["vpc"] } },
    ],
  },
  violations: {
    none: [[vpc], "is left as AWS makes it"],
    "one of another VPC": [[vpc, defaultGroup({ vpcId: "vpc-2" })], "is left as AWS makes it"],
    ingress: [[vpc, defaultGroup({ ingress: [{ protocol: "-1", self: true }] })], "ingress lets traffic"],
    egress: [[vpc, defaultGroup({ egress: { protocol: "-1", cidrBlocks: [world] } })], "egress lets traffic"],
  },
  notApplicable: { "a stack without a VPC": [{ type: "aws:s3/bucket:Bucket" }] },
  unknown: { "rules that are unknown": [vpc, defaultGroup({ ingress: unknown })] },
});

describeRule(vpcFlowLogs, {
  compliant: {
    "a flow log": [vpc, { type: "aws:ec2/flowLog:FlowLog", name: "log", properties: { vpcId: "vpc-1" } }],
    "a flow log of a VPC that is unknown yet": [
      { type: "aws:ec2/vpc:Vpc", name: "vpc" },
      {
        type: "aws:ec2/flowLog:FlowLog",
        name: "log",
        properties: { vpcId: unknown },
        sources: { vpcId: ["vpc"] },
      },
    ],
  },
  violations: {
    none: [[vpc], "no flow log"],
    "one of a subnet": [
      [vpc, { type: "aws:ec2/flowLog:FlowLog", name: "log", properties: { subnetId: "vpc-1" } }],
      "no flow log",
    ],
  },
  notApplicable: { "a stack without a VPC": [{ type: "aws:s3/bucket:Bucket" }] },
});

const subnet = (properties: Properties, type = "aws:ec2/subnet:Subnet"): Given => ({ type, properties });
const defaultSubnet = "aws:ec2/defaultSubnet:DefaultSubnet";
describeRule(subnetNoPublicAddress, {
  compliant: {
    "the default": subnet({}),
    off: subnet({ mapPublicIpOnLaunch: false, assignIpv6AddressOnCreation: false }),
    "a default subnet that was told not to": subnet({ mapPublicIpOnLaunch: false }, defaultSubnet),
  },
  violations: {
    on: [subnet({ mapPublicIpOnLaunch: true }), "mapPublicIpOnLaunch"],
    "on, as text": [subnet({ mapPublicIpOnLaunch: "true" }), "mapPublicIpOnLaunch"],
    IPv6: [subnet({ assignIpv6AddressOnCreation: true }), "assignIpv6AddressOnCreation"],
    "a default subnet as AWS makes it": [subnet({}, defaultSubnet), "mapPublicIpOnLaunch"],
  },
  notApplicable: { "another type": { type: "aws:ec2/vpc:Vpc" } },
  unknown: { "a switch that is unknown": subnet({ mapPublicIpOnLaunch: unknown }) },
});

const acl = (ingress: readonly Properties[], type = "aws:ec2/networkAcl:NetworkAcl"): Given => ({
  type,
  name: "acl",
  properties: { id: "acl-1", vpcId: "vpc-1", ingress: [...ingress] },
});
const entry = (ruleNo: number, fromPort: number, toPort: number, more: Properties = {}): Properties => ({
  ruleNo,
  action: "allow",
  protocol: "tcp",
  fromPort,
  toPort,
  cidrBlock: world,
  ...more,
});
const aclRule = (ruleNumber: number, fromPort: number, toPort: number, more: Properties = {}): Given => ({
  type: "aws:ec2/networkAclRule:NetworkAclRule",
  name: `rule-${String(ruleNumber)}`,
  properties: {
    networkAclId: "acl-1",
    ruleNumber,
    ruleAction: "allow",
    protocol: "tcp",
    fromPort,
    toPort,
    cidrBlock: world,
    ...more,
  },
});
describeRule(aclNoPublicAdministrationPorts, {
  compliant: {
    "HTTPS to the world": [acl([entry(100, 443, 443)])],
    nothing: [acl([])],
    "the default ACL, closed": [acl([], "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl")],
    "replies but for one port": [acl([entry(100, 1024, 3388), entry(200, 3390, 65535)])],
    "everything from within": [acl([entry(100, 0, 0, { protocol: "-1", cidrBlock: "10.0.0.0/16" })])],
    "SSH that is denied before": [acl([entry(50, 22, 22, { action: "deny" }), entry(100, 0, 1024)])],
    "SSH that is denied before, of some only": [
      acl([entry(50, 22, 22, { action: "deny" }), entry(100, 22, 22, { cidrBlock: "0.0.0.0/1" })]),
    ],
    "SSH on the way out": [aclRule(100, 22, 22, { egress: true }), aclRule(200, 443, 443)],
    "a rule of its own that is denied before": [
      aclRule(100, 22, 22),
      aclRule(50, 20, 30, { ruleAction: "deny" }),
    ],
  },
  violations: {
    SSH: [[acl([entry(100, 22, 22)])], "ingress[0] opens SSH (port 22)"],
    "RDP among replies": [[acl([entry(100, 1024, 65535)])], "RDP (port 3389)"],
    "RDP over UDP": [[acl([entry(100, 1024, 65535, { protocol: "17" })])], "RDP (port 3389)"],
    "every protocol": [[acl([entry(100, 0, 0, { protocol: "-1" })])], "SSH"],
    IPv6: [[acl([entry(100, 22, 22, { cidrBlock: "", ipv6CidrBlock: "::/0" })])], "SSH"],
    "halves of the world": [
      [
        acl([
          entry(100, 22, 22, { cidrBlock: "0.0.0.0/1" }),
          entry(101, 22, 22, { cidrBlock: "128.0.0.0/1" }),
        ]),
      ],
      "ingress[1]",
    ],
    "a denial that comes too late": [
      [acl([entry(100, 22, 22), entry(200, 22, 22, { action: "deny" })])],
      "SSH",
    ],
    "a denial of other addresses": [
      [acl([entry(50, 22, 22, { action: "deny", cidrBlock: "203.0.113.0/24" }), entry(100, 22, 22)])],
      "SSH",
    ],
    "a denial in IPv4 of what comes in IPv6": [
      [
        acl([
          entry(50, 22, 22, { action: "deny" }),
          entry(100, 22, 22, { cidrBlock: "", ipv6CidrBlock: "::/0" }),
        ]),
      ],
      "SSH",
    ],
    "the default ACL": [
      [acl([entry(100, 0, 0, { protocol: "-1" })], "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl")],
      "SSH",
    ],
    "a rule of its own": [[aclRule(100, 0, 65535)], "the rule opens SSH"],
    "a rule of its own, denied in another ACL": [
      [aclRule(100, 22, 22), aclRule(50, 22, 22, { ruleAction: "deny", networkAclId: "acl-2" })],
      "SSH",
    ],
  },
  notApplicable: {
    "a stack without one": [{ type: "aws:ec2/vpc:Vpc" }],
    "a way out": [aclRule(100, 22, 22, { egress: true })],
  },
  unknown: {
    "a source that is unknown": [acl([entry(100, 22, 22, { cidrBlock: unknown })])],
    "rules that are unknown": [{ ...acl([]), properties: { ingress: unknown } }],
  },
});

/** What has the group that `inline` makes. */
const member = (type: string): Given => ({
  type,
  name: "member",
  properties: { securityGroups: unknown },
  sources: { securityGroups: ["group"] },
});
describeRule(publicIngressOnlyOnLoadBalancer, {
  compliant: {
    "a load balancer": [inline(tcp(443, 443, world)), member("aws:lb/loadBalancer:LoadBalancer")],
    "a service within the network": [
      inline(tcp(8000, 8000, "10.0.0.0/16")),
      member("aws:ecs/service:Service"),
    ],
  },
  violations: {
    "a service": [
      [inline(tcp(8000, 8000, world)), member("aws:ecs/service:Service")],
      "aws:ecs/service:Service",
    ],
    "an endpoint": [[inline(tcp(443, 443, world)), member("aws:ec2/vpcEndpoint:VpcEndpoint")], "VpcEndpoint"],
    "halves of the world": [
      [inline(tcp(443, 443, "0.0.0.0/1", "128.0.0.0/1")), member("aws:ecs/service:Service")],
      "ingress[0]",
    ],
  },
  notApplicable: {
    "a stack without groups": [{ type: "aws:ec2/vpc:Vpc" }],
    "a group that nothing has": [inline(tcp(443, 443, world))],
  },
  unknown: {
    "a source": [
      inline({ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: unknown }),
      member("aws:ecs/service:Service"),
    ],
  },
});
