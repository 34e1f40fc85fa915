import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Where a type names its key. */
const keys: Readonly<Record<string, readonly string[]>> = {
  "gcp:bigquery/dataset:Dataset": ["defaultEncryptionConfiguration", "kmsKeyName"],
  "gcp:cloudrunv2/job:Job": ["template", "template", "encryptionKey"],
  "gcp:cloudrunv2/service:Service": ["template", "encryptionKey"],
  "gcp:compute/disk:Disk": ["diskEncryptionKey", "kmsKeySelfLink"],
  "gcp:pubsub/topic:Topic": ["kmsKeyName"],
  "gcp:redis/instance:Instance": ["customerManagedKey"],
  "gcp:sql/databaseInstance:DatabaseInstance": ["encryptionKeyName"],
  "gcp:storage/bucket:Bucket": ["encryption", "defaultKmsKeyName"],
};

/** What can be is encrypted with a key of our own. */
export const rule: ResourceRule = {
  id: "gcp-own-key",
  title: "What can be is encrypted with a key of our own.",
  severity: "medium",
  controls: { checkov: ["CKV_GCP_37", "CKV_GCP_83"] },
  enforcement: "prod",
  reason: "Under Google's keys nobody can say, or see in the audit log, who may read what was encrypted.",
  remedy: "Set the property that the message names to a key of ours.",
  types: Object.keys(keys),
  scope: "resource",
  check: ({ type, properties }) => {
    const path = keys[type] ?? [];
    const key = path.reduce((inner, name) => inner.get(name), properties);
    return require(key.isSet(), `${path.join(".")} is not set`);
  },
};
