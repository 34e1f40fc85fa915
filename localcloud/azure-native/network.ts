import { randomText } from "../interpreter/template";
import { block, cidrProblem, contains, overlaps } from "../cidr";
import { at, list, record, refuse, repeated, text, texts } from "../reading";
import type { Check, Problem, ResourceRules, StoredResource, World } from "../rules";
import { armResource } from "./arm-resource";
import { networkName, sameLocation } from "./names";
import { subnetPlanProblems } from "./network-subnet";
import { types } from "./types";

const addressCheck: Check = (inputs) => {
  const prefixes = texts(at(inputs, "addressSpace.addressPrefixes"));
  const path = "addressSpace.addressPrefixes";
  if (prefixes.length === 0 && at(inputs, "addressSpace.ipamPoolPrefixAllocations") === undefined)
    return refuse(path, "InvalidAddressSpace: a virtual network has at least one address prefix");
  const problems = prefixes.flatMap((prefix, index): readonly Problem[] => {
    const place = `${path}[${String(index)}]`;
    if (prefix.includes(":")) return [];
    const wrong = cidrProblem(prefix);
    if (wrong !== undefined) return refuse(place, `InvalidCIDRNotation: ${wrong}`);
    // Virtual networks FAQ: subnets, and so networks, are /29 at least; /2 at most.
    const size = block(prefix)?.prefix ?? 0;
    return size < 2 || size > 29
      ? refuse(place, `InvalidAddressPrefix: '${prefix}' is not of /2 to /29`)
      : [];
  });
  if (problems.length > 0) return problems;
  const blocks = prefixes.flatMap((prefix) => block(prefix) ?? []);
  return blocks.some((one, index) => blocks.slice(index + 1).some((other) => overlaps(one, other)))
    ? refuse(path, "AddressPrefixesOverlap: the network's own address prefixes overlap")
    : [];
};

/** Subnets are written in the network or as resources of their own: in both ways, each update undoes the other's. */
const styleCheck: Check = (inputs, world, self) => {
  if (self === undefined || list(inputs["subnets"]).length === 0) return [];
  const own = world.all(types.subnet).filter(({ id }) => id.startsWith(`${self.id}/subnets/`));
  return own.length === 0
    ? []
    : refuse(
        "subnets",
        `the network's subnets are resources of their own (${own.map(({ id }) => id.split("/").pop() ?? "").join(", ")}): a list here deletes those that it lacks`,
      );
};

const inlineSubnetCheck: Check = (inputs) => {
  const subnets = list(inputs["subnets"]).map(record);
  const [twice] = repeated(subnets.map(({ name }) => name));
  if (twice !== undefined)
    return refuse("subnets", `DuplicateResourceName: '${text(twice) ?? ""}' is given twice`);
  return subnetPlanProblems(
    subnets.map((subnet, index) => ({ path: `subnets[${String(index)}].addressPrefix`, subnet })),
    texts(at(inputs, "addressSpace.addressPrefixes")),
  );
};

/** A network can't lose the addresses of its subnets. */
const shrinkCheck: Check = (inputs, world, self) => {
  if (self === undefined) return [];
  const spaces = texts(at(inputs, "addressSpace.addressPrefixes")).flatMap((prefix) => block(prefix) ?? []);
  const lost = world
    .all(types.subnet)
    .filter(({ id }) => id.startsWith(`${self.id}/subnets/`))
    .find(({ inputs: subnet }) => {
      const inner = block(text(subnet["addressPrefix"]) ?? texts(subnet["addressPrefixes"])[0] ?? "");
      return inner !== undefined && !spaces.some((outer) => contains(outer, inner));
    });
  return lost === undefined
    ? []
    : refuse(
        "addressSpace.addressPrefixes",
        `InUsePrefixCannotBeDeleted: ${lost.id} lies in an address prefix that is taken away`,
      );
};

