import { notApplicable, require } from "../../mechanism/answer";
import type { StackRule } from "../../mechanism/rule";

const autoscalers = ["gcp:compute/autoscaler:Autoscaler", "gcp:compute/regionAutoscaler:RegionAutoscaler"];

/** A group that is scaled automatically leaves its size to the autoscaler. */
export const rule: StackRule = {
  id: "gcp-autoscaled-group-ignores-size",
  title: "A group that is scaled automatically leaves its size to the autoscaler.",
  severity: "high",
  controls: {},
  enforcement: "always",
  reason: "Each deployment would set the size back, in the middle of a peak too.",
  remedy: 'Leave targetSize out, or add ignoreChanges: ["targetSize"] to the group.',
  types: [
    "gcp:compute/instanceGroupManager:InstanceGroupManager",
    "gcp:compute/regionInstanceGroupManager:RegionInstanceGroupManager",
  ],
  scope: "stack",
  check: (resource, stack) => {
    const scalers = stack.referringTo(resource, autoscalers, "target");
    if (scalers.length === 0) return notApplicable;
    const held = resource.ignoreChanges.some((path) => path === "targetSize" || path === "*");
    return require(held ||
      !resource.properties
        .get("targetSize")
        .isSet(), "an autoscaler scales it, and ignoreChanges does not hold targetSize");
  },
};
