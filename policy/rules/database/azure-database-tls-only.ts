import { notApplicable, require } from "../../mechanism/answer";
import { lower } from "../../subjects/azure-reference";
import type { ResourceRule } from "../../mechanism/rule";

const configurations = [
  "azure-native:dbforpostgresql:Configuration",
  "azure-native:dbformysql:Configuration",
];
const single = ["azure-native:dbforpostgresql:SingleServer", "azure-native:dbformysql:SingleServer"];

/** Databases refuse connections without TLS. */
export const rule: ResourceRule = {
  id: "azure-database-tls-only",
  title: "Databases refuse connections without TLS.",
  severity: "high",
  controls: { checkov: ["CKV_AZURE_29", "CKV_AZURE_28"] },
  enforcement: "always",
  reason: "Passwords and data cross the network in the open.",
  remedy: "Leave require_secure_transport at on (single servers: sslEnforcement Enabled).",
  types: [...configurations, ...single],
  scope: "resource",
  check: ({ type, properties }) => {
    if (single.includes(type))
      return require(lower(properties.get("properties").get("sslEnforcement")) ===
        "enabled", "sslEnforcement is not Enabled");
    const name = lower(properties.get("configurationName"));
    if (name === "require_secure_transport")
      return require((lower(properties.get("value")) ?? "on") ===
        "on", `${name} is ${String(properties.get("value").text())}`);
    if (name === "ssl_min_protocol_version" || name === "tls_version") {
      const oldest = properties.get("value").text() ?? "";
      return require(!/tlsv1(\.[01])?(?![.\d])/i.test(oldest), `${name} is ${oldest}`);
    }
    return notApplicable;
  },
};
