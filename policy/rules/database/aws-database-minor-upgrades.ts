import { require } from "../../mechanism/answer";
import { members, servers } from "../../subjects/database";
import type { ResourceRule } from "../../mechanism/rule";

/** Databases and caches take the fixes of their version. */
export const rule: ResourceRule = {
  id: "aws-database-minor-upgrades",
  title: "Databases and caches take the fixes of their version.",
  severity: "medium",
  controls: { cis: ["2.2.2"], checkov: ["CKV_AWS_226", "CKV_AWS_322"] },
  enforcement: "prod",
  reason: "A known flaw stays open until somebody finds the time.",
  remedy: "Leave autoMinorVersionUpgrade on.",
  types: [...servers, ...members, "aws:elasticache/replicationGroup:ReplicationGroup"],
  scope: "resource",
  check: ({ properties }) =>
    require(properties.get("autoMinorVersionUpgrade").flag() !== false, "autoMinorVersionUpgrade is off"),
};
