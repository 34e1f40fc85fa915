import { require } from "../../mechanism/answer";
import { clusters, servers } from "../../subjects/database";
import type { ResourceRule } from "../../mechanism/rule";

/** Databases are encrypted at rest. */
export const rule: ResourceRule = {
  id: "aws-database-encrypted",
  title: "Databases are encrypted at rest.",
  severity: "high",
  controls: { cis: ["2.2.1"], checkov: ["CKV_AWS_16", "CKV_AWS_96"] },
  enforcement: "always",
  reason: "Disks and snapshots can be copied and read outside the database's own access control.",
  remedy: "Set storageEncrypted to true, and kmsKeyId to a key of our own.",
  types: [...servers, ...clusters],
  scope: "resource",
  check: ({ properties }) =>
    require(properties.get("storageEncrypted").flag() === true ||
      properties.get("replicateSourceDb").isSet(), "storageEncrypted is off"),
};
