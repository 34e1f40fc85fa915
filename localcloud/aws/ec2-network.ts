import type { Check, Properties, ResourceRules, StoredResource, World } from "../rules";
import { account, arn } from "./account";
import { block, cidrProblem, contains, overlaps } from "../cidr";
import { zoneIds, zones } from "./regions";
import { types } from "./types";
import { refuse, text, shown } from "../reading";

/** The subnet's VPC, where the subnet is one of ours. */
export function vpcOfSubnet(world: World, subnetId: string | undefined): string | undefined {
  return text(world.find(types.subnet, subnetId)?.outputs["vpcId"]);
}

/** The availability zone of a subnet of ours. */
export function zoneOfSubnet(world: World, subnetId: string): string | undefined {
  return text(world.find(types.subnet, subnetId)?.outputs["availabilityZone"]);
}

/** Whether an internet gateway is attached to the VPC. */
export function hasInternetGateway(world: World, vpcId: string): boolean {
  return world.all(types.internetGateway).some((gateway) => gateway.inputs["vpcId"] === vpcId);
}

/** A block that VPCs and subnets accept: canonical, /16 to /28. */
function sizeProblem(inputs: Properties): string | undefined {
  const cidr = text(inputs["cidrBlock"]);
  if (cidr === undefined) return undefined;
  const prefix = block(cidr)?.prefix ?? 0;
  const wrong = cidrProblem(cidr);
  return wrong ?? (prefix < 16 || prefix > 28 ? `'${cidr}': a block has a prefix of /16 to /28` : undefined);
}

const vpcCheck: Check = (inputs) => {
  const wrong = sizeProblem(inputs);
  if (wrong !== undefined) return refuse("cidrBlock", `InvalidVpc.Range: ${wrong}`);
  return inputs["enableDnsHostnames"] === true && inputs["enableDnsSupport"] === false
    ? refuse("enableDnsHostnames", "DNS host names need enableDnsSupport")
    : [];
};

const subnetCheck: Check = (inputs, world, self) => {
  const zone = text(inputs["availabilityZone"]);
  if (zone !== undefined && !zones(world.region).includes(zone))
    return refuse(
      "availabilityZone",
      `'${zone}' is no zone of ${world.region}; its zones are ${zones(world.region).join(", ")}`,
    );
  const wrong = sizeProblem(inputs);
  if (wrong !== undefined) return refuse("cidrBlock", `InvalidSubnet.Range: ${wrong}`);
  const cidr = text(inputs["cidrBlock"]);
  const own = cidr === undefined ? undefined : block(cidr);
  if (cidr === undefined || own === undefined) return [];
  const whole = text(world.find(types.vpc, inputs["vpcId"])?.inputs["cidrBlock"]);
  const outer = whole === undefined ? undefined : block(whole);
  if (outer !== undefined && !contains(outer, own))
    return refuse(
      "cidrBlock",
      `InvalidSubnet.Range: '${cidr}' is not within the VPC's block '${whole ?? ""}'`,
    );
  const sibling = world
    .all(types.subnet)
    .filter((other) => other.id !== self?.id && other.inputs["vpcId"] === inputs["vpcId"])
    .find((other) => {
      const theirs = block(text(other.inputs["cidrBlock"]) ?? "");
      return theirs !== undefined && overlaps(own, theirs);
    });
  return sibling === undefined
    ? []
    : refuse(
        "cidrBlock",
        `InvalidSubnet.Conflict: '${cidr}' overlaps '${shown(sibling.inputs["cidrBlock"])}' of ${sibling.id}`,
      );
};

const natCheck: Check = (inputs, world) => {
  const isPrivate = inputs["connectivityType"] === "private";
  if (inputs["availabilityMode"] === "regional") return [];
  if (inputs["subnetId"] === undefined) return refuse("subnetId", "a zonal NAT gateway is made in a subnet");
  if (isPrivate && inputs["allocationId"] !== undefined)
    return refuse("allocationId", "a private NAT gateway has no public address");
  if (!isPrivate && inputs["allocationId"] === undefined)
    return refuse(
      "allocationId",
      "MissingParameter: a public NAT gateway needs the allocation of an elastic IP",
    );
  const vpc = vpcOfSubnet(world, text(inputs["subnetId"]));
  return isPrivate || vpc === undefined || hasInternetGateway(world, vpc)
    ? []
    : refuse("subnetId", `Gateway.NotAttached: network ${vpc} has no internet gateway attached`);
};

/** A stable address out of the digits of the resource's id. */
function addressFrom(id: string, first: number, second: number): string {
  const hex = id.replace(/^.*-/, "").padEnd(8, "0");
  const octets = [hex.slice(0, 2), hex.slice(2, 4)].map((pair) => parseInt(pair, 16) % 256);
  return [first, second, ...octets].map((octet) => String(Number.isNaN(octet) ? 10 : octet)).join(".");
}

const publicAddress = (resource: StoredResource): string => addressFrom(resource.id, 52, 48);

function mappedAddresses(gateway: StoredResource, world: World): string[] {
  const vpc = gateway.inputs["vpcId"];
  return world
    .all(types.natGateway)
    .filter((nat) => nat.inputs["connectivityType"] !== "private")
    .filter((nat) => vpcOfSubnet(world, text(nat.inputs["subnetId"])) === vpc)
    .map((nat) => nat.id);
}

