import { type Answer, all, compliant, notApplicable, require } from "../../mechanism/answer";
import type { Property } from "../../mechanism/property";
import { lower } from "../../subjects/azure-reference";
import type { ResourceRule } from "../../mechanism/rule";

function closed(properties: Property): Answer {
  return require(lower(properties.get("publicNetworkAccess")) ===
    "disabled", "publicNetworkAccess is not Disabled");
}

const checks: Readonly<Record<string, (properties: Property) => Answer>> = {
  "azure-native:redis:Redis": (properties) =>
    all(
      () =>
        require(properties.get("enableNonSslPort").flag() !== true, "it takes plain text (enableNonSslPort)"),
      () => (properties.get("subnetId").isSet() ? compliant : closed(properties)),
    ),
  "azure-native:redisenterprise:RedisEnterprise": closed,
  "azure-native:redisenterprise:Database": (properties) =>
    require((lower(properties.get("clientProtocol")) ?? "encrypted") ===
      "encrypted", "it takes plain text (clientProtocol)"),
};

/** Caches speak TLS only, and are closed to public networks. */
export const rule: ResourceRule = {
  id: "azure-cache-encrypted",
  title: "Caches speak TLS only, and are closed to public networks.",
  severity: "high",
  controls: { checkov: ["CKV_AZURE_91", "CKV_AZURE_89"] },
  enforcement: "always",
  reason: "Sessions and answers in the cache are read on the way, or by whoever guesses its name.",
  remedy: "Leave enableNonSslPort off and clientProtocol at Encrypted; set publicNetworkAccess to Disabled.",
  types: Object.keys(checks),
  scope: "resource",
  check: ({ type, properties }) => checks[type]?.(properties) ?? notApplicable,
};
