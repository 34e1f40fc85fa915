import { raisesErrors } from "../image-errors";
import { failingImage, type ImageFault } from "../image-fault";
import { at, shown, text } from "../reading";
import type { FunctionRules, Properties, StoredResource, Value, World } from "../rules";
import { containersOf, findTaskDefinition } from "./task-definition";
import { types } from "./types";

function imagesOf(definition: Value | undefined, world: World): string[] {
  const found = findTaskDefinition(world, text(definition));
  const containers = containersOf(found?.inputs["containerDefinitions"]) ?? [];
  return containers.flatMap(({ image }) => text(image) ?? []);
}

/** What the service's events say of the task definition, if its tasks don't come up. */
function failure(definition: Value | undefined, world: World): readonly string[] {
  const failing = failingImage(imagesOf(definition, world));
  if (failing === undefined) return [];
  const events: Readonly<Record<ImageFault, string>> = {
    unpullable: `was unable to start a task: CannotPullContainerError: failed to resolve ref ${failing.image}: not found.`,
    crashing: "deployment failed: tasks failed to start.",
    unready: "deployment failed: tasks failed container health checks.",
  };
  return [events[failing.fault]];
}

const fails = (definition: Value | undefined, world: World): boolean => failure(definition, world).length > 0;

const shares = ["canaryConfiguration.canaryPercent", "linearConfiguration.stepPercent"];

/** What the events say of a version that comes up and raises errors, if an alarm watches the rollout: it ends at its first share. */
function alarmed(inputs: Properties, world: World): readonly string[] {
  if (at(inputs, "alarms.enable") !== true || !raisesErrors(imagesOf(inputs["taskDefinition"], world)))
    return [];
  const [share] = shares.flatMap((path) => at(inputs, `deploymentConfiguration.${path}`) ?? []);
  const when = share === undefined ? "" : ` while ${shown(share)} percent of the requests went to it`;
  return [`deployment failed: alarm detected${when}.`];
}

/**
 * What the service runs in the end: where the circuit breaker or an alarm may, it goes back to what it ran before. A provider
 * that finds the service steady by then reports a success.
 */
export function servingDefinition({ id, inputs }: StoredResource, world: World): Value {
  const wanted = inputs["taskDefinition"] ?? null;
  const before = world.find(types.service, id)?.outputs["taskDefinition"];
  const rollsBack =
    at(inputs, "deploymentCircuitBreaker.enable") === true &&
    at(inputs, "deploymentCircuitBreaker.rollback") === true;
  const taken =
    (fails(wanted, world) && rollsBack) ||
    (alarmed(inputs, world).length > 0 && at(inputs, "alarms.rollback") === true);
  return taken && before !== undefined && !fails(before, world) ? before : wanted;
}

/** A service that never becomes steady, for who waits for it. */
export function brokenDeployment({ inputs, outputs }: StoredResource, world: World): string | undefined {
  const [why] = failure(outputs["taskDefinition"], world);
  return why === undefined || inputs["waitForSteadyState"] !== true
    ? undefined
    : `waiting for ECS Service (${shown(outputs["name"])}): (service ${shown(outputs["name"])}) ${why}`;
}

/** Newest first, as ECS tells them. */
function eventsOf({ inputs, outputs }: StoredResource, world: World): string[] {
  const [wanted, served] = [inputs["taskDefinition"], outputs["taskDefinition"]];
  const told =
    wanted === served
      ? [...failure(served, world), "has reached a steady state."]
      : [
          "has reached a steady state.",
          "rolling back to the last completed deployment.",
          ...failure(wanted, world),
          ...alarmed(inputs, world),
        ];
  return told.map((message) => `(service ${shown(outputs["name"])}) ${message}`);
}

/** What can be asked about services. */
export const serviceFunctions: readonly FunctionRules[] = [
  {
    token: "aws:ecs/getService:getService",
    result: (inputs, world): Properties | { path: string; reason: string } => {
      const cluster = shown(inputs["clusterArn"]).replace(/^.*:cluster\//, "");
      const name = shown(inputs["serviceName"]);
      const found = world
        .all(types.service)
        .find(({ id, outputs }) => outputs["name"] === name && id.endsWith(`:service/${cluster}/${name}`));
      if (found === undefined)
        return { path: "serviceName", reason: `ServiceNotFoundException: Service not found: ${name}` };
      return {
        ...found.outputs,
        clusterArn: shown(inputs["clusterArn"]),
        serviceName: name,
        status: "ACTIVE",
        events: eventsOf(found, world).map((message, index) => ({ id: String(index), message })),
      };
    },
  },
];
