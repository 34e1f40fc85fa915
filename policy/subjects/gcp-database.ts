import { type Answer, notApplicable } from "../mechanism/answer";
import type { Property } from "../mechanism/property";
import type { Resource } from "../mechanism/resource";

/** Cloud SQL servers, and the clusters and servers of AlloyDB. */
export const sqlInstance = "gcp:sql/databaseInstance:DatabaseInstance";
export const alloyCluster = "gcp:alloydb/cluster:Cluster";
export const alloyInstance = "gcp:alloydb/instance:Instance";

/** Whether it is a replica of another server, which is its backup and its master. */
export function isReplica({ properties }: Resource): boolean {
  return properties.get("masterInstanceName").isSet();
}

/** Judges the settings of a Cloud SQL server. One that is a copy of another, and names none, has the other's. */
export function withSettings({ properties }: Resource, check: (settings: Property) => Answer): Answer {
  const settings = properties.get("settings");
  if (!settings.isSet() && properties.get("clone").isSet()) return notApplicable;
  return check(settings);
}

/** Value of a flag of the server; absent when it is left as Google has it. */
export function flagOf(resource: Resource, name: string): string | undefined {
  const { properties, type } = resource;
  if (type === alloyInstance) return properties.get("databaseFlags").get(name).text()?.toLowerCase();
  const flags = properties.get("settings").get("databaseFlags").items();
  return flags
    .find((flag) => flag.get("name").text() === name)
    ?.get("value")
    .text()
    ?.toLowerCase();
}

/** `POSTGRES`, `MYSQL` or `SQLSERVER`. */
export function engineOf({ properties }: Resource): string {
  return (properties.get("databaseVersion").text() ?? "").split("_")[0] ?? "";
}
