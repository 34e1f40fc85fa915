import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Storage keeps old versions of blobs. */
export const rule: ResourceRule = {
  id: "azure-storage-versioned",
  title: "Storage keeps old versions of blobs.",
  severity: "medium",
  controls: {},
  enforcement: "prod",
  reason: "An overwritten blob is gone for good.",
  remedy: "Set isVersioningEnabled of the account's BlobServiceProperties to true.",
  types: ["azure-native:storage:BlobServiceProperties"],
  scope: "resource",
  check: ({ properties }) =>
    require(properties.get("isVersioningEnabled").flag() === true, "isVersioningEnabled is off"),
};
