import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** A cluster's secrets are encrypted with a key of our own. */
export const rule: ResourceRule = {
  id: "aws-eks-secrets-own-key",
  title: "A cluster's secrets are encrypted with a key of our own.",
  severity: "high",
  controls: { cis: ["5.3.1"], checkov: ["CKV_AWS_58"] },
  enforcement: "always",
  reason: "Who may read them is then said, and logged, by the key as well.",
  remedy: 'Set encryptionConfig with provider.keyArn and the resources ["secrets"].',
  types: ["aws:eks/cluster:Cluster"],
  scope: "resource",
  check: ({ properties }) => {
    const encryption = properties.get("encryptionConfig");
    return require(encryption.get("provider").get("keyArn").isSet() &&
      encryption
        .get("resources")
        .items()
        .some((one) => one.text() === "secrets"), "its secrets are not encrypted with a key");
  },
};
