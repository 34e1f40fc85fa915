import { shown } from "../../../../localcloud/reading";
import { types } from "../../../../localcloud/aws/types";
import { type Aws, describeMistakes, policy, region } from "./aws";

const subnet = async (aws: Aws) => ({
  vpcId: await aws.vpc(),
  cidrBlock: "10.0.0.0/24",
  availabilityZone: `${region}a`,
});
const ingress = async (aws: Aws) => {
  const vpcId = await aws.vpc();
  return {
    securityGroupId: await aws.group(vpcId),
    referencedSecurityGroupId: await aws.group(vpcId),
    ipProtocol: "tcp",
    fromPort: 5432,
    toPort: 5432,
  };
};
const endpoint = async (aws: Aws) => {
  const { vpcId, subnets, group } = await aws.place();
  return {
    vpcId,
    vpcEndpointType: "Interface",
    serviceName: `com.amazonaws.${region}.ecr.dkr`,
    subnetIds: subnets,
    securityGroupIds: [group],
    privateDnsEnabled: true,
  };
};
const route = async (aws: Aws) => {
  const vpcId = await aws.vpc();
  return {
    routeTableId: (await aws.make(types.routeTable, { vpcId })).id,
    destinationCidrBlock: "0.0.0.0/0",
    gatewayId: await aws.gateway(vpcId),
  };
};
const nat = async (aws: Aws) => {
  const { subnets } = await aws.place();
  return { subnetId: subnets[0] ?? "", allocationId: (await aws.make(types.eip)).id };
};
const flowLog = async (aws: Aws) => ({
  vpcId: await aws.vpc(),
  trafficType: "ALL",
  logDestination: await aws.logGroup("/vpc/flow"),
  iamRoleArn: (await aws.role("vpc-flow-logs.amazonaws.com")).outputs["arn"] ?? "",
});
const aclRule = async (aws: Aws) => ({
  networkAclId: (await aws.make(types.networkAcl, { vpcId: await aws.vpc() })).id,
  ruleNumber: 100,
  protocol: "tcp",
  ruleAction: "allow",
  cidrBlock: "10.0.0.0/16",
  fromPort: 443,
  toPort: 443,
});
const rule = types.ingressRule;

