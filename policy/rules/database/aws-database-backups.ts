import { notApplicable, require } from "../../mechanism/answer";
import { clusters, servers } from "../../subjects/database";
import type { ResourceRule } from "../../mechanism/rule";

const defaultDays = 7;

/** Databases keep automatic backups. */
export const rule: ResourceRule = {
  id: "aws-database-backups",
  title: "Databases keep automatic backups.",
  severity: "high",
  controls: { checkov: ["CKV_AWS_133"] },
  enforcement: "prod",
  reason: "Without them a mistake or an attack loses everything since the last copy somebody made.",
  remedy: "Set backupRetentionPeriod to 7 days or more, or to what the policy's configuration asks for.",
  types: [...servers, ...clusters],
  configuration: {
    properties: { days: { type: "integer", minimum: 1, maximum: 35, default: defaultDays } },
  },
  scope: "resource",
  check: ({ type, properties }, configuration) => {
    if (properties.get("replicateSourceDb").isSet()) return notApplicable;
    const least = configuration.get("days").number() ?? defaultDays;
    // AWS keeps a cluster's backups for one day unless told otherwise, and a server's for none.
    const days = properties.get("backupRetentionPeriod").number() ?? (clusters.includes(type) ? 1 : 0);
    return require(days >= least, `backupRetentionPeriod is ${String(days)}, below ${String(least)} days`);
  },
};
