import { all, require } from "../../mechanism/answer";
import { alloyCluster, sqlInstance, withSettings } from "../../subjects/gcp-database";
import type { ResourceRule } from "../../mechanism/rule";

/** Switches that are on by themselves: only turning one off breaks the rule. */
const onByDefault: Readonly<Record<string, string>> = {
  [alloyCluster]: "deletionProtection",
  "gcp:spanner/database:Database": "deletionProtection",
  "gcp:bigtable/instance:Instance": "deletionProtection",
  "gcp:redis/instance:Instance": "deletionProtection",
  "gcp:redis/cluster:Cluster": "deletionProtectionEnabled",
};

/** Switches that must be turned on, with the value that does. */
const offByDefault: Readonly<Record<string, readonly [string, string]>> = {
  "gcp:firestore/database:Database": ["deleteProtectionState", "DELETE_PROTECTION_ENABLED"],
  "gcp:filestore/instance:Instance": ["deletionProtectionEnabled", "true"],
  "gcp:memorystore/instance:Instance": ["deletionProtectionEnabled", "true"],
};

/** Databases, and what else holds data, refuse to be deleted. */
export const rule: ResourceRule = {
  id: "gcp-database-deletion-protection",
  title: "Databases, caches and shared files refuse to be deleted.",
  severity: "high",
  controls: { checkov: ["CKV_GCP_119"] },
  enforcement: "prod",
  reason: "One mistaken command deletes the data and its backups.",
  remedy:
    "Leave deletionProtection on, and set what the message names (Cloud SQL: settings.deletionProtectionEnabled).",
  types: [sqlInstance, ...Object.keys(onByDefault), ...Object.keys(offByDefault)],
  scope: "resource",
  check: (resource) => {
    const { properties, type } = resource;
    if (type === sqlInstance) {
      return all(
        () => require(properties.get("deletionProtection").flag() !== false, "deletionProtection is off"),
        () =>
          withSettings(resource, (settings) =>
            require(settings.get("deletionProtectionEnabled").flag() ===
              true, "settings.deletionProtectionEnabled is off, so only Pulumi refuses"),
          ),
      );
    }
    const [name, wanted] = offByDefault[type] ?? [];
    if (name !== undefined)
      return require(properties.get(name).text() ===
        wanted, `${name} is ${properties.get(name).text() ?? "not set"}`);
    const given = onByDefault[type] ?? "deletionProtection";
    return require(properties.get(given).flag() !== false, `${given} is off`);
  },
};
