import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** A cache keeps snapshots. */
export const rule: ResourceRule = {
  id: "aws-cache-backups",
  title: "A cache keeps snapshots.",
  severity: "low",
  controls: { checkov: ["CKV_AWS_134"] },
  enforcement: "prod",
  reason: "What programs keep in it, and nowhere else, is lost with a mistake.",
  remedy: "Set snapshotRetentionLimit to a day or more.",
  types: ["aws:elasticache/replicationGroup:ReplicationGroup"],
  scope: "resource",
  check: ({ properties }) =>
    require((properties.get("snapshotRetentionLimit").number() ?? 0) >= 1, "snapshotRetentionLimit is 0"),
};
