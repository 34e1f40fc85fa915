/**
 * Regions in which Front Door has private networks, from which its links start (documentation: "Secure your origin with Private
 * Link in Azure Front Door Premium", region availability).
 */
const regions: readonly string[] = [
  "australiaeast",
  "brazilsouth",
  "canadacentral",
  "centralindia",
  "centralus",
  "eastasia",
  "eastus",
  "eastus2",
  "francecentral",
  "germanywestcentral",
  "japaneast",
  "koreacentral",
  "northeurope",
  "norwayeast",
  "southafricanorth",
  "southcentralus",
  "swedencentral",
  "uksouth",
  "westeurope",
  "westus3",
];

/** The nearest of them to each other region that a stack can be in. */
const nearest: Readonly<Record<string, string>> = {
  austriaeast: "germanywestcentral",
  belgiumcentral: "westeurope",
  chilecentral: "brazilsouth",
  indonesiacentral: "australiaeast",
  israelcentral: "francecentral",
  italynorth: "francecentral",
  malaysiawest: "eastasia",
  mexicocentral: "southcentralus",
  newzealandnorth: "australiaeast",
  polandcentral: "germanywestcentral",
  qatarcentral: "centralindia",
  southeastasia: "eastasia",
  spaincentral: "francecentral",
  switzerlandnorth: "germanywestcentral",
  uaenorth: "centralindia",
  westus2: "westus3",
};

/**
 * Where Front Door's end of a private link is for a stack in a region: in it, or the nearest.
 *
 * @throws Error for a region that no stack can be in
 */
export function linkRegion(region: string): string {
  const found = regions.includes(region) ? region : nearest[region];
  if (found === undefined) throw new Error(`it is not known where Front Door reaches ${region} from`);
  return found;
}
