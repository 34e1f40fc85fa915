import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** A cache outlives a node and a zone. */
export const rule: ResourceRule = {
  id: "azure-cache-multi-zone",
  title: "A cache outlives a node and a zone.",
  severity: "medium",
  controls: {},
  enforcement: "prod",
  reason: "With its node every session and queue in it is gone, and what needs it stops.",
  remedy: "Leave highAvailability on.",
  types: ["azure-native:redisenterprise:RedisEnterprise"],
  scope: "resource",
  check: ({ properties }) =>
    require(properties.get("highAvailability").text() !== "Disabled", "highAvailability is off"),
};
