import { types } from "../../../../localcloud/azure-native/types";
import { record } from "../../../../localcloud/reading";
import type { Properties } from "../../../../localcloud/rules";
import { type Azure, describeMistakes, group, here } from "./azure";

const grouped = async (azure: Azure, inputs: Properties): Promise<Properties> => {
  await azure.groupOnce();
  return { ...here, ...inputs };
};
const network = (azure: Azure) =>
  grouped(azure, { virtualNetworkName: "net", addressSpace: { addressPrefixes: ["10.0.0.0/16"] } });
const subnet = async (azure: Azure) => {
  await azure.network();
  return {
    resourceGroupName: group,
    virtualNetworkName: "net",
    subnetName: "app",
    addressPrefix: "10.0.1.0/24",
  };
};
const address = (azure: Azure) =>
  grouped(azure, {
    publicIpAddressName: "out",
    sku: { name: "Standard" },
    publicIPAllocationMethod: "Static",
    zones: ["1"],
  });
const nat = async (azure: Azure) => {
  const { id } = await azure.make(types.publicAddress, await address(azure));
  return {
    ...here,
    natGatewayName: "nat",
    sku: { name: "Standard" },
    zones: ["1"],
    publicIpAddresses: [{ id }],
  };
};
const separate = {
  priority: 100,
  direction: "Inbound",
  access: "Allow",
  protocol: "Tcp",
  sourceAddressPrefix: "AzureFrontDoor.Backend",
  sourcePortRange: "*",
  destinationAddressPrefix: "VirtualNetwork",
  destinationPortRanges: ["80", "443"],
};
const rule = { name: "https", ...separate };
const securityGroup = (azure: Azure) =>
  grouped(azure, { networkSecurityGroupName: "services", securityRules: [rule] });
const separateRule = async (azure: Azure) => {
  await azure.make(types.securityGroup, await grouped(azure, { networkSecurityGroupName: "services" }));
  return {
    resourceGroupName: group,
    networkSecurityGroupName: "services",
    securityRuleName: "https",
    ...separate,
  };
};
const storage = (azure: Azure) =>
  azure.make(types.storageAccount, {
    ...here,
    accountName: "flowlogs12345",
    kind: "StorageV2",
    sku: { name: "Standard_ZRS" },
  });
const flowLog = async (azure: Azure) => ({
  resourceGroupName: "NetworkWatcherRG",
  networkWatcherName: "NetworkWatcher_westeurope",
  location: "westeurope",
  flowLogName: "net",
  targetResourceId: (await azure.network()).id,
  storageId: (await storage(azure)).id,
  enabled: true,
  retentionPolicy: { days: 7, enabled: true },
});
const endpoint = async (azure: Azure) => {
  const { id } = await azure.subnet("endpoints", "10.0.2.0/24");
  const vault = await azure.vault();
  return {
    ...here,
    privateEndpointName: "vault",
    subnet: { id },
    privateLinkServiceConnections: [{ name: "vault", privateLinkServiceId: vault.id, groupIds: ["vault"] }],
  };
};
const zone = async (azure: Azure, privateZoneName = "privatelink.vaultcore.azure.net") => {
  await azure.groupOnce();
  return azure.make(types.privateZone, { resourceGroupName: group, location: "global", privateZoneName });
};
const link = async (azure: Azure) => ({
  resourceGroupName: group,
  location: "global",
  privateZoneName: (await zone(azure)).outputs["name"] ?? "",
  virtualNetworkLinkName: "net",
  virtualNetwork: { id: (await azure.network()).id },
});
const zoneGroup = async (azure: Azure) => {
  await azure.make(types.privateEndpoint, await endpoint(azure));
  const { id } = await zone(azure);
  const net = azure.store.list(types.virtualNetwork)[0]?.id ?? "";
  await azure.make(types.privateZoneLink, {
    resourceGroupName: group,
    location: "global",
    privateZoneName: "privatelink.vaultcore.azure.net",
    virtualNetworkLinkName: "net",
    virtualNetwork: { id: net },
  });
  return {
    resourceGroupName: group,
    privateEndpointName: "vault",
    privateDnsZoneGroupName: "dns",
    privateDnsZoneConfigs: [{ name: "vault", privateDnsZoneId: id }],
  };
};
const records = {
  resourceGroupName: "dns",
  zoneName: "example.com",
  relativeRecordSetName: "api",
  recordType: "CNAME",
  ttl: 300,
  cnameRecord: { cname: "web.azurefd.net" },
};

