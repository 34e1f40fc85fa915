import { require } from "../../mechanism/answer";
import { gkeCluster } from "../../subjects/gcp-kubernetes";
import type { ResourceRule } from "../../mechanism/rule";

/** A cluster's secrets are encrypted with a key of our own. */
export const rule: ResourceRule = {
  id: "gcp-gke-secrets-own-key",
  title: "A cluster's secrets are encrypted with a key of our own.",
  severity: "high",
  controls: { cis: ["5.3.1"] },
  enforcement: "always",
  reason: "Who may read them is then said, and logged, by the key as well.",
  remedy: "Set databaseEncryption with the state ENCRYPTED and a keyName.",
  types: [gkeCluster],
  scope: "resource",
  check: ({ properties }) => {
    const encryption = properties.get("databaseEncryption");
    const state = encryption.get("state").text() ?? "";
    return require(["ENCRYPTED", "ALL_OBJECTS_ENCRYPTION_ENABLED"].includes(state) &&
      encryption.get("keyName").isSet(), "its secrets are not encrypted with a key");
  },
};
