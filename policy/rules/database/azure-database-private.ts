import { compliant, require } from "../../mechanism/answer";
import { naming } from "../../subjects/azure-reference";
import type { StackRule } from "../../mechanism/rule";

/** Databases are reached by a network of ours. */
export const rule: StackRule = {
  id: "azure-database-private",
  title: "Databases are reached by a network of ours.",
  severity: "medium",
  controls: { checkov: ["CKV2_AZURE_57"] },
  enforcement: "prod",
  reason: "Without a private way in, requests and answers cross networks of others.",
  remedy: "Put the server into a delegated subnet, or make a network.PrivateEndpoint for it.",
  types: ["azure-native:dbforpostgresql:Server", "azure-native:dbforpostgresql:SingleServer"],
  scope: "stack",
  check: (resource, stack) => {
    if (resource.properties.get("network").get("delegatedSubnetResourceId").isSet()) return compliant;
    const path = "privateLinkServiceConnections.privateLinkServiceId";
    return require(naming(stack, resource, ["azure-native:network:PrivateEndpoint"], path).length >
      0, "it is in no subnet and has no private endpoint");
  },
};
