import { notApplicable, require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

const parameterGroups = [
  "aws:rds/parameterGroup:ParameterGroup",
  "aws:rds/clusterParameterGroup:ClusterParameterGroup",
];

/** PostgreSQL databases refuse connections without TLS. */
export const rule: ResourceRule = {
  id: "aws-database-tls-only",
  title: "PostgreSQL databases refuse connections without TLS.",
  severity: "high",
  controls: { checkov: ["CKV2_AWS_69"] },
  enforcement: "prod",
  reason: "A client that was set up wrongly sends queries, data and password in the open.",
  remedy: "Give the parameter group rds.force_ssl = 1 and use it.",
  types: parameterGroups,
  scope: "resource",
  check: ({ properties }) => {
    const family = properties.get("family").text() ?? "";
    if (!family.includes("postgres")) return notApplicable;
    const value = properties
      .get("parameters")
      .items()
      .find((parameter) => parameter.get("name").text() === "rds.force_ssl")
      ?.get("value")
      .text();
    // From PostgreSQL 15 on RDS refuses plain connections unless told otherwise; Aurora from 17 on.
    const version = Number(/(\d+)/.exec(family)?.[1] ?? 0);
    const safe = version >= (family.startsWith("aurora") ? 17 : 15);
    return require((value ?? (safe ? "1" : "0")) === "1", "rds.force_ssl is not 1");
  },
};
