import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** A cache outlives a zone. */
export const rule: ResourceRule = {
  id: "gcp-cache-multi-zone",
  title: "A cache outlives a zone.",
  severity: "medium",
  controls: {},
  enforcement: "prod",
  reason: "With its zone every session and queue in it is gone, and what needs it stops.",
  remedy: "Set tier to STANDARD_HA.",
  types: ["gcp:redis/instance:Instance"],
  scope: "resource",
  check: ({ properties }) =>
    require(properties.get("tier").text() === "STANDARD_HA", "its tier is not STANDARD_HA"),
};
