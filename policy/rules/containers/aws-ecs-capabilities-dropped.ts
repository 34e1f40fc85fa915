import { require } from "../../mechanism/answer";
import { everyContainer, taskDefinition } from "../../subjects/container-definitions";
import type { ResourceRule } from "../../mechanism/rule";

/** Containers drop the kernel's capabilities. */
export const rule: ResourceRule = {
  id: "aws-ecs-capabilities-dropped",
  title: "Containers drop the kernel's capabilities.",
  severity: "medium",
  controls: {},
  enforcement: "prod",
  reason: "The default ones let a broken-in program forge packets and change files of others.",
  remedy: "Set linuxParameters.capabilities.drop to ALL in each container.",
  types: [taskDefinition],
  scope: "resource",
  check: (resource) =>
    everyContainer(resource, ({ name, settings }) =>
      require(settings
        .get("linuxParameters")
        .get("capabilities")
        .get("drop")
        .items()
        .some((one) => one.text() === "ALL"), `container "${name}" does not drop ALL capabilities`),
    ),
};
