import { block, cidrProblem, contains, overlaps } from "../cidr";
import { nearest } from "../nearest";
import { at, list, record, refuse, text, texts } from "../reading";
import type { Check, Problem, Properties, ResourceRules, StoredResource, World } from "../rules";
import { equal } from "../values";
import { armResource } from "./arm-resource";
import { networkName } from "./names";
import { canonicalLocation } from "./regions";
import { types } from "./types";

/** Services to which a subnet can be given ("What is subnet delegation?"), as far as a platform may use them. */
const services = [
  "Microsoft.App/environments",
  "Microsoft.DBforPostgreSQL/flexibleServers",
  "Microsoft.DBforMySQL/flexibleServers",
  "Microsoft.ContainerInstance/containerGroups",
  "Microsoft.Web/serverFarms",
  "Microsoft.Web/hostingEnvironments",
  "Microsoft.Network/dnsResolvers",
  "Microsoft.ContainerService/managedClusters",
  "Microsoft.ServiceNetworking/trafficControllers",
  "Microsoft.Sql/managedInstances",
  "Microsoft.ApiManagement/service",
  "Microsoft.NetApp/volumes",
];

/** The virtual network of a subnet of ours. */
export function networkOf(world: World, subnetId: string | undefined): StoredResource | undefined {
  return world.find(types.virtualNetwork, subnetId?.replace(/\/subnets\/[^/]+$/, ""));
}

export function prefixOf(subnet: Properties): string | undefined {
  return text(subnet["addressPrefix"]) ?? texts(subnet["addressPrefixes"])[0];
}

/** The service that a subnet is delegated to. */
export function delegatedTo(subnet: StoredResource | undefined): string | undefined {
  return text(record(list(subnet?.inputs["delegations"])[0])["serviceName"]);
}

/** Problems of blocks of subnets: their form, their place in the network, and each other. */
export function subnetPlanProblems(
  subnets: readonly { readonly path: string; readonly subnet: Properties }[],
  spaces: readonly string[],
): readonly Problem[] {
  const outer = spaces.flatMap((space) => block(space) ?? []);
  return subnets.flatMap(({ path, subnet }, index): readonly Problem[] => {
    const prefix = prefixOf(subnet);
    if (prefix === undefined || prefix.includes(":")) return [];
    const wrong = cidrProblem(prefix);
    if (wrong !== undefined) return refuse(path, `InvalidCIDRNotation: ${wrong}`);
    const own = block(prefix);
    if (own === undefined) return [];
    if (own.prefix > 29)
      return refuse(
        path,
        `NetcfgInvalidSubnet: '${prefix}': the smallest subnet is a /29, as Azure keeps five addresses`,
      );
    if (outer.length > 0 && !outer.some((space) => contains(space, own)))
      return refuse(
        path,
        `NetcfgSubnetRangeOutsideVnet: '${prefix}' is not within the network's address space (${spaces.join(", ")})`,
      );
    const sibling = subnets.slice(0, index).find((other) => {
      const theirs = block(prefixOf(other.subnet) ?? "");
      return theirs !== undefined && overlaps(own, theirs);
    });
    return sibling === undefined
      ? []
      : refuse(path, `NetcfgSubnetRangesOverlap: '${prefix}' overlaps '${prefixOf(sibling.subnet) ?? ""}'`);
  });
}

const formCheck: Check = (inputs) => subnetPlanProblems([{ path: "addressPrefix", subnet: inputs }], []);

const givenCheck: Check = (inputs) =>
  ["addressPrefix", "addressPrefixes", "ipamPoolPrefixAllocations"].some((key) => inputs[key] !== undefined)
    ? []
    : refuse("addressPrefix", "InvalidRequestFormat: a subnet has an address prefix");

const idOfNetwork = (inputs: Properties, world: World): string =>
  `/subscriptions/${world.account}/resourceGroups/${text(inputs["resourceGroupName"]) ?? ""}/providers/Microsoft.Network/virtualNetworks/${text(inputs["virtualNetworkName"]) ?? ""}`;

const placeCheck: Check = (inputs, world, self) => {
  const network = world.find(types.virtualNetwork, idOfNetwork(inputs, world));
  if (network === undefined) return [];
  if (list(network.inputs["subnets"]).length > 0)
    return refuse(
      "virtualNetworkName",
      `${network.id} lists its subnets itself: its next update deletes this one; write all subnets in one way`,
    );
  const siblings = world
    .all(types.subnet)
    .filter(({ id }) => id !== self?.id && id.startsWith(`${network.id}/subnets/`))
    .map((sibling) => ({ path: "", subnet: sibling.inputs }));
  return subnetPlanProblems(
    [...siblings, { path: "addressPrefix", subnet: inputs }],
    texts(at(network.inputs, "addressSpace.addressPrefixes")),
  ).filter(({ path }) => path !== "");
};

