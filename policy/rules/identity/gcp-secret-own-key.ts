import { every, require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Secrets are encrypted with a key of our own. */
export const rule: ResourceRule = {
  id: "gcp-secret-own-key",
  title: "Secrets are encrypted with a key of our own.",
  severity: "medium",
  controls: {},
  enforcement: "prod",
  reason: "Only with a key of our own can access to the secrets be withdrawn and its use be seen.",
  remedy: "Set customerManagedEncryption, for each replica where the regions are chosen.",
  types: ["gcp:secretmanager/secret:Secret", "gcp:secretmanager/regionalSecret:RegionalSecret"],
  scope: "resource",
  check: ({ properties, type }) => {
    if (type.endsWith(":RegionalSecret"))
      return require(properties
        .get("customerManagedEncryption")
        .get("kmsKeyName")
        .isSet(), "customerManagedEncryption is not set");
    const replication = properties.get("replication");
    const replicas = replication.get("userManaged").get("replicas").items();
    const places = replicas.length > 0 ? replicas : [replication.get("auto")];
    return every(places, (place) =>
      require(place
        .get("customerManagedEncryption")
        .get("kmsKeyName")
        .isSet(), `${place.path} has no customerManagedEncryption`),
    );
  },
};