describeMistakes("virtual networks and subnets", [
  {
    mistake: "an address space with host bits",
    type: types.virtualNetwork,
    right: network,
    wrong: { addressSpace: { addressPrefixes: ["10.0.0.1/16"] } },
    path: "addressSpace.addressPrefixes[0]",
    words: "did you mean '10.0.0.0/16'?",
  },
  {
    mistake: "address spaces that overlap",
    type: types.virtualNetwork,
    right: network,
    wrong: { addressSpace: { addressPrefixes: ["10.0.0.0/16", "10.0.128.0/20"] } },
    path: "addressSpace.addressPrefixes",
    words: "AddressPrefixesOverlap",
  },
  {
    mistake: "a network without addresses",
    type: types.virtualNetwork,
    right: network,
    wrong: { addressSpace: { addressPrefixes: [] } },
    path: "addressSpace.addressPrefixes",
    words: "at least one",
  },
  {
    mistake: "a network in a group that does not exist",
    type: types.virtualNetwork,
    right: network,
    wrong: { resourceGroupName: "elsewhere" },
    path: "resourceGroupName",
    words: "there is no azure-native:resources:ResourceGroup",
  },
  {
    mistake: "a location that Azure does not have",
    type: types.virtualNetwork,
    right: network,
    wrong: { location: "westeurop" },
    path: "location",
    words: "did you mean 'westeurope'?",
  },
  {
    mistake: "a name that ends with a hyphen",
    type: types.virtualNetwork,
    right: network,
    wrong: { virtualNetworkName: "net-" },
    path: "virtualNetworkName",
    words: "may only have letters",
  },
  {
    mistake: "more than 50 tags",
    type: types.virtualNetwork,
    right: network,
    wrong: {
      tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`tag${String(index)}`, ""])),
    },
    path: "tags",
    words: "TooManyTags",
  },
  {
    mistake: "a tag whose name has a slash",
    type: types.virtualNetwork,
    right: network,
    wrong: { tags: { "team/name": "web" } },
    path: 'tags["team/name"]',
    words: "InvalidTagName",
  },
  {
    mistake: "two tags that differ by case only",
    type: types.virtualNetwork,
    right: network,
    wrong: { tags: { Team: "a", team: "b" } },
    path: "tags",
    words: "AmbiguousTagNames",
  },
  {
    mistake: "a tag value of 257 characters",
    type: types.virtualNetwork,
    right: network,
    wrong: { tags: { team: "a".repeat(257) } },
    path: "tags.team",
    words: "at most 256",
  },
  {
    mistake: "a subnet outside of its network",
    type: types.subnet,
    right: subnet,
    wrong: { addressPrefix: "10.1.0.0/24" },
    path: "addressPrefix",
    words: "NetcfgSubnetRangeOutsideVnet",
  },
  {
    mistake: "subnets that overlap",
    type: types.subnet,
    right: subnet,
    wrong: async (azure) => {
      await azure.subnet("first", "10.0.8.0/22");
      return { addressPrefix: "10.0.9.0/24" };
    },
    path: "addressPrefix",
    words: "NetcfgSubnetRangesOverlap",
  },
  {
    mistake: "a subnet smaller than a /29",
    type: types.subnet,
    right: subnet,
    wrong: { addressPrefix: "10.0.1.0/30" },
    path: "addressPrefix",
    words: "the smallest subnet is a /29",
  },
  {
    mistake: "a subnet in a network that lists its subnets itself",
    type: types.subnet,
    right: subnet,
    wrong: async (azure) => {
      await azure.make(types.virtualNetwork, {
        ...here,
        virtualNetworkName: "other",
        addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
        subnets: [{ name: "inline", addressPrefix: "10.0.0.0/24" }],
      });
      return { virtualNetworkName: "other" };
    },
    path: "virtualNetworkName",
    words: "write all subnets in one way",
  },
  {
    mistake: "inline subnets that overlap",
    type: types.virtualNetwork,
    right: network,
    wrong: {
      subnets: [
        { name: "a", addressPrefix: "10.0.0.0/24" },
        { name: "b", addressPrefix: "10.0.0.128/25" },
      ],
    },
    path: "subnets[1].addressPrefix",
    words: "NetcfgSubnetRangesOverlap",
  },
  {
    mistake: "a delegation to a service that takes no subnets",
    type: types.subnet,
    right: subnet,
    wrong: { delegations: [{ name: "apps", serviceName: "Microsoft.App/environment" }] },
    path: "delegations[0].serviceName",
    words: "did you mean 'Microsoft.App/environments'?",
  },
  {
    mistake: "a security group of another region",
    type: types.subnet,
    right: subnet,
    wrong: async (azure) => {
      const { id } = await azure.make(types.securityGroup, {
        ...here,
        location: "northeurope",
        networkSecurityGroupName: "far",
      });
      return { networkSecurityGroup: { id } };
    },
    path: "networkSecurityGroup.id",
    words: "InvalidResourceReference",
  },
  {
    mistake: "a NAT gateway that does not exist",
    type: types.subnet,
    right: subnet,
    wrong: { natGateway: { id: "/subscriptions/x/natGateways/none" } },
    path: "natGateway.id",
    words: "there is no azure-native:network:NatGateway",
  },
]);

