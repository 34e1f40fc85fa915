import { amount, at, list, refuse, texts } from "../reading";
import type { Check } from "../rules";
import { types } from "./types";

/** What a rollout needs: room to replace tasks, and a controller that knows its settings. */
export const rolloutCheck: Check = (inputs) => {
  const external =
    at(inputs, "deploymentController.type") !== undefined &&
    at(inputs, "deploymentController.type") !== "ECS";
  if (external)
    return inputs["deploymentCircuitBreaker"] === undefined
      ? []
      : refuse(
          "deploymentCircuitBreaker",
          "InvalidParameterException: only the ECS deployment controller has a circuit breaker",
        );
  const minimum = amount(inputs["deploymentMinimumHealthyPercent"]) ?? 100;
  const maximum = amount(inputs["deploymentMaximumPercent"]) ?? 200;
  if (minimum >= maximum && inputs["schedulingStrategy"] !== "DAEMON")
    return refuse(
      "deploymentMaximumPercent",
      "InvalidParameterException: the maximum must be above the minimum healthy percent, or no task can be replaced",
    );
  return inputs["healthCheckGracePeriodSeconds"] !== undefined && list(inputs["loadBalancers"]).length === 0
    ? refuse(
        "healthCheckGracePeriodSeconds",
        "InvalidParameterException: only services with a load balancer have a grace period",
      )
    : [];
};

/** Alarms that stop a rollout must exist. */
export const alarmCheck: Check = (inputs, world) =>
  texts(at(inputs, "alarms.alarmNames")).flatMap((name, index) => {
    const alarm =
      world.find(types.metricAlarm, name, "name") ?? world.find(types.compositeAlarm, name, "alarmName");
    return alarm === undefined
      ? refuse(
          `alarms.alarmNames[${String(index)}]`,
          `InvalidParameterException: there is no alarm '${name}'`,
        )
      : [];
  });
