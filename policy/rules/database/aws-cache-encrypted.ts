import { all, require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Caches are encrypted at rest and on the way, and ask for a password. */
export const rule: ResourceRule = {
  id: "aws-cache-encrypted",
  title: "Caches are encrypted at rest and on the way, and ask for a password.",
  severity: "high",
  controls: { checkov: ["CKV_AWS_29", "CKV_AWS_30", "CKV_AWS_31"] },
  enforcement: "always",
  reason: "Session data and cached answers can be read by whoever gets onto the network or at a snapshot.",
  remedy: "Set atRestEncryptionEnabled and transitEncryptionEnabled to true, and authToken or userGroupIds.",
  types: ["aws:elasticache/replicationGroup:ReplicationGroup"],
  scope: "resource",
  check: ({ properties }) =>
    all(
      () =>
        require(properties.get("atRestEncryptionEnabled").flag() === true, "atRestEncryptionEnabled is off"),
      () =>
        require(properties.get("transitEncryptionEnabled").flag() ===
          true, "transitEncryptionEnabled is off"),
      () =>
        require(properties.get("transitEncryptionMode").text() !==
          "preferred", "transitEncryptionMode preferred accepts plain connections"),
      () =>
        require(properties.get("authToken").isSet() ||
          properties
            .get("userGroupIds")
            .isSet(), "neither authToken nor userGroupIds is set, so it asks for no password"),
    ),
};