describeMistakes("ways out", [
  {
    mistake: "a public address of the retired Basic sku",
    type: types.publicAddress,
    right: address,
    wrong: { sku: undefined },
    path: "sku.name",
    words: "SkuNotSupported",
  },
  {
    mistake: "a Standard address that is dynamic by default",
    type: types.publicAddress,
    right: address,
    wrong: { publicIPAllocationMethod: undefined },
    path: "publicIPAllocationMethod",
    words: "set 'Static'",
  },
  {
    mistake: "a NAT gateway in two zones",
    type: types.natGateway,
    right: nat,
    wrong: { zones: ["1", "2"] },
    path: "zones",
    words: "NatGatewayWithMultipleZones",
  },
  {
    mistake: "a NAT gateway in another zone than its address",
    type: types.natGateway,
    right: nat,
    wrong: { zones: ["2"] },
    path: "publicIpAddresses[0].id",
    words: "the address is in zone 1",
  },
  {
    mistake: "a NAT gateway without an address",
    type: types.natGateway,
    right: nat,
    wrong: { publicIpAddresses: [] },
    path: "publicIpAddresses",
    words: "lets nothing out",
  },
  {
    mistake: "a route to an appliance without its address",
    type: types.routeTable,
    right: (azure) =>
      grouped(azure, {
        routeTableName: "out",
        routes: [{ name: "all", addressPrefix: "0.0.0.0/0", nextHopType: "Internet" }],
      }),
    wrong: { routes: [{ name: "all", addressPrefix: "0.0.0.0/0", nextHopType: "VirtualAppliance" }] },
    path: "routes[0].nextHopIpAddress",
    words: "InvalidNextHop",
  },
]);

