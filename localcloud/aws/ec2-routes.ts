import type { Check, ResourceRules } from "../rules";
import { account, arn } from "./account";
import { block, cidrProblem, contains } from "../cidr";
import { vpcOfSubnet } from "./ec2-network";
import { types } from "./types";
import { refuse, text } from "../reading";

const routeType = "aws:ec2/route:Route";
const tables = [types.routeTable, types.defaultRouteTable] as const;

const targets = [
  "carrierGatewayId",
  "coreNetworkArn",
  "egressOnlyGatewayId",
  "gatewayId",
  "localGatewayId",
  "natGatewayId",
  "networkInterfaceId",
  "odbNetworkArn",
  "transitGatewayId",
  "vpcEndpointId",
  "vpcPeeringConnectionId",
];
const destinations = ["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"];

const routeCheck: Check = (inputs, world) => {
  const cidr = text(inputs["destinationCidrBlock"]);
  const wrong = cidr === undefined ? undefined : cidrProblem(cidr);
  if (wrong !== undefined) return refuse("destinationCidrBlock", wrong);
  const table = world.find(types.routeTable, inputs["routeTableId"]);
  const vpcId = text(table?.inputs["vpcId"]);
  if (table === undefined || vpcId === undefined) return [];
  const gateway = world.find(types.internetGateway, inputs["gatewayId"]);
  if (gateway !== undefined && gateway.inputs["vpcId"] !== vpcId)
    return refuse(
      "gatewayId",
      `InvalidParameterValue: route table ${table.id} and network gateway ${gateway.id} belong to different networks`,
    );
  const nat = world.find(types.natGateway, inputs["natGatewayId"]);
  const natVpc = vpcOfSubnet(world, text(nat?.inputs["subnetId"]));
  if (nat !== undefined && natVpc !== undefined && natVpc !== vpcId)
    return refuse(
      "natGatewayId",
      `InvalidParameterValue: route table ${table.id} and NAT gateway ${nat.id} belong to different networks`,
    );
  const whole = block(text(world.find(types.vpc, vpcId)?.inputs["cidrBlock"]) ?? "");
  const own = block(cidr ?? "");
  return whole !== undefined && own !== undefined && contains(own, whole) && contains(whole, own)
    ? refuse("destinationCidrBlock", "RouteAlreadyExists: the VPC's own block is routed by the local route")
    : [];
};

const associationCheck: Check = (inputs, world) => {
  const subnetVpc = vpcOfSubnet(world, text(inputs["subnetId"]));
  const tableVpc = text(world.find(types.routeTable, inputs["routeTableId"])?.inputs["vpcId"]);
  return subnetVpc === undefined || tableVpc === undefined || subnetVpc === tableVpc
    ? []
    : refuse("routeTableId", `the route table is of ${tableVpc} and the subnet of ${subnetVpc}`);
};

export const routes: readonly ResourceRules[] = [
  {
    type: types.routeTable,
    id: "rtb-{hex:17}",
    outputs: {
      arn: arn("ec2", "route-table/{id}"),
      ownerId: account,
      routes: ({ inputs }) => inputs["routes"] ?? [],
      propagatingVgws: ({ inputs }) => inputs["propagatingVgws"] ?? [],
    },
    references: [
      { path: "vpcId", to: types.vpc },
      { path: "routes[].natGatewayId", to: types.natGateway },
      { path: "routes[].gatewayId", to: types.internetGateway, except: /^(local$|vgw-)/ },
    ],
    seconds: { create: 1, delete: 1 },
  },
  {
    type: types.defaultRouteTable,
    id: "{defaultRouteTableId}",
    outputs: {
      arn: arn("ec2", "route-table/{id}"),
      ownerId: account,
      vpcId: ({ id }, world) => world.find(types.vpc, id, "defaultRouteTableId")?.id ?? "",
    },
    references: [
      { path: "defaultRouteTableId", to: types.vpc, by: "defaultRouteTableId", blocksDeletion: false },
    ],
    seconds: { create: 1, delete: 1 },
  },
  {
    type: routeType,
    id: "r-{routeTableId}{digits:10}",
    outputs: { origin: "CreateRoute", state: "active", instanceId: "", instanceOwnerId: "" },
    references: [
      // Routes go with their table; a gateway that a route points to can be deleted, and leaves a black hole.
      { path: "routeTableId", to: tables, blocksDeletion: false },
      { path: "gatewayId", to: types.internetGateway, except: /^(local$|vgw-)/, blocksDeletion: false },
      { path: "natGatewayId", to: types.natGateway, blocksDeletion: false },
      { path: "vpcEndpointId", to: types.vpcEndpoint, blocksDeletion: false },
    ],
    immutable: ["routeTableId", ...destinations],
    exactlyOneOf: [targets, destinations],
    uniqueBy: [["routeTableId", ...destinations]],
    check: routeCheck,
    seconds: { create: 1, delete: 1 },
  },
  {
    type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
    id: "rtbassoc-{hex:17}",
    references: [
      { path: "routeTableId", to: tables },
      { path: "subnetId", to: types.subnet, blocksDeletion: false },
      { path: "gatewayId", to: types.internetGateway, except: /^vgw-/ },
    ],
    immutable: ["subnetId", "gatewayId"],
    mutable: ["routeTableId"],
    exactlyOneOf: [["subnetId", "gatewayId"]],
    uniqueBy: [["subnetId"], ["gatewayId"]],
    check: associationCheck,
    seconds: { create: 1, delete: 1 },
  },
  {
    type: "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
    id: "rtbassoc-{hex:17}",
    outputs: {
      originalRouteTableId: ({ inputs }, world) =>
        world.find(types.vpc, inputs["vpcId"])?.outputs["defaultRouteTableId"] ?? "",
    },
    references: [
      { path: "routeTableId", to: types.routeTable },
      { path: "vpcId", to: types.vpc, blocksDeletion: false },
    ],
    seconds: { create: 1, delete: 1 },
  },
];
