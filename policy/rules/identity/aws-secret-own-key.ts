import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Secrets are encrypted with a key of our own. */
export const rule: ResourceRule = {
  id: "aws-secret-own-key",
  title: "Secrets are encrypted with a key of our own.",
  severity: "medium",
  controls: { checkov: ["CKV_AWS_149"] },
  enforcement: "prod",
  reason: "Only with a key of our own can access to a secret be withdrawn in one place and its use be seen.",
  remedy: "Set kmsKeyId.",
  types: ["aws:secretsmanager/secret:Secret"],
  scope: "resource",
  check: ({ properties }) =>
    require(properties.get("kmsKeyId").isSet(), "kmsKeyId is not set, so AWS's shared key is used"),
};
