import { violation } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Service accounts have no keys of their own. */
export const rule: ResourceRule = {
  id: "gcp-no-service-account-key",
  title: "Service accounts have no keys of their own.",
  severity: "high",
  controls: { cis: ["1.4"], checkov: ["CKV2_GCP_3"] },
  enforcement: "always",
  reason: "A key is valid for years wherever it is copied to, and nobody sees it being used elsewhere.",
  remedy: "Let workloads act as an attached service account, and others by workload identity federation.",
  types: ["gcp:serviceaccount/key:Key", "gcp:storage/hmacKey:HmacKey"],
  scope: "resource",
  check: ({ type }) =>
    violation(
      type.endsWith(":HmacKey")
        ? "it is a key for an account that works from anywhere"
        : "it is a key that works from anywhere",
    ),
};