describeMistakes("network security groups", [
  {
    mistake: "two inline rules of one priority and direction",
    type: types.securityGroup,
    right: securityGroup,
    wrong: { securityRules: [rule, { ...rule, name: "other" }] },
    path: "securityRules[1].priority",
    words: "SecurityRuleConflict",
  },
  {
    mistake: "two separate rules of one priority and direction",
    type: types.securityRule,
    right: separateRule,
    wrong: async (azure, right) => {
      await azure.make(types.securityRule, { ...right, securityRuleName: "first", priority: 200 });
      return { priority: 200 };
    },
    path: "priority",
    words: "SecurityRuleConflict: 'first'",
  },
  {
    mistake: "a rule beside a list of rules",
    type: types.securityRule,
    right: separateRule,
    wrong: async (azure) => {
      await azure.make(types.securityGroup, {
        ...here,
        networkSecurityGroupName: "listed",
        securityRules: [rule],
      });
      return { networkSecurityGroupName: "listed", priority: 300 };
    },
    path: "networkSecurityGroupName",
    words: "write all rules in one way",
  },
  {
    mistake: "a priority below 100",
    type: types.securityRule,
    right: separateRule,
    wrong: { priority: 99 },
    path: "priority",
    words: "priorities are 100 to 4096",
  },
  {
    mistake: "a service tag that does not exist",
    type: types.securityRule,
    right: separateRule,
    wrong: { sourceAddressPrefix: "AzureFrontdoor.Backend" },
    path: "sourceAddressPrefix",
    words: "did you mean 'AzureFrontDoor.Backend'?",
  },
  {
    mistake: "a port above 65535",
    type: types.securityRule,
    right: separateRule,
    wrong: { destinationPortRanges: ["70000"] },
    path: "destinationPortRange",
    words: "SecurityRuleInvalidPortRange",
  },
  {
    mistake: "one port and a list of ports",
    type: types.securityRule,
    right: separateRule,
    wrong: { destinationPortRange: "443" },
    path: "destinationPortRanges",
    words: "SecurityRuleParameterConflict",
  },
  {
    mistake: "a protocol in AWS's words",
    type: types.securityRule,
    right: separateRule,
    wrong: { protocol: "-1" },
    path: "protocol",
    words: "is one of Tcp",
  },
]);

describeMistakes("flow logs", [
  {
    mistake: "flow logs of a security group",
    type: types.flowLog,
    right: flowLog,
    wrong: async (azure) => ({
      targetResourceId: (await azure.make(types.securityGroup, { ...here, networkSecurityGroupName: "old" }))
        .id,
    }),
    path: "targetResourceId",
    words: "NsgFlowLogCreationBlocked",
  },
  {
    mistake: "the watcher of another region",
    type: types.flowLog,
    right: flowLog,
    wrong: { networkWatcherName: "NetworkWatcher_northeurope" },
    path: "networkWatcherName",
    words: "NetworkWatcher_westeurope",
  },
  {
    mistake: "a retention above a year",
    type: types.flowLog,
    right: flowLog,
    wrong: { retentionPolicy: { days: 400, enabled: true } },
    path: "retentionPolicy.days",
    words: "from 0 to 365",
  },
]);

