import { refuse, text } from "../reading";
import type { Check, FunctionRules, ResourceRules, World } from "../rules";
import { armResource } from "./arm-resource";
import { aliasConflict, contentCheck, recordLimits, recordName } from "./records";
import { idIn } from "./subscription";
import { types } from "./types";

/** Zones of other groups are a user's own, and exist: all but those whose name begins with `missing-`. */
function zoneExists(world: World, group: string, zone: string): boolean {
  const path = `Microsoft.Network/dnsZones/${zone}`;
  if (world.find(types.zone, idIn(group, path)) !== undefined) return true;
  const groupIsOurs = world.all(types.resourceGroup).some(({ outputs }) => outputs["name"] === group);
  return !groupIsOurs && !zone.startsWith("missing-");
}

const zoneCheck: Check = (inputs, world) => {
  const [group, zone] = [text(inputs["resourceGroupName"]), text(inputs["zoneName"])];
  if (group === undefined || zone === undefined || zoneExists(world, group, zone)) return [];
  return refuse("zoneName", `ParentResourceNotFound: there is no DNS zone '${zone}' in the group '${group}'`);
};

const nameServers = [1, 2, 3, 4].map(
  (index) => `ns${String(index)}-01.azure-dns.${["com", "net", "org", "info"][index - 1] ?? ""}.`,
);

const records = armResource({
  type: types.records,
  path: "Microsoft.Network/dnsZones/{zoneName}/{recordType}/{relativeRecordSetName}",
  name: recordName,
  outputs: {
    type: ({ inputs }) => `Microsoft.Network/dnszones/${text(inputs["recordType"]) ?? ""}`,
    fqdn: ({ inputs }) =>
      `${text(inputs["relativeRecordSetName"]) ?? ""}.${text(inputs["zoneName"]) ?? ""}.`.replace(/^@\./, ""),
  },
  atLeastOneOf: [["relativeRecordSetName"]],
  limits: recordLimits,
  check: [
    contentCheck,
    zoneCheck,
    (inputs, world, self) => aliasConflict(inputs, world.all(types.records), "zoneName", self),
  ],
  seconds: { create: 3, update: 3, delete: 3 },
});

/** Public DNS zones and their records. */
export const publicDns: readonly ResourceRules[] = [
  armResource({
    type: types.zone,
    path: "Microsoft.Network/dnsZones/{zoneName}",
    location: "global",
    name: {
      maximum: 253,
      pattern: /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)+$/i,
      alphabet: "two labels or more with periods between, of letters, digits, hyphens and underscores",
      auto: false,
    },
    outputs: { nameServers: () => nameServers },
    atLeastOneOf: [["zoneName"]],
    seconds: { create: 4, update: 3, delete: 10 },
  }),
  {
    ...records,
    // The zone, and its group, may be a user's own that this program does not make; its check looks after that.
    references: [
      {
        path: "zoneName",
        to: types.zone,
        id: "/subscriptions/{account}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/dnsZones/{zoneName}",
        deletesWith: true,
        except: /./,
      },
      { path: "targetResource.id", to: types.frontDoorEndpoint },
    ],
  },
];

export const dnsFunctions: readonly FunctionRules[] = [
  {
    token: "azure-native:dns:getZone",
    result: (inputs, world) => {
      const [group, zone] = [text(inputs["resourceGroupName"]) ?? "", text(inputs["zoneName"]) ?? ""];
      if (!zoneExists(world, group, zone))
        return {
          path: "zoneName",
          reason: `ResourceNotFound: the resource 'Microsoft.Network/dnsZones/${zone}' under resource group '${group}' was not found`,
        };
      return {
        id: idIn(group, `Microsoft.Network/dnsZones/${zone}`),
        name: zone,
        location: "global",
        type: "Microsoft.Network/dnsZones",
        zoneType: "Public",
        nameServers,
        numberOfRecordSets: 2,
        maxNumberOfRecordSets: 10000,
        tags: {},
      };
    },
  },
];
