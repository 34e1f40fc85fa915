import { every, notApplicable, require } from "../../mechanism/answer";
import { engineOf, flagOf, sqlInstance } from "../../subjects/gcp-database";
import type { ResourceRule } from "../../mechanism/rule";

/** Down to warnings, down to errors: PostgreSQL's levels from the wordiest. */
const warnings = ["debug5", "debug4", "debug3", "debug2", "debug1", "info", "notice", "warning"];

/** Flags with the values that are enough, and PostgreSQL's own. */
const wanted: Readonly<Record<string, { readonly allowed: readonly string[]; readonly given: string }>> = {
  log_connections: { allowed: ["on"], given: "off" },
  log_disconnections: { allowed: ["on"], given: "off" },
  log_lock_waits: { allowed: ["on"], given: "off" },
  log_statement: { allowed: ["ddl", "mod", "all"], given: "none" },
  log_error_verbosity: { allowed: ["default", "verbose"], given: "default" },
  log_min_messages: { allowed: [...warnings, "error"], given: "warning" },
  log_min_error_statement: { allowed: [...warnings, "error"], given: "error" },
};

/** PostgreSQL databases log connections, errors and changed tables. */
export const rule: ResourceRule = {
  id: "gcp-database-logs",
  title: "PostgreSQL databases log connections, errors and changed tables.",
  severity: "low",
  controls: {
    cis: ["6.2.1", "6.2.2", "6.2.3", "6.2.4", "6.2.5", "6.2.6"],
    checkov: ["CKV_GCP_52", "CKV_GCP_53", "CKV_GCP_54", "CKV_GCP_55", "CKV_GCP_109", "CKV_GCP_111"],
  },
  enforcement: "prod",
  reason: "Trouble and intrusions leave no trace.",
  remedy: "Set the flags that the message names.",
  types: [sqlInstance],
  scope: "resource",
  check: (resource) => {
    if (engineOf(resource) !== "POSTGRES") return notApplicable;
    return every(Object.entries(wanted), ([name, { allowed, given }]) => {
      const value = flagOf(resource, name) ?? given;
      return require(allowed.includes(value), `the flag ${name} is ${value}`);
    });
  },
};
