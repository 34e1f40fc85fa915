import { compliant, notApplicable, require } from "../../mechanism/answer";
import { clusters, members, servers } from "../../subjects/database";
import type { StackRule } from "../../mechanism/rule";

/** Databases have a standby in another zone. */
export const rule: StackRule = {
  id: "aws-database-multi-zone",
  title: "Databases have a standby in another zone.",
  severity: "medium",
  controls: { cis: ["2.2.4"], checkov: ["CKV_AWS_157"] },
  enforcement: "prod",
  reason: "The loss of one zone stops the service until the database is restored.",
  remedy: "Set multiAz to true (a cluster: two or more instances).",
  types: [...servers, ...clusters],
  scope: "stack",
  check: (resource, stack) => {
    if (servers.includes(resource.type)) {
      if (resource.properties.get("replicateSourceDb").isSet()) return notApplicable;
      return require(resource.properties.get("multiAz").flag() === true, "multiAz is off");
    }
    // A Multi-AZ cluster names the class of its three servers itself.
    if (resource.properties.get("dbClusterInstanceClass").isSet()) return compliant;
    const count = stack.referringTo(resource, members, "clusterIdentifier").length;
    return require(count >= 2, `it has ${String(count)} instance(s), and needs two`);
  },
};
