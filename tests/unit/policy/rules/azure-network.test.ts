import { rule as networkFlowLogs } from "../../../../policy/rules/network/azure-network-flow-logs";
import { rule as noPublicAdministrationPorts } from "../../../../policy/rules/network/azure-no-public-administration-ports";
import { rule as noPublicPortRange } from "../../../../policy/rules/network/azure-no-public-port-range";
import { rule as subnetHasSecurityGroup } from "../../../../policy/rules/network/azure-subnet-has-security-group";
import { rule as subnetNoDefaultOutbound } from "../../../../policy/rules/network/azure-subnet-no-default-outbound";
import { rule as noPublicDataPorts } from "../../../../policy/rules/network/azure-no-public-data-ports";
import { describeRule, type Given, type Properties, unknown } from "../pack";

const inbound = (properties: Properties): Properties => ({
  name: "in",
  access: "Allow",
  direction: "Inbound",
  priority: 100,
  protocol: "Tcp",
  sourcePortRange: "*",
  destinationAddressPrefix: "*",
  ...properties,
});
const from = (source: string, range: string, more: Properties = {}): Properties =>
  inbound({ sourceAddressPrefix: source, destinationPortRange: range, ...more });
const group = (...securityRules: Properties[]): Given => ({
  type: "azure-native:network:NetworkSecurityGroup",
  name: "group",
  properties: { resourceGroupName: "g", securityRules },
});
const alone = (properties: Properties, type = "azure-native:network:SecurityRule"): Given => ({
  type,
  properties: { resourceGroupName: "g", networkSecurityGroupName: "n", ...properties },
});
const ofManager = (properties: Properties): Given => ({
  type: "azure-native:network:AdminRule",
  properties: { kind: "Custom", access: "AlwaysAllow", direction: "Inbound", protocol: "Tcp", ...properties },
});
const everybody = (prefix: string): Properties => ({ addressPrefix: prefix, addressPrefixType: "IPPrefix" });

describeRule(noPublicAdministrationPorts, {
  compliant: {
    "HTTPS to the world": group(from("*", "443")),
    "SSH from a private network": group(from("10.0.0.0/8", "22")),
    "SSH from one office": group(from("203.0.113.7", "22")),
    "SSH from a service tag": group(from("VirtualNetwork", "22")),
    "SSH from an application security group": group(
      inbound({ sourceApplicationSecurityGroups: [{ id: "asg" }], destinationPortRange: "22" }),
    ),
    "UDP on port 22": group(from("*", "22", { protocol: "Udp" })),
    "a range below": group(from("*", "20-21")),
    "SSH from private IPv6": group(from("fd00::/8", "22")),
    "a rule on its own": alone(from("*", "443")),
    "a rule of a network manager": ofManager({
      sources: [everybody("10.0.0.0/8")],
      destinationPortRanges: ["22"],
    }),
  },
  violations: {
    SSH: [group(from("*", "22")), 'securityRules[0] ("in") opens SSH (port 22)'],
    RDP: [group(from("Internet", "3389")), "RDP (port 3389)"],
    "RDP over UDP": [group(from("*", "3389", { protocol: "Udp" })), "RDP"],
    "the tag in another case": [group(from("INTERNET", "22")), "SSH"],
    any: [group(from("Any", "22")), "SSH"],
    "every customer of Azure": [group(from("AzureCloud.westeurope", "22")), "SSH"],
    "the block": [group(from("0.0.0.0/0", "22")), "SSH"],
    "the bare address": [group(from("0.0.0.0", "22")), "SSH"],
    IPv6: [group(from("::/0", "22")), "SSH"],
    "every port": [group(from("*", "*")), "SSH"],
    "a range that holds the port": [group(from("*", "20-30")), "SSH"],
    "a list that holds the port": [
      group(inbound({ sourceAddressPrefix: "*", destinationPortRanges: ["80", "3380-3400"] })),
      "RDP",
    ],
    "a single range instead of a list": [
      group(inbound({ sourceAddressPrefix: "*", destinationPortRanges: "22" })),
      "SSH",
    ],
    "a list of blocks that are the world together": [
      group(inbound({ sourceAddressPrefixes: ["0.0.0.0/1", "128.0.0.0/1"], destinationPortRange: "22" })),
      "SSH",
    ],
    "the world over two rules": [group(from("0.0.0.0/1", "22"), from("128.0.0.0/1", "20-25")), "SSH"],
    "every protocol": [group(from("*", "22", { protocol: "*" })), "SSH"],
    "the second rule": [group(from("*", "443"), from("*", "22", { name: "bad" })), '("bad")'],
    "a single rule instead of a list": [
      {
        type: "azure-native:network:NetworkSecurityGroup",
        properties: { securityRules: from("*", "22") },
      },
      "SSH",
    ],
    "a rule on its own": [alone(from("*", "22")), "the rule opens SSH"],
    "a rule on its own, of an older interface": [
      alone(from("*", "22"), "azure-native:network/v20240101:SecurityRule"),
      "SSH",
    ],
    "a rule of a network manager": [
      ofManager({ sources: [everybody("0.0.0.0/0")], destinationPortRanges: ["22"] }),
      "SSH",
    ],
    "a network manager's rule without sources": [ofManager({ destinationPortRanges: ["22"] }), "SSH"],
    "a network manager's rule without ports": [ofManager({ sources: [everybody("Internet")] }), "SSH"],
    "the world beside a source that is unknown yet": [
      group(from(unknown, "22"), from("*", "22", { name: "bad" })),
      '("bad")',
    ],
  },
  notApplicable: {
    "a group without rules": group(),
    "a denial": group(from("*", "22", { access: "Deny" })),
    "an outbound rule": group(from("*", "22", { direction: "Outbound" })),
    "another type": { type: "azure-native:network:VirtualNetwork" },
  },
  unknown: {
    "a source that is unknown": group(from(unknown, "22")),
    "all the rules": {
      type: "azure-native:network:NetworkSecurityGroup",
      properties: { securityRules: unknown },
    },
    "a list of sources that is unknown": group(
      inbound({ sourceAddressPrefixes: unknown, destinationPortRange: "22" }),
    ),
    "ports that are unknown": alone(from("*", unknown)),
  },
});

