import { require } from "../../mechanism/answer";
import { clusters, members, servers } from "../../subjects/database";
import type { ResourceRule } from "../../mechanism/rule";

/** Databases have no public address. */
export const rule: ResourceRule = {
  id: "aws-database-not-public",
  title: "Databases have no public address.",
  severity: "critical",
  controls: { cis: ["2.2.3"], checkov: ["CKV_AWS_17"] },
  enforcement: "always",
  reason: "One wrong security-group rule opens the data to the internet.",
  remedy: "Leave publiclyAccessible off.",
  types: [...servers, ...members, ...clusters],
  scope: "resource",
  check: ({ properties }) =>
    require(properties.get("publiclyAccessible").flag() !== true, "publiclyAccessible is on"),
};
