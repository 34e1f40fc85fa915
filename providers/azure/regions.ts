/**
 * Regions of the public cloud with three availability zones, which a stack can live in.
 * Source of both lists: documentation of Azure reliability, "List of Azure regions".
 */
export const zonedRegions: readonly string[] = [
  "australiaeast",
  "austriaeast",
  "belgiumcentral",
  "brazilsouth",
  "canadacentral",
  "centralindia",
  "centralus",
  "chilecentral",
  "eastasia",
  "eastus",
  "eastus2",
  "francecentral",
  "germanywestcentral",
  "indonesiacentral",
  "israelcentral",
  "italynorth",
  "japaneast",
  "japanwest",
  "koreacentral",
  "malaysiawest",
  "mexicocentral",
  "newzealandnorth",
  "northeurope",
  "norwayeast",
  "polandcentral",
  "qatarcentral",
  "southafricanorth",
  "southcentralus",
  "southeastasia",
  "spaincentral",
  "swedencentral",
  "switzerlandnorth",
  "uaenorth",
  "uksouth",
  "westeurope",
  "westus2",
  "westus3",
];

/** Regions without zones, which another region's copies go to. Some of them are opened on request only. */
export const recoveryOnlyRegions: readonly string[] = [
  "australiasoutheast",
  "canadaeast",
  "francesouth",
  "germanynorth",
  "koreasouth",
  "northcentralus",
  "norwaywest",
  "southafricawest",
  "southindia",
  "swedensouth",
  "switzerlandwest",
  "uaecentral",
  "ukwest",
  "westcentralus",
  "westus",
];

/**
 * Where a stack lives, if it can.
 *
 * @throws Error when the region has no availability zones
 */
export function zoned(region: string): string {
  if (recoveryOnlyRegions.includes(region))
    throw new Error(
      `Azure's region "${region}" has no availability zones: it can keep copies (\`platform:recoveryRegion\`), ` +
        `but no stack; choose another \`platform:region\``,
    );
  return region;
}
