import { require } from "../../mechanism/answer";
import { clusters, servers } from "../../subjects/database";
import type { ResourceRule } from "../../mechanism/rule";

/** Databases send their logs to CloudWatch. */
export const rule: ResourceRule = {
  id: "aws-database-logs",
  title: "Databases send their logs to CloudWatch.",
  severity: "low",
  controls: { checkov: ["CKV_AWS_129", "CKV_AWS_324"] },
  enforcement: "prod",
  reason: "Slow queries, errors and failed logins stay invisible, and vanish with the server.",
  remedy: 'Set enabledCloudwatchLogsExports, for PostgreSQL to ["postgresql", "upgrade"].',
  types: [...servers, ...clusters],
  scope: "resource",
  check: ({ properties }) =>
    require(properties
      .get("enabledCloudwatchLogsExports")
      .isSet(), "enabledCloudwatchLogsExports names no log"),
};
