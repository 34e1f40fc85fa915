import { type Answer, compliant, every, notApplicable, violation } from "../../mechanism/answer";
import type { Property } from "../../mechanism/property";
import type { ResourceRule } from "../../mechanism/rule";

const subnet = "azure-native:network:Subnet";
const network = "azure-native:network:VirtualNetwork";

/** Subnets of Azure's own appliances, on which it allows no group. */
const without = [
  "GatewaySubnet",
  "AzureFirewallSubnet",
  "AzureFirewallManagementSubnet",
  "RouteServerSubnet",
].map((name) => name.toLowerCase());

function judge(where: string, properties: Property, name: Property): Answer {
  const group = properties.get("networkSecurityGroup");
  if (!group.isKnown() || group.get("id").isSet()) return compliant;
  const known = name.text()?.toLowerCase();
  if (known !== undefined && without.includes(known)) return notApplicable;
  return violation(`the subnet ${where} has no network security group`);
}

/** Every subnet has a network security group. */
export const rule: ResourceRule = {
  id: "azure-subnet-has-security-group",
  title: "Every subnet has a network security group.",
  severity: "high",
  controls: { cis: ["7.11"], checkov: ["CKV2_AZURE_31"] },
  enforcement: "always",
  reason:
    "Without one everything in the network may talk to everything in the subnet, and the subnet to the internet.",
  remedy: "Set networkSecurityGroup on the subnet; its rules may be few.",
  types: [subnet, network],
  scope: "resource",
  check: ({ type, name, properties }) => {
    if (type === subnet) return judge(name, properties, properties.get("subnetName"));
    return every(properties.get("subnets").items(), (inline) =>
      judge(inline.path, inline, inline.get("name")),
    );
  },
};
