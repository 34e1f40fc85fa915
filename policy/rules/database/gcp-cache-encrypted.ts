import { every, require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** By type: properties, and the value that is safe. None of them is the default. */
const switches: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "gcp:redis/instance:Instance": { authEnabled: "true", transitEncryptionMode: "SERVER_AUTHENTICATION" },
  "gcp:redis/cluster:Cluster": {
    authorizationMode: "AUTH_MODE_IAM_AUTH",
    transitEncryptionMode: "TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION",
  },
  "gcp:memorystore/instance:Instance": {
    authorizationMode: "IAM_AUTH",
    transitEncryptionMode: "SERVER_AUTHENTICATION",
  },
};

/** Caches are encrypted on the way, and ask who is there. */
export const rule: ResourceRule = {
  id: "gcp-cache-encrypted",
  title: "Caches are encrypted on the way, and ask who is there.",
  severity: "high",
  controls: { checkov: ["CKV_GCP_95", "CKV_GCP_97"] },
  enforcement: "always",
  reason: "Whoever is in the network reads what is cached, and changes it.",
  remedy: "Switch on transitEncryptionMode, and authEnabled or the authorizationMode by IAM.",
  types: Object.keys(switches),
  scope: "resource",
  check: ({ properties, type }) =>
    every(Object.entries(switches[type] ?? {}), ([name, wanted]) => {
      const given = properties.get(name).text() ?? "not set";
      return require(given === wanted, `${name} is ${given}`);
    }),
};