const delegationCheck: Check = (inputs) => {
  const delegations = list(inputs["delegations"]).map(record);
  if (delegations.length > 1) return refuse("delegations", "a subnet is delegated to one service at most");
  const service = text(delegations[0]?.["serviceName"]);
  if (service === undefined || services.some((known) => known.toLowerCase() === service.toLowerCase()))
    return [];
  const suggestion = nearest(service, services);
  return refuse(
    "delegations[0].serviceName",
    `SubnetDelegationServiceNameInvalid: '${service}' is no service that takes subnets${suggestion === undefined ? "" : `; did you mean '${suggestion}'?`}`,
  );
};

/** What is attached to a subnet is in the network's region. */
const attachedCheck: Check = (inputs, world) => {
  const network = world.find(types.virtualNetwork, idOfNetwork(inputs, world));
  const here = text(network?.outputs["location"]);
  const attached = [
    ["networkSecurityGroup", types.securityGroup],
    ["natGateway", types.natGateway],
    ["routeTable", types.routeTable],
  ] as const;
  return attached.flatMap(([property, type]): readonly Problem[] => {
    const there = text(world.find(type, at(inputs, `${property}.id`))?.outputs["location"]);
    return here === undefined || there === undefined || canonicalLocation(here) === canonicalLocation(there)
      ? []
      : refuse(`${property}.id`, `InvalidResourceReference: it is in ${there}, and the network in ${here}`);
  });
};

/** Paths by which other types hold the id of a subnet that they have addresses in. */
const tenants: readonly (readonly [type: string, path: string])[] = [
  [types.environment, "vnetConfiguration.infrastructureSubnetId"],
  [types.privateEndpoint, "subnet.id"],
  [types.postgresServer, "network.delegatedSubnetResourceId"],
];

function tenantsOf(subnet: StoredResource, world: World): StoredResource[] {
  return tenants.flatMap(([type, path]) =>
    world.all(type).filter(({ inputs }) => at(inputs, path) === subnet.id),
  );
}

const changeCheck: Check = (inputs, world, self) => {
  if (self === undefined) return [];
  const [tenant] = tenantsOf(self, world);
  if (tenant === undefined) return [];
  if (prefixOf(inputs) !== prefixOf(self.inputs))
    return refuse("addressPrefix", `InUseSubnetCannotBeUpdated: ${tenant.id} has addresses in the subnet`);
  return equal(delegatedTo(self), text(record(list(inputs["delegations"])[0])["serviceName"]))
    ? []
    : refuse(
        "delegations",
        `SubnetMissingRequiredDelegation: ${tenant.id} needs the delegation that is taken away`,
      );
};

/** Subnets, as resources of their own. */
export const subnets: readonly ResourceRules[] = [
  armResource({
    type: types.subnet,
    path: "Microsoft.Network/virtualNetworks/{virtualNetworkName}/subnets/{subnetName}",
    parent: types.virtualNetwork,
    name: networkName,
    defaults: { privateEndpointNetworkPolicies: "Disabled", privateLinkServiceNetworkPolicies: "Enabled" },
    references: [
      { path: "networkSecurityGroup.id", to: types.securityGroup },
      { path: "natGateway.id", to: types.natGateway },
      { path: "routeTable.id", to: types.routeTable },
    ],
    limits: [
      {
        path: "privateEndpointNetworkPolicies",
        oneOf: ["Disabled", "Enabled", "NetworkSecurityGroupEnabled", "RouteTableEnabled"],
      },
      { path: "privateLinkServiceNetworkPolicies", oneOf: ["Disabled", "Enabled"] },
      {
        path: "serviceEndpoints[].service",
        pattern: /^Microsoft\.[A-Za-z]+(\.[A-Za-z]+)?$/,
        reason: "SubnetServiceEndpointInvalid: reads 'Microsoft.KeyVault'",
      },
    ],
    atMostOneOf: [["addressPrefix", "addressPrefixes"]],
    check: [formCheck, givenCheck, delegationCheck, placeCheck, attachedCheck, changeCheck],
    oneAtATime: idOfNetwork,
    seconds: { create: 5, update: 5, delete: 10 },
  }),
];
