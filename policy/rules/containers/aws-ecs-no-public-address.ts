import { every, require } from "../../mechanism/answer";
import type { Property } from "../../mechanism/property";
import type { ResourceRule } from "../../mechanism/rule";

/** What starts tasks by itself, and where it says how. */
const launches: Readonly<Record<string, (properties: Property) => Property>> = {
  "aws:cloudwatch/eventTarget:EventTarget": (properties) => properties.get("ecsTarget"),
  "aws:scheduler/schedule:Schedule": (properties) => properties.get("target").get("ecsParameters"),
};

/** ECS services give their tasks no public address. */
export const rule: ResourceRule = {
  id: "aws-ecs-no-public-address",
  title: "ECS services give their tasks no public address.",
  severity: "high",
  controls: { checkov: ["CKV_AWS_333"] },
  enforcement: "always",
  reason: "A task with a public address is one wrong security-group rule away from the internet.",
  remedy: "Leave networkConfiguration.assignPublicIp off and let tasks go out through NAT or endpoints.",
  types: [...Object.keys(launches), "aws:ecs/service:Service", "aws:ecs/taskSet:TaskSet"],
  scope: "resource",
  check: ({ type, properties }) =>
    every((launches[type]?.(properties) ?? properties).get("networkConfiguration").items(), (network) =>
      require(network.get("assignPublicIp").flag() !==
        true, "assignPublicIp gives each task a public address"),
    ),
};
