import { every, require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

const subnet = "azure-native:network:Subnet";

/** Subnets have no way out that Azure gives by itself. */
export const rule: ResourceRule = {
  id: "azure-subnet-no-default-outbound",
  title: "Subnets have no way out that Azure gives by itself.",
  severity: "medium",
  controls: {},
  enforcement: "prod",
  reason: "Machines reach the internet by an address that is not ours, past every way out that was planned.",
  remedy: "Set defaultOutboundAccess to false, and make a NAT gateway where there must be a way out.",
  types: [subnet, "azure-native:network:VirtualNetwork"],
  scope: "resource",
  check: ({ type, properties }) =>
    every(type === subnet ? [properties] : properties.get("subnets").items(), (settings) =>
      require(settings.get("defaultOutboundAccess").flag() ===
        false, `${settings.path === "" ? "" : `${settings.path}: `}defaultOutboundAccess is not false`),
    ),
};
