import { randomText } from "../interpreter/template";
import { at, list, record, refuse, text, texts } from "../reading";
import type { Check, ResourceRules, StoredResource, World } from "../rules";
import { findAny, typeInId } from "./any-resource";
import { armResource } from "./arm-resource";
import { networkName, sameLocation } from "./names";
import { delegatedTo, networkOf } from "./network-subnet";
import { types } from "./types";

/** Sides of a type that an endpoint can lead to, and the DNS zone of each ("Azure Private Endpoint DNS integration"). */
const sides: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "microsoft.keyvault/vaults": { vault: "privatelink.vaultcore.azure.net" },
  "microsoft.containerregistry/registries": { registry: "privatelink.azurecr.io" },
  "microsoft.storage/storageaccounts": {
    blob: "privatelink.blob.core.windows.net",
    file: "privatelink.file.core.windows.net",
    queue: "privatelink.queue.core.windows.net",
    table: "privatelink.table.core.windows.net",
    dfs: "privatelink.dfs.core.windows.net",
  },
  "microsoft.cache/redisenterprise": { redisEnterprise: "privatelink.redis.azure.net" },
  "microsoft.dbforpostgresql/flexibleservers": {
    postgresqlServer: "privatelink.postgres.database.azure.com",
  },
};

const connections = "privateLinkServiceConnections";

const connectionCheck: Check = (inputs) => {
  const all = [...list(inputs[connections]), ...list(inputs["manualPrivateLinkServiceConnections"])];
  if (all.length !== 1)
    return refuse(
      connections,
      "PrivateEndpointMustHaveOneConnection: an endpoint has exactly one connection",
    );
  const connection = record(list(inputs[connections])[0]);
  const target = text(connection["privateLinkServiceId"]);
  if (target === undefined) return [];
  const known = sides[typeInId(target) ?? ""];
  if (known === undefined) return [];
  const groups = texts(connection["groupIds"]);
  const wrong = groups.find((group) => known[group] === undefined);
  if (groups.length !== 1 || wrong !== undefined)
    return refuse(
      `${connections}[0].groupIds`,
      `CannotFindPrivateLinkGroupId: a resource of type ${typeInId(target) ?? ""} has the sides ${Object.keys(known).join(", ")}; name one`,
    );
  return [];
};

const targetCheck: Check = (inputs, world) => {
  const path = `${connections}[0].privateLinkServiceId`;
  const id = text(record(list(inputs[connections])[0])["privateLinkServiceId"]);
  if (id === undefined) return [];
  const target = findAny(id, world);
  if (target === undefined) return refuse(path, `ResourceNotFound: the resource '${id}' was not found`);
  if (target.type === types.registry && at(target.inputs, "sku.name") !== "Premium")
    return refuse(
      path,
      "PrivateEndpointsNotSupported: a registry needs the Premium sku for private endpoints",
    );
  return target.type === types.postgresServer &&
    at(target.inputs, "network.delegatedSubnetResourceId") !== undefined
    ? refuse(path, "a server that is in a subnet of its own takes no private endpoints")
    : [];
};

const subnetCheck: Check = (inputs, world) => {
  const subnet = world.find(types.subnet, at(inputs, "subnet.id"));
  if (subnet === undefined) return [];
  const service = delegatedTo(subnet);
  if (service !== undefined)
    return refuse(
      "subnet.id",
      `PrivateEndpointCannotBeCreatedInSubnetThatIsDelegated: the subnet is delegated to ${service}`,
    );
  return sameLocation("subnet.id", inputs["location"], networkOf(world, subnet.id));
};

const endpointOf = (world: World, group: StoredResource["inputs"]): StoredResource | undefined =>
  world
    .all(types.privateEndpoint)
    .find(
      ({ inputs, outputs }) =>
        outputs["name"] === group["privateEndpointName"] &&
        inputs["resourceGroupName"] === group["resourceGroupName"],
    );

/** Names that nobody in the network can ask for, or that are looked for elsewhere, lead to the public address. */
const zoneCheck: Check = (inputs, world) => {
  const endpoint = endpointOf(world, inputs);
  const connection = record(list(endpoint?.inputs[connections])[0]);
  const wanted =
    sides[typeInId(text(connection["privateLinkServiceId"]) ?? "") ?? ""]?.[
      texts(connection["groupIds"])[0] ?? ""
    ];
  const network = networkOf(world, text(at(endpoint?.inputs ?? {}, "subnet.id")));
  return list(inputs["privateDnsZoneConfigs"]).flatMap((value, index) => {
    const path = `privateDnsZoneConfigs[${String(index)}].privateDnsZoneId`;
    const zone = world.find(types.privateZone, record(value)["privateDnsZoneId"]);
    if (zone === undefined) return [];
    const name = text(zone.outputs["name"]) ?? "";
    if (wanted !== undefined && name !== wanted)
      return refuse(path, `the names of this endpoint are asked for in '${wanted}', not in '${name}'`);
    const linked = world
      .all(types.privateZoneLink)
      .some(
        (link) => link.id.startsWith(`${zone.id}/`) && at(link.inputs, "virtualNetwork.id") === network?.id,
      );
    return network === undefined || linked
      ? []
      : refuse(
          path,
          `the zone '${name}' is not linked to ${network.id}, where the endpoint is: make that link first`,
        );
  });
};

const oneGroupCheck: Check = (inputs, world, self) => {
  const endpoint = endpointOf(world, inputs);
  const other = world
    .all(types.privateDnsZoneGroup)
    .find(({ id }) => endpoint !== undefined && id !== self?.id && id.startsWith(`${endpoint.id}/`));
  return other === undefined
    ? []
    : refuse("privateEndpointName", `MoreThanOnePrivateDnsZoneGroup: the endpoint has ${other.id} already`);
};

/** Private endpoints and their names in private DNS. */
export const privateLink: readonly ResourceRules[] = [
  armResource({
    type: types.privateEndpoint,
    path: "Microsoft.Network/privateEndpoints/{privateEndpointName}",
    location: "regional",
    name: { ...networkName, minimum: 2, maximum: 64 },
    outputs: {
      networkInterfaces: ({ id }) => [
        {
          id: `${id.replace(/\/privateEndpoints\/.*/, "")}/networkInterfaces/${id.split("/").pop() ?? ""}.nic.${randomText(id, true, 8)}`,
        },
      ],
      customDnsConfigs: ({ inputs }) => inputs["customDnsConfigs"] ?? [],
    },
    references: [{ path: "subnet.id", to: types.subnet }],
    // pulumi-azure-native's own list of what makes a new one.
    immutable: ["subnet", connections],
    check: [connectionCheck, targetCheck, subnetCheck],
    // Usual experience: half a minute to a minute.
    seconds: { create: 45, update: 30, delete: 40 },
  }),
  armResource({
    type: types.privateDnsZoneGroup,
    path: "Microsoft.Network/privateEndpoints/{privateEndpointName}/privateDnsZoneGroups/{privateDnsZoneGroupName}",
    parent: types.privateEndpoint,
    name: networkName,
    references: [{ path: "privateDnsZoneConfigs[].privateDnsZoneId", to: types.privateZone }],
    limits: [{ path: "privateDnsZoneConfigs", minimumItems: 1, maximumItems: 5 }],
    check: [zoneCheck, oneGroupCheck],
    seconds: { create: 15, update: 15, delete: 12 },
  }),
];
