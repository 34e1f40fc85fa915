import { every, require } from "../../mechanism/answer";
import { engineOf, flagOf, sqlInstance } from "../../subjects/gcp-database";
import type { ResourceRule } from "../../mechanism/rule";

/** By engine: flags, and the value that CIS asks to be set. */
const wanted: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  MYSQL: { local_infile: "off", skip_show_database: "on" },
  SQLSERVER: {
    "external scripts enabled": "off",
    "cross db ownership chaining": "off",
    "remote access": "off",
    "3625": "on",
    "contained database authentication": "off",
  },
};

/** MySQL and SQL Server databases have their dangerous functions off. */
export const rule: ResourceRule = {
  id: "gcp-database-safe-flags",
  title: "MySQL and SQL Server databases have their dangerous functions off.",
  severity: "medium",
  controls: {
    cis: ["6.1.2", "6.1.3", "6.3.1", "6.3.2", "6.3.5", "6.3.6", "6.3.7"],
    checkov: ["CKV_GCP_50", "CKV_GCP_58", "CKV_GCP_59"],
  },
  enforcement: "prod",
  reason: "They let whoever may run SQL read files, run programs, or reach other databases.",
  remedy: "Set the flags that the message names.",
  types: [sqlInstance],
  scope: "resource",
  check: (resource) =>
    every(Object.entries(wanted[engineOf(resource)] ?? {}), ([name, value]) => {
      const given = flagOf(resource, name) ?? "not set";
      return require(given === value, `the flag ${name} is ${given} instead of ${value}`);
    }),
};
