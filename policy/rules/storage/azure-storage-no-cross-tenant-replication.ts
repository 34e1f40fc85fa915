import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Storage is copied to no other organisation. */
export const rule: ResourceRule = {
  id: "azure-storage-no-cross-tenant-replication",
  title: "Storage is copied to no other organisation.",
  severity: "medium",
  controls: {},
  enforcement: "always",
  reason: "Who may change the account could send everything in it elsewhere, for as long as nobody looks.",
  remedy: "Set allowCrossTenantReplication to false.",
  types: ["azure-native:storage:StorageAccount"],
  scope: "resource",
  check: ({ properties }) =>
    // Off by default, but for accounts that are older than December 2023.
    require(properties.get("allowCrossTenantReplication").flag() !==
      true, "allowCrossTenantReplication is on"),
};
