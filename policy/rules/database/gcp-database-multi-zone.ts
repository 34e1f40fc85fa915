import { notApplicable, require } from "../../mechanism/answer";
import { alloyInstance, isReplica, sqlInstance, withSettings } from "../../subjects/gcp-database";
import type { ResourceRule } from "../../mechanism/rule";

/** Databases have a standby in another zone. */
export const rule: ResourceRule = {
  id: "gcp-database-multi-zone",
  title: "Databases have a standby in another zone.",
  severity: "medium",
  controls: {},
  enforcement: "prod",
  reason: "A lost zone takes the database with it.",
  remedy: "Set availabilityType to REGIONAL.",
  types: [sqlInstance, alloyInstance],
  scope: "resource",
  check: (resource) => {
    if (resource.type === alloyInstance) {
      if (resource.properties.get("instanceType").text() !== "PRIMARY") return notApplicable;
      return require(resource.properties.get("availabilityType").text() !==
        "ZONAL", "availabilityType is ZONAL");
    }
    if (isReplica(resource)) return notApplicable;
    return withSettings(resource, (settings) => {
      const availability = settings.get("availabilityType").text() ?? "ZONAL";
      return require(availability === "REGIONAL", `availabilityType is ${availability}`);
    });
  },
};
