/**
 * The region that Azure copies geo-redundant data of each region to. It is not ours to choose; regions that are not
 * listed have none. Source: documentation of Azure reliability, "List of Azure regions: paired region".
 */
export const pairedRegions: Readonly<Record<string, string>> = {
  australiaeast: "australiasoutheast",
  brazilsouth: "southcentralus",
  canadacentral: "canadaeast",
  centralindia: "southindia",
  centralus: "eastus2",
  eastasia: "southeastasia",
  eastus: "westus",
  eastus2: "centralus",
  francecentral: "francesouth",
  germanywestcentral: "germanynorth",
  japaneast: "japanwest",
  japanwest: "japaneast",
  koreacentral: "koreasouth",
  northcentralus: "southcentralus",
  northeurope: "westeurope",
  norwayeast: "norwaywest",
  southafricanorth: "southafricawest",
  southcentralus: "northcentralus",
  southeastasia: "eastasia",
  swedencentral: "swedensouth",
  switzerlandnorth: "switzerlandwest",
  uaenorth: "uaecentral",
  uksouth: "ukwest",
  westeurope: "northeurope",
  westus: "eastus",
  westus2: "westcentralus",
  westus3: "eastus",
};

/**
 * Backups of a flexible server and of a Backup vault go to the paired region alone.
 *
 * @throws Error when the recovery region is another one
 */
export function assertPaired(region: string, recoveryRegion: string): void {
  const pair = pairedRegions[region];
  if (pair === recoveryRegion) return;
  throw new Error(
    pair === undefined
      ? `Azure copies no backups out of ${region}: it has no paired region. Choose a region that has one ` +
          `(for example westeurope), or leave \`platform:recoveryRegion\` out`
      : `Azure copies the backups of ${region} to ${pair} alone, not to ${recoveryRegion}: ` +
          `set \`platform:recoveryRegion: ${pair}\``,
  );
}
