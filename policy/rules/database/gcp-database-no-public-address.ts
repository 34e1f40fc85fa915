import { require } from "../../mechanism/answer";
import { alloyInstance, sqlInstance, withSettings } from "../../subjects/gcp-database";
import type { ResourceRule } from "../../mechanism/rule";

/** Databases have no public address. */
export const rule: ResourceRule = {
  id: "gcp-database-no-public-address",
  title: "Databases have no public address.",
  severity: "critical",
  controls: { cis: ["6.6"], checkov: ["CKV_GCP_60"] },
  enforcement: "always",
  reason: "A database with a public address is one wrong network entry away from the internet.",
  remedy: "Set ipv4Enabled to false and give it a privateNetwork.",
  types: [sqlInstance, alloyInstance],
  scope: "resource",
  check: (resource) => {
    if (resource.type === alloyInstance)
      return require(resource.properties.get("networkConfig").get("enablePublicIp").flag() !==
        true, "enablePublicIp is on");
    return withSettings(resource, (settings) =>
      require(settings.get("ipConfiguration").get("ipv4Enabled").flag() ===
        false, "ipv4Enabled is on, as it is by default"),
    );
  },
};
