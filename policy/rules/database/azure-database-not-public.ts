import { type Answer, compliant, every, require } from "../../mechanism/answer";
import { isIPv4 } from "node:net";
import type { Property } from "../../mechanism/property";
import { lower } from "../../subjects/azure-reference";
import type { ResourceRule } from "../../mechanism/rule";

const firewallRules = [
  "azure-native:dbforpostgresql:FirewallRule",
  "azure-native:dbforpostgresql:SingleServerFirewallRule",
  "azure-native:dbforpostgresql:ServerGroupFirewallRule",
  "azure-native:dbformysql:FirewallRule",
  "azure-native:dbformysql:SingleServerFirewallRule",
  "azure-native:sql:FirewallRule",
];

/** As many addresses as a /8 has: nobody owns that many. */
const internet = 2 ** 24;

function isWide(first: string, last: string): boolean {
  if (!isIPv4(first) || !isIPv4(last)) return false;
  const number = (address: string) => address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return number(last) - number(first) + 1 >= internet;
}

function closed(access: Property): Answer {
  return require(lower(access) === "disabled", "publicNetworkAccess is not Disabled");
}

function flexible(properties: Property): Answer {
  const network = properties.get("network");
  // In a subnet of ours a server has no public side, whatever else is said.
  return network.get("delegatedSubnetResourceId").isSet()
    ? compliant
    : closed(network.get("publicNetworkAccess"));
}

const single = (properties: Property): Answer =>
  closed(properties.get("properties").get("publicNetworkAccess"));

const servers: Readonly<Record<string, (properties: Property) => Answer>> = {
  "azure-native:dbforpostgresql:Server": flexible,
  "azure-native:dbformysql:Server": flexible,
  "azure-native:dbforpostgresql:SingleServer": single,
  "azure-native:dbformysql:SingleServer": single,
  "azure-native:dbforpostgresql:ServerGroupCluster": (properties) =>
    every(["coordinatorEnablePublicIpAccess", "nodeEnablePublicIpAccess"], (name) =>
      require(properties.get(name).flag() !== true, `${name} is set`),
    ),
  "azure-native:sql:Server": (properties) => closed(properties.get("publicNetworkAccess")),
  "azure-native:sql:ManagedInstance": (properties) =>
    require(properties.get("publicDataEndpointEnabled").flag() !==
      true, "publicDataEndpointEnabled gives it a public address"),
};

/** Databases have no public address. */
export const rule: ResourceRule = {
  id: "azure-database-not-public",
  title: "Databases have no public address.",
  severity: "critical",
  controls: { checkov: ["CKV_AZURE_68", "CKV_AZURE_53", "CKV_AZURE_113", "CKV_AZURE_11"] },
  enforcement: "always",
  reason: "The whole internet may try passwords and unpatched flaws.",
  remedy:
    "Put the server into a delegated subnet, or set publicNetworkAccess to Disabled and make a private endpoint; remove firewall rules.",
  types: [...Object.keys(servers), ...firewallRules],
  scope: "resource",
  check: ({ type, properties }) => {
    const check = servers[type];
    if (check) return check(properties);
    const [first, last] = ["startIpAddress", "endIpAddress"].map(
      (name) => properties.get(name).text() ?? "0.0.0.0",
    );
    return require(!(first === "0.0.0.0" && last === "0.0.0.0") &&
      !isWide(
        first ?? "",
        last ?? "",
      ), `it lets in ${String(first)} to ${String(last)}${last === "0.0.0.0" ? ", which means every customer of Azure" : ""}`);
  },
};
