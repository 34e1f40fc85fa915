import { every, require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** A cache outlives a zone. */
export const rule: ResourceRule = {
  id: "aws-cache-multi-zone",
  title: "A cache outlives a zone.",
  severity: "medium",
  controls: { checkov: ["CKV2_AWS_50"] },
  enforcement: "prod",
  reason: "With its zone every session and queue in it is gone, and what needs it stops.",
  remedy: "Set automaticFailoverEnabled and multiAzEnabled to true, with two nodes or more.",
  types: ["aws:elasticache/replicationGroup:ReplicationGroup"],
  scope: "resource",
  check: ({ properties }) =>
    every(["automaticFailoverEnabled", "multiAzEnabled"], (name) =>
      require(properties.get(name).flag() === true, `${name} is off`),
    ),
};
