import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Image repositories are encrypted with a key of our own. */
export const rule: ResourceRule = {
  id: "aws-ecr-own-key",
  title: "Image repositories are encrypted with a key of our own.",
  severity: "low",
  controls: { checkov: ["CKV_AWS_136"] },
  enforcement: "always",
  reason: "Only with a key of our own can access to the images be withdrawn and its use be seen.",
  remedy: "Set encryptionConfigurations with encryptionType KMS and a kmsKey.",
  types: ["aws:ecr/repository:Repository"],
  scope: "resource",
  check: ({ properties }) =>
    require(properties
      .get("encryptionConfigurations")
      .items()
      .some(
        (encryption) =>
          (encryption.get("encryptionType").text() ?? "").startsWith("KMS") &&
          encryption.get("kmsKey").isSet(),
      ), "encryptionConfigurations names no KMS key"),
};
