import { require } from "../../mechanism/answer";
import { bucketVersionings, buckets } from "../../subjects/bucket";
import type { StackRule } from "../../mechanism/rule";

/** Every bucket keeps old versions. */
export const rule: StackRule = {
  id: "aws-bucket-versioned",
  title: "Every bucket keeps old versions.",
  severity: "medium",
  controls: { checkov: ["CKV_AWS_21"] },
  enforcement: "prod",
  reason: "An overwritten or deleted object is gone for good.",
  remedy: "Make an aws.s3.BucketVersioning for the bucket with status Enabled.",
  types: buckets,
  scope: "stack",
  check: (resource, stack) => {
    const inline = resource.properties.get("versioning").get("enabled").flag() === true;
    const enabled = stack
      .referringTo(resource, bucketVersionings, "bucket")
      .some(({ properties }) => properties.get("versioningConfiguration").get("status").text() === "Enabled");
    return require(inline || enabled, "versioning is not enabled");
  },
};
