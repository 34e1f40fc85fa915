import { every, notApplicable, require } from "../../mechanism/answer";
import type { Property } from "../../mechanism/property";
import { unchanged } from "../../subjects/kubernetes-object";
import { everyContainer, podTypes } from "../../subjects/kubernetes-pod";
import type { ResourceRule } from "../../mechanism/rule";

/** Whether there is a quantity, and more than none: a limit of 0 is no limit. */
function isQuantity(property: Property): boolean {
  return property.isSet() && (!property.isKnown() || Number.parseFloat(property.text() ?? "") > 0);
}

/** Every container is promised CPU and memory, and has a limit of both. */
export const rule: ResourceRule = {
  id: "kubernetes-resources-limited",
  title: "Every container is promised CPU and memory, and has a limit of both.",
  severity: "medium",
  controls: { checkov: ["CKV_K8S_10", "CKV_K8S_11", "CKV_K8S_12", "CKV_K8S_13"] },
  enforcement: "always",
  reason:
    "One that leaks memory or spins takes what its neighbours on the node need, and is itself the first to go.",
  remedy: "Set resources.requests and resources.limits of cpu and memory, for each container or the pod.",
  types: podTypes,
  scope: "resource",
  check: (resource) =>
    everyContainer(resource, ({ list, name, pod, settings }) => {
      const own = settings.get("resources");
      // One that is put into a running pod takes part in what the pod has.
      if (list === "ephemeralContainers" || unchanged(pod, own)) return notApplicable;
      const places = [own, pod.spec.get("resources")];
      return every(["cpu", "memory"], (kind) =>
        every(["limits", "requests"], (side) => {
          // What is limited and asks for nothing is promised its limit.
          const sides = side === "requests" ? [side, "limits"] : [side];
          const given = places.some((place) => sides.some((one) => isQuantity(place.get(one).get(kind))));
          return require(given, `${name} has no resources.${side}.${kind}`);
        }),
      );
    }),
};