const publicAddressCheck: Check = (inputs) => {
  const sku = text(at(inputs, "sku.name"));
  if (
    inputs["sku"] === undefined ||
    (sku === undefined && at(inputs, "sku.name") === undefined) ||
    sku === "Basic"
  )
    return refuse(
      "sku.name",
      "SkuNotSupported: public addresses of the Basic sku, which is the default, are retired: set 'Standard'",
    );
  const method = inputs["publicIPAllocationMethod"];
  if (sku === "Standard" && method !== undefined && method !== "Static")
    return refuse(
      "publicIPAllocationMethod",
      "StandardSkuPublicIPAddressMustBeStatic: the Standard sku has static addresses only",
    );
  return sku === "Standard" && method === undefined
    ? refuse(
        "publicIPAllocationMethod",
        "StandardSkuPublicIPAddressMustBeStatic: the default is 'Dynamic', which the Standard sku lacks: set 'Static'",
      )
    : [];
};

/** Zones that the location has. */
const zoneCheck: Check = (inputs) => {
  const wrong = texts(inputs["zones"]).find((zone) => !["1", "2", "3"].includes(zone));
  return wrong === undefined
    ? []
    : refuse("zones", `AvailabilityZoneNotSupported: there is no zone '${wrong}'; zones are 1, 2 and 3`);
};

const natCheck: Check = (inputs) => {
  if (texts(inputs["zones"]).length > 1)
    return refuse(
      "zones",
      "NatGatewayWithMultipleZones: a NAT gateway is in one zone, or in none in particular",
    );
  const none = list(inputs["publicIpAddresses"]).length + list(inputs["publicIpPrefixes"]).length === 0;
  return none
    ? refuse("publicIpAddresses", "a NAT gateway without a public address or prefix lets nothing out")
    : [];
};

const natAddressCheck: Check = (inputs, world, self) =>
  list(inputs["publicIpAddresses"]).flatMap((value, index): readonly Problem[] => {
    const path = `publicIpAddresses[${String(index)}].id`;
    const address = world.find(types.publicAddress, record(value)["id"]);
    if (address === undefined) return [];
    const taken = world
      .all(types.natGateway)
      .find(
        (other) =>
          other.id !== self?.id &&
          list(other.inputs["publicIpAddresses"]).some((each) => record(each)["id"] === address.id),
      );
    if (taken !== undefined)
      return refuse(path, `PublicIPAddressInUse: ${address.id} is already used by ${taken.id}`);
    const [own, its] = [texts(inputs["zones"]), texts(address.inputs["zones"])];
    if (own.length === 1 && its.length === 1 && own[0] !== its[0])
      return refuse(path, `the address is in zone ${its[0] ?? ""}, and the gateway in zone ${own[0] ?? ""}`);
    return sameLocation(path, inputs["location"], address);
  });

function publicAddressOf({ id }: StoredResource): string {
  const sum = Number.parseInt(randomText(id, true, 4), 16);
  return `20.50.${String(Math.floor(sum / 256))}.${String(sum % 256)}`;
}

const routeProblems = (route: Readonly<Record<string, unknown>>, prefix: string): readonly Problem[] => {
  const { addressPrefix, nextHopIpAddress, nextHopType } = route;
  const wrong =
    typeof addressPrefix === "string" && /^[\d.]+\//.test(addressPrefix)
      ? cidrProblem(addressPrefix)
      : undefined;
  if (wrong !== undefined) return refuse(`${prefix}addressPrefix`, `InvalidCIDRNotation: ${wrong}`);
  const appliance = nextHopType === "VirtualAppliance";
  if (appliance !== (nextHopIpAddress !== undefined))
    return refuse(
      `${prefix}nextHopIpAddress`,
      "InvalidNextHop: given with nextHopType 'VirtualAppliance', and only with that",
    );
  return [];
};

const hops = ["VirtualNetworkGateway", "VnetLocal", "Internet", "VirtualAppliance", "None"];

function subnetsWith(property: string, resource: StoredResource, world: World): string[] {
  return world
    .all(types.subnet)
    .filter(({ inputs }) => at(inputs, `${property}.id`) === resource.id)
    .map(({ id }) => id);
}