describeMistakes("VPCs, subnets and routes", [
  {
    mistake: "a VPC block with host bits",
    type: types.vpc,
    right: { cidrBlock: "10.0.0.0/16" },
    wrong: { cidrBlock: "10.0.0.1/16" },
    path: "cidrBlock",
    words: "did you mean '10.0.0.0/16'?",
  },
  {
    mistake: "a VPC larger than /16",
    type: types.vpc,
    right: { cidrBlock: "10.0.0.0/16" },
    wrong: { cidrBlock: "10.0.0.0/8" },
    path: "cidrBlock",
    words: "InvalidVpc.Range",
  },
  {
    mistake: "DNS host names without DNS support",
    type: types.vpc,
    right: { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true },
    wrong: { enableDnsSupport: false },
    path: "enableDnsHostnames",
    words: "need enableDnsSupport",
  },
  {
    mistake: "a subnet outside of its VPC",
    type: types.subnet,
    right: subnet,
    wrong: { cidrBlock: "10.1.0.0/24" },
    path: "cidrBlock",
    words: "is not within the VPC's block '10.0.0.0/16'",
  },
  {
    mistake: "a subnet that overlaps another",
    type: types.subnet,
    right: async (aws) => {
      const vpcId = await aws.vpc();
      await aws.subnet(vpcId, "10.0.0.0/20");
      return { vpcId, cidrBlock: "10.0.16.0/24" };
    },
    wrong: { cidrBlock: "10.0.8.0/24" },
    path: "cidrBlock",
    words: "InvalidSubnet.Conflict: '10.0.8.0/24' overlaps '10.0.0.0/20'",
  },
  {
    mistake: "a subnet in another region's zone",
    type: types.subnet,
    right: subnet,
    wrong: { availabilityZone: "us-east-1a" },
    path: "availabilityZone",
    words: "is no zone of eu-west-1",
  },
  {
    mistake: "a subnet in a VPC that is not there",
    type: types.subnet,
    right: subnet,
    wrong: { vpcId: "vpc-0123456789abcdef0" },
    path: "vpcId",
    words: "there is no aws:ec2/vpc:Vpc",
  },
  {
    mistake: "a second internet gateway on a VPC",
    type: types.internetGateway,
    right: async (aws) => ({ vpcId: await aws.vpc() }),
    wrong: async (aws) => {
      const vpcId = await aws.vpc("10.1.0.0/16");
      await aws.gateway(vpcId);
      return { vpcId };
    },
    path: "vpcId",
    words: "AlreadyExists",
  },
  {
    mistake: "a NAT gateway where there is no internet gateway",
    type: types.natGateway,
    right: nat,
    wrong: async (aws) => {
      const vpcId = await aws.vpc("10.1.0.0/16");
      return { subnetId: await aws.subnet(vpcId, "10.1.0.0/24") };
    },
    path: "subnetId",
    words: "has no internet gateway attached",
  },
  {
    mistake: "a public NAT gateway without an address",
    type: types.natGateway,
    right: nat,
    wrong: { allocationId: undefined },
    path: "allocationId",
    words: "needs the allocation of an elastic IP",
  },
  {
    mistake: "two NAT gateways on one address",
    type: types.natGateway,
    right: nat,
    wrong: async (aws, right) => {
      const other = await nat(aws);
      await aws.make(types.natGateway, other);
      return { allocationId: other.allocationId, subnetId: right["subnetId"] };
    },
    path: "allocationId",
    words: "AlreadyExists",
  },
  {
    mistake: "a route to the internet gateway of another VPC",
    type: "aws:ec2/route:Route",
    right: route,
    wrong: async (aws) => ({ gatewayId: await aws.gateway(await aws.vpc("10.1.0.0/16")) }),
    path: "gatewayId",
    words: "belong to different networks",
  },
  {
    mistake: "a route with two targets",
    type: "aws:ec2/route:Route",
    right: route,
    wrong: { natGatewayId: "nat-0123456789abcdef0" },
    path: "natGatewayId",
    words: "give only one of",
  },
  {
    mistake: "a second route to the same place",
    type: "aws:ec2/route:Route",
    right: route,
    wrong: async (aws) => {
      const first = await route(aws);
      await aws.make("aws:ec2/route:Route", first);
      return first;
    },
    path: "routeTableId",
    words: "AlreadyExists",
  },
  {
    mistake: "a route table of another VPC",
    type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
    right: async (aws) => {
      const vpcId = await aws.vpc();
      const routeTableId = (await aws.make(types.routeTable, { vpcId })).id;
      return { routeTableId, subnetId: await aws.subnet(vpcId, "10.0.0.0/24") };
    },
    wrong: async (aws) => ({
      routeTableId: (await aws.make(types.routeTable, { vpcId: await aws.vpc("10.1.0.0/16") })).id,
    }),
    path: "routeTableId",
    words: "and the subnet of",
  },
]);

describeMistakes("security groups and network ACLs", [
  {
    mistake: "a rule that refers to a group of another VPC",
    type: rule,
    right: ingress,
    wrong: async (aws) => ({ referencedSecurityGroupId: await aws.group(await aws.vpc("10.1.0.0/16")) }),
    path: "referencedSecurityGroupId",
    words: "belong to different networks",
  },
  {
    mistake: "a rule with two sources",
    type: rule,
    right: ingress,
    wrong: { cidrIpv4: "10.0.0.0/16" },
    path: "referencedSecurityGroupId",
    words: "conflicts with `cidrIpv4`",
  },
  {
    mistake: "a rule without a source",
    type: rule,
    right: ingress,
    wrong: { referencedSecurityGroupId: undefined },
    path: "cidrIpv4",
    words: "is missing: one of",
  },
  {
    mistake: "a TCP rule with one port only",
    type: rule,
    right: ingress,
    wrong: { toPort: undefined },
    path: "fromPort",
    words: "both from and to ports are needed",
  },
  {
    mistake: "ports in the wrong order",
    type: rule,
    right: ingress,
    wrong: { fromPort: 9000 },
    path: "fromPort",
    words: "from is above to",
  },
  {
    mistake: "a port above 65535",
    type: rule,
    right: ingress,
    wrong: { toPort: 65536 },
    path: "toPort",
    words: "0 to 65535",
  },
  {
    mistake: "a source block with host bits",
    type: rule,
    right: sourced,
    wrong: { cidrIpv4: "10.0.0.7/24" },
    path: "cidrIpv4",
    words: "did you mean '10.0.0.0/24'?",
  },
  {
    mistake: "a protocol that is none",
    type: rule,
    right: ingress,
    wrong: { ipProtocol: "https" },
    path: "ipProtocol",
    words: "invalid value 'https'",
  },
  {
    mistake: "the same rule twice",
    type: rule,
    right: async (aws) => ({ ...(await ingress(aws)), fromPort: 80, toPort: 80 }),
    wrong: async (aws, right) => {
      const twin = { ...right, fromPort: 443, toPort: 443 };
      await aws.make(rule, twin);
      return twin;
    },
    path: "securityGroupId",
    words: "InvalidPermission.Duplicate",
  },
  {
    mistake: "an apostrophe in a group's description",
    type: types.securityGroup,
    right: async (aws) => ({ vpcId: await aws.vpc(), description: "Services of AWS" }),
    wrong: { description: "AWS's services" },
    path: "description",
    words: "may hold letters",
  },
  {
    mistake: "a group's name that begins with sg-",
    type: types.securityGroup,
    right: async (aws) => ({ vpcId: await aws.vpc(), name: "api" }),
    wrong: { name: "sg-api" },
    path: "name",
    words: "does not begin with sg-",
  },
  {
    mistake: "a network ACL rule number out of range",
    type: "aws:ec2/networkAclRule:NetworkAclRule",
    right: aclRule,
    wrong: { ruleNumber: 40000 },
    path: "ruleNumber",
    words: "1 to 32766",
  },
  {
    mistake: "a network ACL rule number that is taken",
    type: "aws:ec2/networkAclRule:NetworkAclRule",
    right: aclRule,
    wrong: async (aws, right) => {
      const twin = { ...right, ruleNumber: 200 };
      await aws.make("aws:ec2/networkAclRule:NetworkAclRule", twin);
      return twin;
    },
    path: "ruleNumber",
    words: "NetworkAclEntryAlreadyExists",
  },
]);

