import { require } from "../../mechanism/answer";
import { alloyInstance, sqlInstance, withSettings } from "../../subjects/gcp-database";
import type { ResourceRule } from "../../mechanism/rule";

const encrypted = ["ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"];

/** Databases refuse connections without TLS. */
export const rule: ResourceRule = {
  id: "gcp-database-tls-only",
  title: "Databases refuse connections without TLS.",
  severity: "high",
  controls: { cis: ["6.4"], checkov: ["CKV_GCP_6"] },
  enforcement: "always",
  reason: "A password and all data cross the network in the open.",
  remedy: "Set sslMode to ENCRYPTED_ONLY or TRUSTED_CLIENT_CERTIFICATE_REQUIRED.",
  types: [sqlInstance, alloyInstance],
  scope: "resource",
  check: (resource) => {
    if (resource.type === alloyInstance) {
      const mode = resource.properties.get("clientConnectionConfig").get("sslConfig").get("sslMode").text();
      // AlloyDB's default is the safe one.
      return require((mode ?? "ENCRYPTED_ONLY") === "ENCRYPTED_ONLY", `sslMode is ${String(mode)}`);
    }
    return withSettings(resource, (settings) => {
      const connections = settings.get("ipConfiguration");
      const mode = connections.get("sslMode").text();
      // What earlier versions of the SDK have instead.
      if (mode === undefined)
        return require(connections.get("requireSsl").flag() ===
          true, "sslMode is not set, so plain connections are accepted");
      return require(encrypted.includes(mode), `sslMode is ${mode}`);
    });
  },
};
