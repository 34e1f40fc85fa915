import { compliant, notApplicable, require } from "../../mechanism/answer";
import type { Resource } from "../../mechanism/resource";
import { isReplica, sqlInstance, withSettings } from "../../subjects/gcp-database";
import type { StackRule } from "../../mechanism/rule";

function regionOf({ properties, provider }: Resource): string | undefined {
  return [properties.get("region"), provider.get("region")]
    .filter((region) => region.isKnown())
    .flatMap((region) => region.text()?.toLowerCase() ?? [])[0];
}

/** Backups are kept in another region. */
export const rule: StackRule = {
  id: "gcp-backup-copy-in-another-region",
  title: "Backups are kept in another region.",
  severity: "medium",
  controls: {},
  enforcement: "prod",
  reason: "A lost region takes the data and its backups together.",
  remedy:
    "Set backupConfiguration.location to another region or leave it to Google, or make a replica in another region.",
  types: [sqlInstance],
  scope: "stack",
  check: (resource, stack) => {
    if (isReplica(resource)) return notApplicable;
    const home = regionOf(resource);
    const elsewhere = stack
      .referringTo(resource, [sqlInstance], "masterInstanceName")
      .some((replica) => home !== undefined && ![undefined, home].includes(regionOf(replica)));
    if (elsewhere) return compliant;
    return withSettings(resource, (settings) => {
      // By default they are in the multi-region around the server: in several regions.
      const location = settings.get("backupConfiguration").get("location").text();
      if (location === undefined || location === "") return compliant;
      // Reading what is unknown says so.
      if (home === undefined) resource.properties.get("region").text();
      return require(location.toLowerCase() !==
        home, `backups are kept in ${location} alone, the region of the database`);
    });
  },
};
