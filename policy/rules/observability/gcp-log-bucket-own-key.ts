import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

const buckets = [
  "gcp:logging/projectBucketConfig:ProjectBucketConfig",
  "gcp:logging/folderBucketConfig:FolderBucketConfig",
  "gcp:logging/organizationBucketConfig:OrganizationBucketConfig",
  "gcp:logging/billingAccountBucketConfig:BillingAccountBucketConfig",
];

/** Logs are encrypted with a key of our own. */
export const rule: ResourceRule = {
  id: "gcp-log-bucket-own-key",
  title: "Logs are encrypted with a key of our own.",
  severity: "medium",
  controls: {},
  enforcement: "always",
  reason:
    "Logs hold addresses, identifiers and errors; only with a key of our own is access to them controlled in one place.",
  remedy: "Set cmekSettings.kmsKeyName.",
  types: buckets,
  scope: "resource",
  check: ({ properties }) =>
    require(properties.get("cmekSettings").get("kmsKeyName").isSet(), "cmekSettings.kmsKeyName is not set"),
};
