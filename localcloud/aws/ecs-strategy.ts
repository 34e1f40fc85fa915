import { at, list, record, refuse, text } from "../reading";
import type { Check, Problem, Properties, Value, World } from "../rules";
import { targetsOf } from "./load-balancing";
import { trustProblems } from "./role-trust";
import { types } from "./types";

const strategies = ["ROLLING", "BLUE_GREEN", "LINEAR", "CANARY"];
const path = "deploymentConfiguration";
/** Settings of one strategy: with it they are needed, with any other refused. */
const own: Readonly<Record<string, string>> = {
  LINEAR: "linearConfiguration",
  CANARY: "canaryConfiguration",
};
/** API reference of ECS: 0 to 1440 minutes. */
const minutes = [
  "bakeTimeInMinutes",
  "canaryConfiguration.canaryBakeTimeInMinutes",
  "linearConfiguration.stepBakeTimeInMinutes",
];

/** How a service's requests go over to a new version: which shares, and for how long. */
export const strategyCheck: Check = (inputs) => {
  const configuration = record(inputs[path]);
  const strategy = text(configuration["strategy"]) ?? "ROLLING";
  if (!strategies.includes(strategy))
    return refuse(`${path}.strategy`, `InvalidParameterException: is one of ${strategies.join(", ")}`);
  const problems: Problem[] = Object.entries(own).flatMap(([of, key]) => {
    if (of === strategy && configuration[key] === undefined)
      return refuse(`${path}.${key}`, `InvalidParameterException: must be given with the strategy ${of}`);
    return of !== strategy && configuration[key] !== undefined
      ? refuse(`${path}.${key}`, `InvalidParameterException: is only valid with the strategy ${of}`)
      : [];
  });
  for (const key of minutes) {
    const given = at(configuration, key);
    if (
      given !== undefined &&
      !(Number.isInteger(Number(given)) && Number(given) >= 0 && Number(given) <= 1440)
    )
      problems.push({ path: `${path}.${key}`, reason: "InvalidParameterException: is 0 to 1440 minutes" });
  }
  for (const [key, least] of [
    ["canaryConfiguration.canaryPercent", 0.1],
    ["linearConfiguration.stepPercent", 3],
  ] as const) {
    const given = at(configuration, key);
    if (typeof given === "number" && (given < least || given > 100))
      problems.push({
        path: `${path}.${key}`,
        reason: `InvalidParameterException: is from ${String(least)} to 100 percent`,
      });
  }
  if (strategy === "ROLLING") return problems;
  if (record(inputs["deploymentCircuitBreaker"])["enable"] === true)
    problems.push({
      path: "deploymentCircuitBreaker",
      reason: "InvalidParameterException: only the rolling update has a circuit breaker",
    });
  const shifting = strategy === "LINEAR" || strategy === "CANARY";
  if (
    shifting &&
    list(inputs["loadBalancers"]).length === 0 &&
    inputs["serviceConnectConfiguration"] === undefined
  )
    problems.push({
      path: `${path}.strategy`,
      reason: `InvalidParameterException: ${strategy} needs a load balancer or Service Connect, whose requests it can move`,
    });
  return problems;
};

/** What ECS moves requests between: two target groups, in one rule that sends to both, with a role that may change it. */
export const alternateCheck: Check = (inputs, world) => {
  const strategy = text(at(inputs, `${path}.strategy`)) ?? "ROLLING";
  if (strategy === "ROLLING") return [];
  return list(inputs["loadBalancers"]).flatMap((value, index) => {
    const balancer = record(value);
    const here = `loadBalancers[${String(index)}].advancedConfiguration`;
    if (balancer["advancedConfiguration"] === undefined)
      return refuse(here, `InvalidParameterException: must be given with the strategy ${strategy}`);
    return advancedProblems(
      here,
      balancer["targetGroupArn"],
      record(balancer["advancedConfiguration"]),
      world,
    );
  });
};

function advancedProblems(
  here: string,
  primary: Value | undefined,
  advanced: Properties,
  world: World,
): readonly Problem[] {
  const alternate = text(advanced["alternateTargetGroupArn"]);
  const problems: Problem[] = [
    ...trustProblems(`${here}.roleArn`, advanced["roleArn"], infrastructure, world),
  ];
  if (alternate !== undefined && alternate === primary)
    problems.push({
      path: `${here}.alternateTargetGroupArn`,
      reason: "InvalidParameterException: the two target groups must be different",
    });
  const [one, other] = [primary, alternate].map((arn) => world.find(types.targetGroup, arn, "arn"));
  if (alternate !== undefined && other === undefined)
    problems.push({
      path: `${here}.alternateTargetGroupArn`,
      reason: `InvalidParameterException: unable to find the target group ${alternate}`,
    });
  for (const key of ["targetType", "protocol", "vpcId"])
    if (one && other && one.outputs[key] !== other.outputs[key])
      problems.push({
        path: `${here}.alternateTargetGroupArn`,
        reason: `InvalidParameterException: the two target groups differ in their ${key}`,
      });
  return [
    ...problems,
    ...ruleProblems(`${here}.productionListenerRule`, advanced, [primary, alternate], world),
  ];
}

const infrastructure = { service: "ecs.amazonaws.com", actions: ["sts:AssumeRole"] };

function ruleProblems(
  here: string,
  advanced: Properties,
  groups: readonly (Value | undefined)[],
  world: World,
): readonly Problem[] {
  const arn = text(advanced["productionListenerRule"]);
  if (arn === undefined) return [];
  const rule = world.find(types.listenerRule, arn);
  if (rule === undefined)
    return refuse(
      here,
      `InvalidParameterException: '${arn}' is not the ARN of a listener's rule that exists`,
    );
  const actions = list(rule.outputs["actions"]).map(record);
  if (actions.some(({ type }) => type !== "forward"))
    return refuse(here, "InvalidParameterException: the rule does something else than to forward");
  const missing = groups.find(
    (group) => group !== undefined && !targetsOf(actions).includes(text(group) ?? ""),
  );
  return missing === undefined
    ? []
    : refuse(
        here,
        `InvalidParameterException: the rule does not forward to the target group ${text(missing) ?? ""}`,
      );
}
