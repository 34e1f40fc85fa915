import { every, require, violation } from "../../mechanism/answer";
import type { Resource } from "../../mechanism/resource";
import type { StackRule } from "../../mechanism/rule";

/** From the SDK's version 7 on each resource may name its region; else it is the provider's. */
function regionOf({ properties, provider }: Resource): string | undefined {
  return [properties.get("region"), provider.get("region")]
    .filter((region) => region.isKnown())
    .flatMap((region) => region.text() ?? [])[0];
}

/** Backups are copied to another region. */
export const rule: StackRule = {
  id: "aws-backup-copy-in-another-region",
  title: "Backups are copied to another region.",
  severity: "medium",
  controls: {},
  enforcement: "prod",
  reason: "A lost region, or a mistake in it, takes the data and its backups together.",
  remedy: "Give each rule of the plan a copyAction whose destinationVaultArn is a vault of another region.",
  types: ["aws:backup/plan:Plan"],
  scope: "stack",
  check: (resource, stack) => {
    const home = regionOf(resource);
    const vaults = stack
      .ofType(["aws:backup/vault:Vault"])
      .filter((vault) => resource.sources("rules").includes(vault.urn));
    return every(resource.properties.get("rules").items(), (rule) => {
      const copies = rule.get("copyActions").items();
      if (copies.length === 0) return violation(`${rule.path} copies its backups nowhere`);
      const destinations = copies.map((copy) => copy.get("destinationVaultArn"));
      const known = destinations.filter((arn) => arn.isKnown()).map((arn) => arn.text()?.split(":")[3]);
      // A vault that is yet to be made has no ARN; its provider knows the region.
      const regions = known.length < destinations.length ? [...known, ...vaults.map(regionOf)] : known;
      if (home === undefined || regions.includes(undefined)) destinations.forEach((arn) => arn.text());
      return require(regions.some(
        (region) => region !== undefined && region !== home,
      ), `${rule.path} copies only within ${home ?? "its own region"}`);
    });
  },
};
