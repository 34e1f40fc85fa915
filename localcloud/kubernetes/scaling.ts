import { amount, at, isRecord, shown } from "../reading";
import type { Check } from "../rules";
import { atLeast, each, exactlyOne, intOrPercent, invalid, oneOf } from "./checks";

const sources: Readonly<Record<string, string>> = {
  ContainerResource: "containerResource",
  External: "external",
  Object: "object",
  Pods: "pods",
  Resource: "resource",
};

const autoscaler: Check = (object) => {
  const least = amount(at(object, "spec.minReplicas")) ?? 1;
  const most = amount(at(object, "spec.maxReplicas"));
  return [
    // Zero needs an alpha feature that no managed cluster has on.
    ...atLeast(object, "spec.minReplicas", 1),
    ...atLeast(object, "spec.maxReplicas", 1),
    ...(most !== undefined && most < least
      ? invalid(
          "spec.maxReplicas",
          `Invalid value: ${String(most)}: must be greater than or equal to \`minReplicas\``,
        )
      : []),
    ...each(object, "spec.metrics").flatMap(({ value, path }) => {
      const source = sources[shown(value["type"])];
      if (source === undefined) return oneOf(value, "type", Object.keys(sources), `${path}.`);
      const target = at(value, `${source}.target`);
      return value[source] === undefined
        ? invalid(
            `${path}.${source}`,
            "Required value: must populate information for the given metric source",
          )
        : isRecord(target)
          ? [
              ...oneOf(target, "type", ["AverageValue", "Utilization", "Value"], `${path}.${source}.target.`),
              ...exactlyOne(
                target,
                `${path}.${source}.target`,
                ["averageUtilization", "averageValue", "value"],
                "target value",
              ),
              ...atLeast(target, "averageUtilization", 1, `${path}.${source}.target.`),
            ]
          : [];
    }),
    ...["scaleDown", "scaleUp"].flatMap((direction) => {
      const path = `spec.behavior.${direction}`;
      const seconds = amount(at(object, `${path}.stabilizationWindowSeconds`));
      return [
        ...(seconds !== undefined && (seconds < 0 || seconds > 3600)
          ? invalid(
              `${path}.stabilizationWindowSeconds`,
              `Invalid value: ${String(seconds)}: must be from 0 to 3600`,
            )
          : []),
        ...each(object, `${path}.policies`).flatMap((policy) => [
          ...oneOf(policy.value, "type", ["Percent", "Pods"], `${policy.path}.`),
          ...atLeast(policy.value, "value", 1, `${policy.path}.`),
          ...atLeast(policy.value, "periodSeconds", 1, `${policy.path}.`),
        ]),
      ];
    }),
  ];
};

const budget: Check = (object) => [
  ...(at(object, "spec.minAvailable") !== undefined && at(object, "spec.maxUnavailable") !== undefined
    ? invalid("spec", "Invalid value: minAvailable and maxUnavailable cannot be both set")
    : []),
  ...intOrPercent(object, "spec.minAvailable"),
  ...intOrPercent(object, "spec.maxUnavailable"),
  ...oneOf(object, "spec.unhealthyPodEvictionPolicy", ["AlwaysAllow", "IfHealthyBudget"]),
];

export const autoscalerChecks: readonly Check[] = [autoscaler];
export const budgetChecks: readonly Check[] = [budget];
