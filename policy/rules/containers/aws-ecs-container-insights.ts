import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** ECS clusters send container metrics. */
export const rule: ResourceRule = {
  id: "aws-ecs-container-insights",
  title: "ECS clusters send container metrics.",
  severity: "low",
  controls: { checkov: ["CKV_AWS_65"] },
  enforcement: "prod",
  reason: "Without them nobody sees which task ran out of memory or CPU.",
  remedy: 'Add the setting containerInsights with value "enabled" or "enhanced".',
  types: ["aws:ecs/cluster:Cluster"],
  scope: "resource",
  check: ({ properties }) =>
    require(properties
      .get("settings")
      .items()
      .some(
        (setting) =>
          setting.get("name").text() === "containerInsights" &&
          ["enabled", "enhanced"].includes(setting.get("value").text() ?? ""),
      ), "containerInsights is not enabled"),
};