describeMistakes("private endpoints and private DNS", [
  {
    mistake: "an endpoint in a delegated subnet",
    type: types.privateEndpoint,
    right: endpoint,
    wrong: async (azure) => ({
      subnet: {
        id: (
          await azure.subnet("apps", "10.0.3.0/24", {
            delegations: [{ name: "apps", serviceName: "Microsoft.App/environments" }],
          })
        ).id,
      },
    }),
    path: "subnet.id",
    words: "delegated to Microsoft.App/environments",
  },
  {
    mistake: "a side that the resource does not have",
    type: types.privateEndpoint,
    right: endpoint,
    wrong: (_, right) => ({
      privateLinkServiceConnections: [
        {
          ...record((right["privateLinkServiceConnections"] as Properties[])[0]),
          groupIds: ["blob"],
        },
      ],
    }),
    path: "privateLinkServiceConnections[0].groupIds",
    words: "has the sides vault",
  },
  {
    mistake: "a private endpoint for a registry that is not Premium",
    type: types.privateEndpoint,
    right: endpoint,
    wrong: async (azure) => ({
      privateLinkServiceConnections: [
        {
          name: "registry",
          privateLinkServiceId: (await azure.registry("Standard")).id,
          groupIds: ["registry"],
        },
      ],
    }),
    path: "privateLinkServiceConnections[0].privateLinkServiceId",
    words: "needs the Premium sku",
  },
  {
    mistake: "names in a zone that nobody asks",
    type: types.privateDnsZoneGroup,
    right: zoneGroup,
    wrong: async (azure) => ({
      privateDnsZoneConfigs: [
        { name: "vault", privateDnsZoneId: (await zone(azure, "vault.example.internal")).id },
      ],
    }),
    path: "privateDnsZoneConfigs[0].privateDnsZoneId",
    words: "are asked for in 'privatelink.vaultcore.azure.net'",
  },
  {
    mistake: "a zone that is not linked to the endpoint's network",
    type: types.privateDnsZoneGroup,
    right: zoneGroup,
    wrong: async (azure) => {
      await azure.make(types.resourceGroup, { resourceGroupName: "other", location: "westeurope" });
      const unlinked = await azure.make(types.privateZone, {
        resourceGroupName: "other",
        location: "global",
        privateZoneName: "privatelink.vaultcore.azure.net",
      });
      return { privateDnsZoneConfigs: [{ name: "vault", privateDnsZoneId: unlinked.id }] };
    },
    path: "privateDnsZoneConfigs[0].privateDnsZoneId",
    words: "is not linked to",
  },
  {
    mistake: "a private zone of one label",
    type: types.privateZone,
    right: (azure) => grouped(azure, { location: "global", privateZoneName: "corp.internal" }),
    wrong: { privateZoneName: "internal" },
    path: "privateZoneName",
    words: "two labels or more",
  },
  {
    mistake: "a private zone in a region",
    type: types.privateZone,
    right: (azure) => grouped(azure, { location: "global", privateZoneName: "corp.internal" }),
    wrong: { location: undefined },
    path: "location",
    words: "its one location is 'global'",
  },
  {
    mistake: "more than 15 tags on a private zone",
    type: types.privateZone,
    right: (azure) => grouped(azure, { location: "global", privateZoneName: "corp.internal" }),
    wrong: {
      tags: Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`tag${String(index)}`, ""])),
    },
    path: "tags",
    words: "at most 15 tags",
  },
  {
    mistake: "machines that register in a zone of private link",
    type: types.privateZoneLink,
    right: link,
    wrong: { registrationEnabled: true },
    path: "registrationEnabled",
    words: "private link",
  },
  {
    mistake: "a link to a zone that does not exist",
    type: types.privateZoneLink,
    right: link,
    wrong: { privateZoneName: "privatelink.azurecr.io" },
    path: "privateZoneName",
    words: "there is no azure-native:privatedns:PrivateZone",
  },
  {
    mistake: "a CNAME as a domain's own record",
    type: types.records,
    right: records,
    wrong: { relativeRecordSetName: "@" },
    path: "relativeRecordSetName",
    words: "can't be the zone's own record",
  },
  {
    mistake: "records of another type than the set's",
    type: types.records,
    right: records,
    wrong: { cnameRecord: undefined, aRecords: [{ ipv4Address: "10.0.0.1" }] },
    path: "aRecords",
    words: "holds `cnameRecord` only",
  },
  {
    mistake: "a CNAME beside other records of its name",
    type: types.records,
    right: records,
    wrong: async (azure) => {
      await azure.make(types.records, {
        resourceGroupName: "dns",
        zoneName: "example.com",
        ttl: 300,
        relativeRecordSetName: "both",
        recordType: "TXT",
        txtRecords: [{ value: ["a"] }],
      });
      return { relativeRecordSetName: "both" };
    },
    path: "relativeRecordSetName",
    words: "can't have one name",
  },
]);
