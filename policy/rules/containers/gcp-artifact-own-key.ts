import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Image repositories are encrypted with a key of our own. */
export const rule: ResourceRule = {
  id: "gcp-artifact-own-key",
  title: "Image repositories are encrypted with a key of our own.",
  severity: "low",
  controls: { checkov: ["CKV_GCP_84"] },
  enforcement: "always",
  reason: "Only with a key of our own can access to the images be withdrawn and its use be seen.",
  remedy: "Set kmsKeyName.",
  types: ["gcp:artifactregistry/repository:Repository"],
  scope: "resource",
  check: ({ properties }) => require(properties.get("kmsKeyName").isSet(), "kmsKeyName is not set"),
};
