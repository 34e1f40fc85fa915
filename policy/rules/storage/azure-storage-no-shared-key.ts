import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Storage accounts are opened by identities, not by keys. */
export const rule: ResourceRule = {
  id: "azure-storage-no-shared-key",
  title: "Storage accounts are opened by identities, not by keys.",
  severity: "medium",
  controls: { cis: ["9.3.1.3"], checkov: ["CKV2_AZURE_40"] },
  enforcement: "prod",
  reason: "One key opens everything in the account, and nobody can tell who used it.",
  remedy: "Set allowSharedKeyAccess to false, and give roles to identities.",
  types: ["azure-native:storage:StorageAccount"],
  scope: "resource",
  check: ({ properties }) =>
    require(properties.get("allowSharedKeyAccess").flag() === false, "allowSharedKeyAccess is not false"),
};
