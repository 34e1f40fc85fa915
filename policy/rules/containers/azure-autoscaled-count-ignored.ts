import { notApplicable, require } from "../../mechanism/answer";
import { isNamedBy } from "../../subjects/azure-reference";
import type { StackRule } from "../../mechanism/rule";

/** What is scaled automatically leaves its count to the autoscaler. */
export const rule: StackRule = {
  id: "azure-autoscaled-count-ignored",
  title: "What is scaled automatically leaves its count to the autoscaler.",
  severity: "high",
  controls: {},
  enforcement: "always",
  reason: "Each deployment would set the count back, in the middle of a peak too.",
  remedy: 'Add ignoreChanges: ["sku.capacity"] to the resource.',
  types: ["azure-native:compute:VirtualMachineScaleSet", "azure-native:web:AppServicePlan"],
  scope: "stack",
  check: (resource, stack) => {
    const settings = stack
      .ofType(["azure-native:monitor:AutoscaleSetting"])
      .filter((setting) => isNamedBy(resource, setting, "targetResourceUri"))
      .filter(({ properties }) => properties.get("enabled").flag() !== false);
    if (settings.length === 0) return notApplicable;
    return require(resource.ignoreChanges.some((path) =>
      ["sku.capacity", "sku", "*"].includes(path),
    ), "an autoscale setting scales it, and ignoreChanges does not hold sku.capacity");
  },
};