describeRule(noPublicPortRange, {
  compliant: {
    "single ports": group(inbound({ sourceAddressPrefix: "*", destinationPortRanges: ["80", "443"] })),
    "a wide range inside": group(from("10.0.0.0/16", "*")),
    "a wide range from the load balancer": group(from("AzureLoadBalancer", "30000-32767")),
    ping: group(from("*", "*", { protocol: "Icmp" })),
  },
  violations: {
    "every port": [group(from("*", "*")), "65536 ports"],
    "every port of every protocol": [group(from("Internet", "*", { protocol: "*" })), "(0 to 65535)"],
    "the high ports": [group(from("*", "1024-65535")), "1024 to 65535"],
    "one of a list": [
      group(inbound({ sourceAddressPrefix: "::/0", destinationPortRanges: ["80", "8000-9000"] })),
      "1001 ports",
    ],
    "a rule on its own": [alone(from("*", "1-65535", { protocol: "Udp" })), "65535 ports"],
  },
  notApplicable: { "another type": { type: "azure-native:network:Subnet" } },
  unknown: { "a source that is unknown": alone(from(unknown, "*")) },
});

const subnet = (properties: Properties): Given => ({
  type: "azure-native:network:Subnet",
  name: "apps",
  properties: { virtualNetworkName: "v", ...properties },
});
const network = (...subnets: Properties[]): Given => ({
  type: "azure-native:network:VirtualNetwork",
  properties: { subnets },
});
describeRule(subnetHasSecurityGroup, {
  compliant: {
    "one with a group": subnet({ networkSecurityGroup: { id: "nsg" } }),
    "a group that is unknown yet": subnet({ networkSecurityGroup: { id: unknown } }),
    "a network's own subnet": network({ name: "a", networkSecurityGroup: { id: "nsg" } }),
  },
  violations: {
    "one without": [subnet({}), "the subnet apps has no network security group"],
    "an empty reference": [subnet({ networkSecurityGroup: {} }), "no network security group"],
    "one of a network's own": [
      network({ name: "a", networkSecurityGroup: { id: "nsg" } }, { name: "b" }),
      "subnets[1]",
    ],
    "a name that is only like Azure's own": [subnet({ subnetName: "GatewaySubnet2" }), "no network security"],
  },
  notApplicable: {
    "a subnet that may have none": subnet({ subnetName: "GatewaySubnet" }),
    "a firewall's subnet inside of a network": network({ name: "azurefirewallsubnet" }),
    "a network without subnets": network(),
    "another type": { type: "azure-native:network:NatGateway" },
  },
  unknown: {
    "subnets that are unknown": {
      type: "azure-native:network:VirtualNetwork",
      properties: { subnets: unknown },
    },
  },
});

