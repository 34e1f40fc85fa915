import { notApplicable, require } from "../../mechanism/answer";
import type { StackRule } from "../../mechanism/rule";

/** A service that is scaled automatically leaves its count to the autoscaler. */
export const rule: StackRule = {
  id: "aws-autoscaled-service-ignores-count",
  title: "A service that is scaled automatically leaves its count to the autoscaler.",
  severity: "high",
  controls: {},
  enforcement: "always",
  reason: "Each deployment would set the count back, in the middle of a peak too.",
  remedy: 'Add ignoreChanges: ["desiredCount"] to the service.',
  types: ["aws:ecs/service:Service"],
  scope: "stack",
  check: (resource, stack) => {
    const { name } = resource.properties.get("name").isKnown()
      ? { name: resource.properties.get("name").text() }
      : { name: undefined };
    const targets = stack
      .ofType(["aws:appautoscaling/target:Target"])
      .filter(
        (target) =>
          target.sources("resourceId").includes(resource.urn) ||
          (name !== undefined &&
            target.properties.get("resourceId").isKnown() &&
            (target.properties.get("resourceId").text() ?? "").endsWith(`/${name}`)),
      );
    if (targets.length === 0) return notApplicable;
    return require(resource.ignoreChanges.some(
      (path) => path === "desiredCount" || path === "*",
    ), "an autoscaling target scales it, and ignoreChanges does not hold desiredCount");
  },
};