/** VPCs, subnets and the ways in and out. */
export const network: readonly ResourceRules[] = [
  {
    type: types.vpc,
    id: "vpc-{hex:17}",
    outputs: {
      arn: arn("ec2", "vpc/{id}"),
      defaultSecurityGroupId: "sg-{hex:17}",
      defaultNetworkAclId: "acl-{hex:17}",
      defaultRouteTableId: "rtb-{hex:17}",
      mainRouteTableId: "{defaultRouteTableId}",
      dhcpOptionsId: "dopt-{hex:17}",
      ipv6AssociationId: "",
      ownerId: account,
    },
    defaults: {
      instanceTenancy: "default",
      enableDnsSupport: true,
      enableDnsHostnames: false,
      enableNetworkAddressUsageMetrics: false,
      assignGeneratedIpv6CidrBlock: false,
    },
    immutable: ["cidrBlock"],
    atLeastOneOf: [["cidrBlock", "ipv4IpamPoolId"]],
    check: vpcCheck,
    // Terraform AWS provider documentation and usual experience: VPCs are there within seconds, with DNS set about 12 s.
    seconds: { create: 12, delete: 1 },
  },
  {
    type: types.subnet,
    id: "subnet-{hex:17}",
    outputs: {
      arn: arn("ec2", "subnet/{id}"),
      availabilityZone: ({ inputs }, world) =>
        inputs["availabilityZone"] ?? zones(world.region)[0] ?? `${world.region}a`,
      availabilityZoneId: ({ outputs, inputs }, world) => {
        const zone = text(outputs["availabilityZone"]) ?? text(inputs["availabilityZone"]) ?? "";
        return zoneIds(world.region)[zones(world.region).indexOf(zone)] ?? "";
      },
      ownerId: account,
    },
    defaults: {
      mapPublicIpOnLaunch: false,
      assignIpv6AddressOnCreation: false,
      enableDns64: false,
      ipv6Native: false,
      enableResourceNameDnsARecordOnLaunch: false,
      enableResourceNameDnsAaaaRecordOnLaunch: false,
      privateDnsHostnameTypeOnLaunch: "ip-name",
    },
    references: [{ path: "vpcId", to: types.vpc }],
    immutable: ["cidrBlock", "vpcId", "availabilityZone", "availabilityZoneId"],
    atMostOneOf: [["availabilityZone", "availabilityZoneId"]],
    atLeastOneOf: [["cidrBlock", "ipv4IpamPoolId", "ipv6CidrBlock", "ipv6IpamPoolId"]],
    check: subnetCheck,
    seconds: { create: 1, delete: 1 },
  },
  {
    type: types.internetGateway,
    id: "igw-{hex:17}",
    outputs: { arn: arn("ec2", "internet-gateway/{id}"), ownerId: account },
    references: [{ path: "vpcId", to: types.vpc }],
    uniqueBy: [["vpcId"]],
    checkDelete: (gateway, world) => {
      const mapped = mappedAddresses(gateway, world);
      return mapped.length === 0
        ? []
        : refuse(
            "vpcId",
            `DependencyViolation: the network has some mapped public addresses (${mapped.join(", ")}); delete them before the gateway`,
          );
    },
    seconds: { create: 1, delete: 1 },
  },
  {
    type: types.natGateway,
    id: "nat-{hex:17}",
    outputs: {
      associationId: ({ inputs }) => (inputs["allocationId"] === undefined ? "" : "eipassoc-"),
      networkInterfaceId: "eni-{hex:17}",
      privateIp: ({ inputs, id }) => inputs["privateIp"] ?? addressFrom(id, 10, 0),
      publicIp: ({ inputs }, world) =>
        world.find(types.eip, inputs["allocationId"])?.outputs["publicIp"] ?? "",
    },
    defaults: { connectivityType: "public", availabilityMode: "zonal" },
    references: [
      { path: "subnetId", to: types.subnet },
      { path: "vpcId", to: types.vpc },
      { path: "allocationId", to: types.eip },
    ],
    immutable: ["subnetId", "allocationId", "connectivityType"],
    uniqueBy: [["allocationId"]],
    check: natCheck,
    // AWS: a NAT gateway is "pending" for one to three minutes; its deletion takes about one.
    seconds: { create: 105, delete: 60 },
  },
  {
    type: types.eip,
    id: "eipalloc-{hex:17}",
    outputs: {
      allocationId: "{id}",
      arn: arn("ec2", "elastic-ip/{id}"),
      publicIp: publicAddress,
      publicDns: (resource, world) =>
        `ec2-${publicAddress(resource).replaceAll(".", "-")}.${world.region}.compute.amazonaws.com`,
    },
    defaults: { domain: "vpc", publicIpv4Pool: "amazon" },
    limits: [{ path: "domain", oneOf: ["vpc"], reason: "must be 'vpc': EC2-Classic is retired" }],
    atMostOneOf: [["instance", "networkInterface"]],
    seconds: { create: 1, delete: 1 },
  },
];
