import { notApplicable, require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** What holds data has Pulumi's protection. */
export const rule: ResourceRule = {
  id: "gcp-data-protected",
  title: "What holds data has Pulumi's protection.",
  severity: "high",
  controls: { checkov: ["CKV_GCP_82"] },
  enforcement: "prod",
  reason: "A renamed resource or a mistaken destroy deletes the data with it.",
  remedy: "Give the resource the option protect: true.",
  types: [
    "gcp:sql/databaseInstance:DatabaseInstance",
    "gcp:alloydb/cluster:Cluster",
    "gcp:storage/bucket:Bucket",
    "gcp:spanner/instance:Instance",
    "gcp:spanner/database:Database",
    "gcp:firestore/database:Database",
    "gcp:bigtable/instance:Instance",
    "gcp:bigquery/dataset:Dataset",
    "gcp:filestore/instance:Instance",
    "gcp:kms/keyRing:KeyRing",
    "gcp:kms/cryptoKey:CryptoKey",
    "gcp:artifactregistry/repository:Repository",
    "gcp:redis/instance:Instance",
    "gcp:secretmanager/secret:Secret",
  ],
  scope: "resource",
  check: ({ properties, protect }) =>
    // What mirrors another registry can be fetched from there again.
    properties.get("mode").text() === "REMOTE_REPOSITORY"
      ? notApplicable
      : require(protect, "the option protect is not set"),
};
