import { notApplicable, require } from "../../mechanism/answer";
import { lower } from "../../subjects/azure-reference";
import type { ResourceRule } from "../../mechanism/rule";

/** Databases have a standby in another zone. */
export const rule: ResourceRule = {
  id: "azure-database-multi-zone",
  title: "Databases have a standby in another zone.",
  severity: "medium",
  controls: {},
  enforcement: "prod",
  reason: "The loss of one data centre stops the service until somebody restores a backup.",
  remedy: "Set highAvailability.mode to ZoneRedundant, with a sku that is not burstable.",
  types: ["azure-native:dbforpostgresql:Server", "azure-native:dbformysql:Server"],
  scope: "resource",
  check: ({ properties }) => {
    if ((lower(properties.get("createMode")) ?? "").includes("replica")) return notApplicable;
    return require(lower(properties.get("highAvailability").get("mode")) ===
      "zoneredundant", "highAvailability.mode is not ZoneRedundant");
  },
};
