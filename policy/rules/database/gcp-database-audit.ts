import { all, notApplicable, require } from "../../mechanism/answer";
import { alloyInstance, engineOf, flagOf, sqlInstance } from "../../subjects/gcp-database";
import type { ResourceRule } from "../../mechanism/rule";

/** PostgreSQL databases record who did what. */
export const rule: ResourceRule = {
  id: "gcp-database-audit",
  title: "PostgreSQL databases record who did what.",
  severity: "medium",
  controls: { cis: ["6.2.8"], checkov: ["CKV_GCP_110"] },
  enforcement: "prod",
  reason: "After an intrusion nobody can tell what was read or changed.",
  remedy: "Set the flags cloudsql.enable_pgaudit to on and pgaudit.log to what is to be recorded.",
  types: [sqlInstance, alloyInstance],
  scope: "resource",
  check: (resource) => {
    const alloy = resource.type === alloyInstance;
    if (!alloy && engineOf(resource) !== "POSTGRES") return notApplicable;
    const enabling = alloy ? "alloydb.enable_pgaudit" : "cloudsql.enable_pgaudit";
    return all(
      () => require(flagOf(resource, enabling) === "on", `the flag ${enabling} is not on`),
      () =>
        require(!["none", undefined].includes(
          flagOf(resource, "pgaudit.log"),
        ), "the flag pgaudit.log records nothing"),
    );
  },
};
