import { every, notApplicable, require } from "../../mechanism/answer";
import type { Stack } from "../../mechanism/resource";
import { objectsOf, type Placed, selects, selectsAll, together } from "../../subjects/kubernetes-namespace";
import { objectsIn, typesOf } from "../../subjects/kubernetes-object";
import { podOf, replicated } from "../../subjects/kubernetes-pod";
import type { StackRule } from "../../mechanism/rule";

const budgets = typesOf({ PodDisruptionBudget: ["policy/v1", "policy/v1beta1"] });
const autoscalers = typesOf({
  HorizontalPodAutoscaler: ["v1", "v2", "v2beta1", "v2beta2"].map((version) => `autoscaling/${version}`),
});

/** Whether an autoscaler keeps more than one replica of an object. */
function isScaledOut(stack: Stack, object: Placed): boolean {
  const name = object.properties.get("metadata").get("name");
  return objectsOf(stack, autoscalers).some((autoscaler) => {
    const spec = autoscaler.properties.get("spec");
    const target = spec.get("scaleTargetRef");
    if (target.get("kind").text() !== object.kind || !together(stack, object, autoscaler)) return false;
    const given = target.get("name");
    const isTarget =
      given.isKnown() && name.isKnown()
        ? given.text() === name.text()
        : autoscaler.resource.sources("spec").includes(object.resource.urn);
    return isTarget && (spec.get("minReplicas").number() ?? 1) > 1;
  });
}

/** What has several replicas keeps some while nodes are replaced. */
export const rule: StackRule = {
  id: "kubernetes-disruption-budget",
  title: "What has several replicas keeps some while nodes are replaced.",
  severity: "medium",
  controls: {},
  enforcement: "prod",
  reason: "A new version of the nodes may take all replicas away at once.",
  remedy: "Make a PodDisruptionBudget in its namespace whose selector matches its pods.",
  types: typesOf(replicated).filter((type) => !type.endsWith("Patch")),
  scope: "stack",
  check: (resource, stack) =>
    every(objectsIn(resource), (object) => {
      const placed = { ...object, resource };
      const replicas = object.properties.get("spec").get("replicas").number() ?? 1;
      if (replicas < 2 && !isScaledOut(stack, placed)) return notApplicable;
      const labels = podOf(object).metadata.get("labels");
      const kept = objectsOf(stack, budgets)
        .filter((budget) => together(stack, placed, budget))
        .map(({ properties }) => properties.get("spec").get("selector"))
        .some((selector) => selector.isSet() && (selectsAll(selector) || selects(selector, labels)));
      return require(kept, `${object.where}no PodDisruptionBudget selects its pods`);
    }),
};
