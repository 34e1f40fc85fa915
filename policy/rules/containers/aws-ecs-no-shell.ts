import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Nobody opens a shell in a task. */
export const rule: ResourceRule = {
  id: "aws-ecs-no-shell",
  title: "Nobody opens a shell in a task.",
  severity: "medium",
  controls: {},
  enforcement: "prod",
  reason: "A shell changes what runs past every review, and reads every secret of the task.",
  remedy: "Leave enableExecuteCommand off.",
  types: ["aws:ecs/service:Service"],
  scope: "resource",
  check: ({ properties }) =>
    require(properties.get("enableExecuteCommand").flag() !== true, "enableExecuteCommand is on"),
};
