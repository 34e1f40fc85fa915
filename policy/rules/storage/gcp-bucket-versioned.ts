import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Every bucket keeps what is overwritten or deleted. */
export const rule: ResourceRule = {
  id: "gcp-bucket-versioned",
  title: "Every bucket keeps what is overwritten or deleted.",
  severity: "medium",
  controls: { checkov: ["CKV_GCP_78"] },
  enforcement: "prod",
  reason: "An overwritten or deleted object is gone for good.",
  remedy: "Set versioning.enabled to true, or a retentionPolicy under which nothing can be overwritten.",
  types: ["gcp:storage/bucket:Bucket"],
  scope: "resource",
  check: ({ properties }) => {
    const versioned = properties.get("versioning").get("enabled").flag() === true;
    const held = (properties.get("retentionPolicy").get("retentionPeriod").number() ?? 0) > 0;
    return require(versioned || held, "neither versioning nor a retentionPolicy is set");
  },
};
