import { at, refuse, text } from "../reading";
import type { Check, ResourceRules } from "../rules";
import { armResource } from "./arm-resource";
import { networkName } from "./names";
import { aliasConflict, contentCheck, recordLimits, recordName } from "./records";
import { types } from "./types";

/** Zones of which Azure itself keeps the records. */
const isPrivateLink = (zone: unknown): boolean => typeof zone === "string" && zone.startsWith("privatelink.");

const linkCheck: Check = (inputs) => {
  const zone = text(inputs["privateZoneName"]);
  if (inputs["virtualNetwork"] === undefined)
    return refuse("virtualNetwork", "BadRequest: a link leads to a virtual network");
  if (isPrivateLink(zone) && inputs["registrationEnabled"] === true)
    return refuse(
      "registrationEnabled",
      "BadRequest: names of machines can't be registered in a zone of private link",
    );
  return !isPrivateLink(zone) && inputs["resolutionPolicy"] === "NxDomainRedirect"
    ? refuse("resolutionPolicy", "BadRequest: 'NxDomainRedirect' is for zones of private link only")
    : [];
};

const onceCheck: Check = (inputs, world, self) => {
  const network = text(at(inputs, "virtualNetwork.id"));
  const others = world
    .all(types.privateZoneLink)
    .filter((link) => link.id !== self?.id && at(link.inputs, "virtualNetwork.id") === network);
  const twin = others.find(
    ({ inputs: its }) =>
      its["privateZoneName"] === inputs["privateZoneName"] &&
      its["resourceGroupName"] === inputs["resourceGroupName"],
  );
  if (network === undefined) return [];
  if (twin !== undefined)
    return refuse(
      "virtualNetwork.id",
      `BadRequest: the zone is linked to this network already, by ${twin.id}`,
    );
  const namesake = others.find(({ inputs: its }) => its["privateZoneName"] === inputs["privateZoneName"]);
  if (namesake !== undefined)
    return refuse(
      "virtualNetwork.id",
      `BadRequest: a network can't be linked to two zones of one name; ${namesake.id} leads to the other`,
    );
  const registers = others.find(({ inputs: its }) => its["registrationEnabled"] === true);
  return inputs["registrationEnabled"] === true && registers !== undefined
    ? refuse(
        "registrationEnabled",
        `BadRequest: the network registers its machines by ${registers.id} already`,
      )
    : [];
};

/** Private DNS zones, their networks and records. */
export const privateDns: readonly ResourceRules[] = [
  armResource({
    type: types.privateZone,
    path: "Microsoft.Network/privateDnsZones/{privateZoneName}",
    location: "global",
    name: {
      maximum: 253,
      pattern: /^(?=.*\.)[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)+$/i,
      alphabet: "two labels or more with periods between, of letters, digits, hyphens and underscores",
      auto: false,
    },
    atLeastOneOf: [["privateZoneName"]],
    check: ({ privateZoneName }) =>
      ["azure.com", "azure.net", "windows.net", "azurecr.io", "microsoft.com"].includes(
        text(privateZoneName) ?? "",
      )
        ? refuse(
            "privateZoneName",
            `BadRequest: the zone '${text(privateZoneName) ?? ""}' is reserved for Azure`,
          )
        : [],
    // Usual experience: half a minute, which the portal shows too.
    seconds: { create: 32, update: 5, delete: 12 },
  }),
  armResource({
    type: types.privateZoneLink,
    path: "Microsoft.Network/privateDnsZones/{privateZoneName}/virtualNetworkLinks/{virtualNetworkLinkName}",
    parent: types.privateZone,
    // A zone with links can't be deleted ("What is a virtual network link?").
    blocksParent: true,
    location: "global",
    name: networkName,
    defaults: { registrationEnabled: false },
    outputs: { virtualNetworkLinkState: "Completed" },
    references: [{ path: "virtualNetwork.id", to: types.virtualNetwork, deletesWith: true }],
    immutable: ["virtualNetwork"],
    limits: [{ path: "resolutionPolicy", oneOf: ["Default", "NxDomainRedirect"] }],
    check: [linkCheck, onceCheck],
    seconds: { create: 32, update: 12, delete: 15 },
  }),
  armResource({
    type: types.privateRecords,
    path: "Microsoft.Network/privateDnsZones/{privateZoneName}/{recordType}/{relativeRecordSetName}",
    parent: types.privateZone,
    name: recordName,
    outputs: {
      type: ({ inputs }) => `Microsoft.Network/privateDnsZones/${text(inputs["recordType"]) ?? ""}`,
      fqdn: ({ inputs }) =>
        `${text(inputs["relativeRecordSetName"]) ?? ""}.${text(inputs["privateZoneName"]) ?? ""}.`.replace(
          /^@\./,
          "",
        ),
      isAutoRegistered: () => false,
    },
    atLeastOneOf: [["relativeRecordSetName"]],
    limits: recordLimits,
    check: [
      contentCheck,
      (inputs, world, self) =>
        aliasConflict(inputs, world.all(types.privateRecords), "privateZoneName", self),
    ],
    seconds: { create: 3, update: 3, delete: 3 },
  }),
];