const vnetId = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/main";
const storageId = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/flows";
const vnet: Given = {
  type: "azure-native:network:VirtualNetwork",
  name: "vnet",
  properties: { name: "main" },
};
const flowLog = (properties: Properties): Given => ({
  type: "azure-native:network:FlowLog",
  name: "log",
  properties: { targetResourceId: vnetId, enabled: true, storageId, ...properties },
});
const account: Given = {
  type: "azure-native:storage:StorageAccount",
  name: "flows",
  properties: { accountName: "flows" },
};
const lifecycle = (days: number, enabled = true): Given => ({
  type: "azure-native:storage:ManagementPolicy",
  name: "lifecycle",
  properties: {
    accountName: "flows",
    policy: {
      rules: [
        {
          enabled,
          definition: { actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: days } } } },
        },
      ],
    },
  },
});
const kept = (days: number, enabled = true): Properties => ({ retentionPolicy: { days, enabled } });
describeRule(networkFlowLogs, {
  compliant: {
    "for ever": [vnet, flowLog({})],
    "for 90 days": [vnet, flowLog(kept(90))],
    "a setting that is off": [vnet, flowLog(kept(1, false))],
    "as long as the account keeps it": [vnet, flowLog(kept(0, false)), account, lifecycle(365)],
    "an account's rule that is off": [vnet, flowLog({}), account, lifecycle(7, false)],
    "a network that is unknown yet": [
      { ...vnet, properties: {} },
      { ...flowLog({ targetResourceId: unknown }), sources: { targetResourceId: ["vnet"] } },
    ],
  },
  violations: {
    none: [[vnet], "no flow log"],
    "one of another network": [[vnet, flowLog({ targetResourceId: `${vnetId}2` })], "no flow log"],
    "one of a subnet": [[vnet, flowLog({ targetResourceId: `${vnetId}/subnets/a` })], "no flow log"],
    "one that is off": [[vnet, flowLog({ enabled: false })], "not enabled"],
    "30 days": [[vnet, flowLog(kept(30))], "kept for 30 days, below 90"],
    "an account that deletes it": [[vnet, flowLog({}), account, lifecycle(14)], "kept for 14 days"],
  },
  notApplicable: { "a stack without a network": [{ type: "azure-native:network:Subnet" }] },
  unknown: { "a log of something unknown": [vnet, flowLog({ targetResourceId: unknown })] },
});

describeRule(subnetNoDefaultOutbound, {
  compliant: {
    off: subnet({ defaultOutboundAccess: false }),
    "off inside of a network": network({ name: "a", defaultOutboundAccess: false }),
  },
  violations: {
    "the default": [subnet({}), "defaultOutboundAccess is not false"],
    on: [subnet({ defaultOutboundAccess: true }), "defaultOutboundAccess is not false"],
    "one of a network's own": [
      network({ name: "a", defaultOutboundAccess: false }, { name: "b" }),
      "subnets[1]: defaultOutboundAccess",
    ],
  },
  notApplicable: {
    "a network without subnets": network(),
    "another type": { type: "azure-native:network:NatGateway" },
  },
  unknown: { "a switch that is unknown": subnet({ defaultOutboundAccess: unknown }) },
});

describeRule(noPublicDataPorts, {
  compliant: {
    "PostgreSQL from the network": group(from("10.0.0.0/16", "5432")),
    "HTTPS from everywhere": group(from("*", "443")),
  },
  violations: {
    PostgreSQL: [group(from("*", "5432")), "PostgreSQL (port 5432)"],
    "Redis in a range": [group(from("Internet", "6000-7000")), "Redis (port 6379)"],
    IPv6: [group(from("::/0", "3306")), "MySQL (port 3306)"],
  },
  notApplicable: { "another type": { type: "azure-native:network:VirtualNetwork" } },
  unknown: { "a source": group(inbound({ sourceAddressPrefix: unknown, destinationPortRange: "5432" })) },
});
