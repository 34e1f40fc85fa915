import { require } from "../../mechanism/answer";
import { everyContainer, taskDefinition } from "../../subjects/container-definitions";
import type { ResourceRule } from "../../mechanism/rule";

/** Containers have a read-only root file system. */
export const rule: ResourceRule = {
  id: "aws-ecs-read-only-root",
  title: "Containers have a read-only root file system.",
  severity: "medium",
  controls: { checkov: ["CKV_AWS_336"] },
  enforcement: "prod",
  reason: "An intruder who can write to the file system can change the program and stay.",
  remedy: "Set readonlyRootFilesystem to true, and mount a volume where the program must write.",
  types: [taskDefinition],
  scope: "resource",
  check: (resource) =>
    everyContainer(resource, ({ name, settings }) =>
      require(settings.get("readonlyRootFilesystem").flag() ===
        true, `container "${name}" can write to its root file system`),
    ),
};
