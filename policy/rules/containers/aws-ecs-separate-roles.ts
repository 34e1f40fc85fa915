import { compliant, notApplicable, require, violation } from "../../mechanism/answer";
import { taskDefinition } from "../../subjects/container-definitions";
import type { StackRule } from "../../mechanism/rule";

/** A task's own role is not the role that starts it. */
export const rule: StackRule = {
  id: "aws-ecs-separate-roles",
  title: "A task's own role is not the role that starts it.",
  severity: "medium",
  controls: { checkov: ["CKV_AWS_249"] },
  enforcement: "always",
  reason:
    "The starting role may read every secret of the task and pull images; the program in it should not.",
  remedy: "Give taskRoleArn and executionRoleArn a role each.",
  types: [taskDefinition],
  scope: "stack",
  check: (resource) => {
    const [task, execution] = [
      resource.properties.get("taskRoleArn"),
      resource.properties.get("executionRoleArn"),
    ];
    if (!task.isSet() || !execution.isSet()) return notApplicable;
    const sources = [resource.sources("taskRoleArn"), resource.sources("executionRoleArn")].map((urns) =>
      [...urns].sort().join(),
    );
    const same = "taskRoleArn and executionRoleArn are the same role";
    if (task.isKnown() && execution.isKnown()) return require(task.text() !== execution.text(), same);
    // Both unknown yet: where their values come from tells them apart.
    if (sources[0] !== "" && sources[0] === sources[1]) return violation(same);
    if (sources[0] !== "" && sources[1] !== "") return compliant;
    return require(task.text() !== execution.text(), same);
  },
};
