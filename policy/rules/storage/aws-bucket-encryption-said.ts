import { require } from "../../mechanism/answer";
import { bucketEncryptions, buckets } from "../../subjects/bucket";
import type { StackRule } from "../../mechanism/rule";

/** Every bucket says what it is encrypted with. */
export const rule: StackRule = {
  id: "aws-bucket-encryption-said",
  title: "Every bucket says what it is encrypted with.",
  severity: "medium",
  controls: { checkov: ["CKV_AWS_19", "CKV_AWS_145"] },
  enforcement: "prod",
  reason: "A bucket that says nothing is encrypted with S3's own keys, which no policy limits.",
  remedy: "Make an aws.s3.BucketServerSideEncryptionConfiguration for the bucket, with a key of ours.",
  types: buckets,
  scope: "stack",
  check: (resource, stack) =>
    require(resource.properties.get("serverSideEncryptionConfiguration").isSet() ||
      stack.referringTo(resource, bucketEncryptions, "bucket").length >
        0, "no BucketServerSideEncryptionConfiguration is made for it"),
};
