import { compliant, violation } from "../../mechanism/answer";
import type { Property } from "../../mechanism/property";
import { refersTo, type Resource, type Stack } from "../../mechanism/resource";
import { bucketEncryptions, bucketReplications, buckets } from "../../subjects/bucket";
import type { StackRule } from "../../mechanism/rule";

/** Every bucket is copied elsewhere, or is itself the copy. */
export const rule: StackRule = {
  id: "aws-bucket-replicated",
  title: "Every bucket is copied elsewhere, or is itself the copy.",
  severity: "low",
  controls: { checkov: ["CKV_AWS_144"] },
  enforcement: "prod",
  reason: "A lost region, or an account that was taken over, takes the only copy of what is in it.",
  remedy:
    "Make an aws.s3.BucketReplicationConfig for the bucket, whose rules are Enabled, to a bucket of another region.",
  types: buckets,
  scope: "stack",
  check: (resource, stack) => {
    const inline = resource.properties.get("replicationConfiguration").get("rules").items();
    const beside = stack
      .referringTo(resource, bucketReplications, "bucket")
      .flatMap(({ properties }) => properties.get("rules").items());
    if ([...inline, ...beside].some((copying) => copiesAll(copying, resource, stack))) return compliant;
    if (isCopy(resource, stack)) return compliant;
    // A rule for a bucket whose name is not known yet may be the one.
    for (const { properties } of stack.ofType(bucketReplications)) properties.get("bucket").text();
    return violation("no rule copies what is in it");
  },
};

/** Whether a rule copies what is written from now on; what is under a key of ours only where it says so. */
function copiesAll(copying: Property, bucket: Resource, stack: Stack): boolean {
  const underKey = stack
    .referringTo(bucket, bucketEncryptions, "bucket")
    .flatMap(({ properties }) => properties.get("rules").items())
    .map((one) => one.get("applyServerSideEncryptionByDefault").get("sseAlgorithm").text() ?? "")
    .some((algorithm) => algorithm.startsWith("aws:kms"));
  const encrypted = copying.get("sourceSelectionCriteria").get("sseKmsEncryptedObjects").get("status").text();
  return copying.get("status").text() === "Enabled" && (!underKey || encrypted === "Enabled");
}

function isCopy(bucket: Resource, stack: Stack): boolean {
  const arn = bucket.properties.get("arn");
  return stack.ofType(bucketReplications).some((replication) => {
    if (refersTo(replication, "bucket", bucket)) return false;
    if (replication.sources("rules").includes(bucket.urn)) return true;
    const targets = replication.properties
      .get("rules")
      .items()
      .map((copying) => copying.get("destination").get("bucket"));
    return arn.isKnown() && targets.some((target) => target.isKnown() && target.text() === arn.text());
  });
}
