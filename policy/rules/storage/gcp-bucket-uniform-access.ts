import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Access to a bucket is decided in one place. */
export const rule: ResourceRule = {
  id: "gcp-bucket-uniform-access",
  title: "Access to a bucket is decided in one place.",
  severity: "medium",
  controls: { cis: ["5.2"], checkov: ["CKV_GCP_29"] },
  enforcement: "always",
  reason: "An access list on a single object opens it, past all roles.",
  remedy: "Set uniformBucketLevelAccess to true.",
  types: ["gcp:storage/bucket:Bucket"],
  scope: "resource",
  check: ({ properties }) =>
    require(properties.get("uniformBucketLevelAccess").flag() === true, "uniformBucketLevelAccess is off"),
};
