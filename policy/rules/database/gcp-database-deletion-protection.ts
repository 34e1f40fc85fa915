import { all, notApplicable, require } from "../../mechanism/answer";
import { alloyCluster, sqlInstance, withSettings } from "../../subjects/gcp-database";
import type { ResourceRule } from "../../mechanism/rule";

/** Databases refuse to be deleted. */
export const rule: ResourceRule = {
  id: "gcp-database-deletion-protection",
  title: "Databases refuse to be deleted.",
  severity: "high",
  controls: {},
  enforcement: "prod",
  reason: "One mistaken command deletes the data and its backups.",
  remedy: "Leave deletionProtection on, and set settings.deletionProtectionEnabled to true.",
  types: [sqlInstance, alloyCluster],
  scope: "resource",
  check: (resource) => {
    const { properties, type } = resource;
    return all(
      () => require(properties.get("deletionProtection").flag() !== false, "deletionProtection is off"),
      () => {
        if (type === alloyCluster) return notApplicable;
        return withSettings(resource, (settings) =>
          require(settings.get("deletionProtectionEnabled").flag() ===
            true, "settings.deletionProtectionEnabled is off, so only Pulumi refuses"),
        );
      },
    );
  },
};
