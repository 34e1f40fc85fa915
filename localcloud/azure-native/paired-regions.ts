/** Regions that keep a copy of each other's data, as Azure pairs them (documentation: "Azure paired regions"). */
const pairs: readonly (readonly [string, string])[] = [
  ["australiacentral", "australiacentral2"],
  ["australiaeast", "australiasoutheast"],
  ["canadacentral", "canadaeast"],
  ["centralindia", "southindia"],
  ["centralus", "eastus2"],
  ["eastasia", "southeastasia"],
  ["eastus", "westus"],
  ["francecentral", "francesouth"],
  ["germanynorth", "germanywestcentral"],
  ["japaneast", "japanwest"],
  ["jioindiacentral", "jioindiawest"],
  ["koreacentral", "koreasouth"],
  ["northcentralus", "southcentralus"],
  ["northeurope", "westeurope"],
  ["norwayeast", "norwaywest"],
  ["southafricanorth", "southafricawest"],
  ["swedencentral", "swedensouth"],
  ["switzerlandnorth", "switzerlandwest"],
  ["uaecentral", "uaenorth"],
  ["uksouth", "ukwest"],
  ["westcentralus", "westus2"],
];

/** Regions whose pair does not point back. */
const oneWay: Readonly<Record<string, string>> = {
  brazilsouth: "southcentralus",
  brazilsoutheast: "brazilsouth",
  westindia: "southindia",
  westus3: "eastus",
};

/** The region that Azure copies geo-redundant data of this one to; `undefined` where a region has none. */
export function pairedRegion(location: string): string | undefined {
  const pair = pairs.find((each) => each.includes(location));
  return oneWay[location] ?? pair?.find((each) => each !== location);
}
