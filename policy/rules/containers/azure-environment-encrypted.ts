import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Container apps talk to each other over TLS. */
export const rule: ResourceRule = {
  id: "azure-environment-encrypted",
  title: "Container apps talk to each other over TLS.",
  severity: "medium",
  controls: {},
  enforcement: "prod",
  reason: "Who is in the network reads what services say to each other.",
  remedy: "Set peerTrafficConfiguration.encryption.enabled to true.",
  types: ["azure-native:app:ManagedEnvironment"],
  scope: "resource",
  check: ({ properties }) =>
    require(properties.get("peerTrafficConfiguration").get("encryption").get("enabled").flag() ===
      true, "peerTrafficConfiguration.encryption is off"),
};