async function sourced(aws: Aws) {
  const vpcId = await aws.vpc();
  return {
    securityGroupId: await aws.group(vpcId),
    cidrIpv4: "10.0.0.0/24",
    ipProtocol: "tcp",
    fromPort: 80,
    toPort: 80,
  };
}

describeMistakes("endpoints and flow logs", [
  {
    mistake: "an endpoint of a service with a wrong name",
    type: types.vpcEndpoint,
    right: endpoint,
    wrong: { serviceName: `com.amazonaws.${region}.ecr` },
    path: "serviceName",
    words: "does not exist",
  },
  {
    mistake: "an endpoint of another region's service",
    type: types.vpcEndpoint,
    right: endpoint,
    wrong: { serviceName: "com.amazonaws.us-east-1.ecr.dkr" },
    path: "serviceName",
    words: "is a service of us-east-1",
  },
  {
    mistake: "a gateway endpoint of a service that has none",
    type: types.vpcEndpoint,
    right: endpoint,
    wrong: {
      vpcEndpointType: undefined,
      subnetIds: undefined,
      securityGroupIds: undefined,
      privateDnsEnabled: undefined,
    },
    path: "vpcEndpointType",
    words: "has no gateway endpoint",
  },
  {
    mistake: "private DNS in a VPC without DNS host names",
    type: types.vpcEndpoint,
    right: endpoint,
    wrong: async (aws) => {
      const vpcId = (await aws.make(types.vpc, { cidrBlock: "10.1.0.0/16" })).id;
      return {
        vpcId,
        subnetIds: [await aws.subnet(vpcId, "10.1.0.0/24")],
        securityGroupIds: [await aws.group(vpcId)],
      };
    },
    path: "privateDnsEnabled",
    words: "requires both enableDnsSupport and enableDnsHostnames",
  },
  {
    mistake: "two subnets of one zone in an endpoint",
    type: types.vpcEndpoint,
    right: endpoint,
    wrong: async (aws, right) => ({
      subnetIds: [
        ...(right["subnetIds"] as string[]),
        await aws.subnet(shown(right["vpcId"]), "10.0.7.0/24", "a"),
      ],
    }),
    path: "subnetIds",
    words: "DuplicateSubnetsInSameZone",
  },
  {
    mistake: "an endpoint policy without a principal",
    type: types.vpcEndpoint,
    right: endpoint,
    wrong: { policy: policy({ Action: "*", Resource: "*" }) },
    path: "policy",
    words: "missing required field Principal",
  },
  {
    mistake: "flow logs to CloudWatch without a role",
    type: "aws:ec2/flowLog:FlowLog",
    right: flowLog,
    wrong: { iamRoleArn: undefined },
    path: "iamRoleArn",
    words: "is needed for CloudWatch Logs",
  },
  {
    mistake: "flow logs every five minutes",
    type: "aws:ec2/flowLog:FlowLog",
    right: flowLog,
    wrong: { maxAggregationInterval: 300 },
    path: "maxAggregationInterval",
    words: "one of 60, 600",
  },
]);