/** Virtual networks and the ways out. */
export const network: readonly ResourceRules[] = [
  armResource({
    type: types.virtualNetwork,
    path: "Microsoft.Network/virtualNetworks/{virtualNetworkName}",
    location: "regional",
    name: { ...networkName, minimum: 2, maximum: 64 },
    defaults: { enableDdosProtection: false },
    references: [
      { path: "subnets[].networkSecurityGroup.id", to: types.securityGroup },
      { path: "subnets[].natGateway.id", to: types.natGateway },
    ],
    limits: [
      { path: "flowTimeoutInMinutes", minimum: 4, maximum: 30 },
      { path: "encryption.enforcement", oneOf: ["DropUnencrypted", "AllowUnencrypted"] },
      {
        path: "dhcpOptions.dnsServers[]",
        pattern: /^\d{1,3}(\.\d{1,3}){3}$/,
        reason: "InvalidDnsServer: is the address of a DNS server",
      },
    ],
    check: [addressCheck, inlineSubnetCheck, styleCheck, shrinkCheck],
    // Usual experience: networks and security groups are there within five seconds.
    seconds: { create: 5, update: 5, delete: 11 },
  }),
  armResource({
    type: types.natGateway,
    path: "Microsoft.Network/natGateways/{natGatewayName}",
    location: "regional",
    name: networkName,
    outputs: { subnets: (gateway, world) => subnetsWith("natGateway", gateway, world).map((id) => ({ id })) },
    references: [{ path: "publicIpAddresses[].id", to: types.publicAddress }],
    immutable: ["sku", "zones"],
    limits: [
      { path: "sku.name", oneOf: ["Standard"] },
      // Azure NAT Gateway resource: 4 to 120 minutes; at most 16 addresses.
      { path: "idleTimeoutInMinutes", minimum: 4, maximum: 120 },
      { path: "publicIpAddresses", maximumItems: 16 },
    ],
    check: [zoneCheck, natCheck, natAddressCheck],
    seconds: { create: 15, update: 12, delete: 12 },
  }),
  armResource({
    type: types.publicAddress,
    path: "Microsoft.Network/publicIPAddresses/{publicIpAddressName}",
    location: "regional",
    name: networkName,
    outputs: { ipAddress: publicAddressOf },
    defaults: { publicIPAddressVersion: "IPv4", idleTimeoutInMinutes: 4 },
    // pulumi-azure-native's own list of what makes a new one, and zones, which Azure never changes.
    immutable: ["publicIPAddressVersion", "publicIPPrefix", "sku", "zones"],
    limits: [
      { path: "sku.name", oneOf: ["Standard", "Basic"] },
      { path: "sku.tier", oneOf: ["Regional", "Global"] },
      { path: "publicIPAllocationMethod", oneOf: ["Static", "Dynamic"] },
      { path: "publicIPAddressVersion", oneOf: ["IPv4", "IPv6"] },
      { path: "idleTimeoutInMinutes", minimum: 4, maximum: 30 },
    ],
    check: [publicAddressCheck, zoneCheck],
    seconds: { create: 4, update: 3, delete: 11 },
  }),
  armResource({
    type: types.routeTable,
    path: "Microsoft.Network/routeTables/{routeTableName}",
    location: "regional",
    name: networkName,
    outputs: { subnets: (table, world) => subnetsWith("routeTable", table, world).map((id) => ({ id })) },
    limits: [
      { path: "routes[].nextHopType", oneOf: hops },
      { path: "routes", maximumItems: 400 },
    ],
    check: (inputs) =>
      list(inputs["routes"]).flatMap((route, index) =>
        routeProblems(record(route), `routes[${String(index)}].`),
      ),
    seconds: { create: 3, update: 3, delete: 11 },
  }),
  armResource({
    type: types.route,
    path: "Microsoft.Network/routeTables/{routeTableName}/routes/{routeName}",
    parent: types.routeTable,
    name: networkName,
    limits: [{ path: "nextHopType", oneOf: hops }],
    uniqueBy: [["resourceGroupName", "routeTableName", "addressPrefix"]],
    check: (inputs) => routeProblems(inputs, ""),
    seconds: { create: 3, update: 3, delete: 3 },
  }),
];
