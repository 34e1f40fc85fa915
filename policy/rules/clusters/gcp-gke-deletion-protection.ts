import { require } from "../../mechanism/answer";
import { gkeCluster } from "../../subjects/gcp-kubernetes";
import type { ResourceRule } from "../../mechanism/rule";

/** A cluster refuses to be deleted. */
export const rule: ResourceRule = {
  id: "gcp-gke-deletion-protection",
  title: "A cluster refuses to be deleted.",
  severity: "medium",
  controls: {},
  enforcement: "prod",
  reason: "A mistaken destroy takes every workload and volume with it.",
  remedy: "Leave deletionProtection on.",
  types: [gkeCluster],
  scope: "resource",
  check: ({ properties }) =>
    require(properties.get("deletionProtection").flag() !== false, "deletionProtection is off"),
};
