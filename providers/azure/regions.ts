/**
 * Regions of the public cloud in which every part of a stack spans three availability zones.
 * Source of these lists: documentation of Azure reliability, "List of Azure regions", and of Azure Database for PostgreSQL,
 * "Azure regions".
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

/**
 * Regions without zones, or (Japan West) without a standby of PostgreSQL in another zone. Other regions' copies go to them.
 * Some of them are opened on request only.
 */
export const recoveryOnlyRegions: readonly string[] = [
  "australiasoutheast",
  "canadaeast",
  "francesouth",
  "germanynorth",
  "japanwest",
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
 * The region that Azure copies backups of each region to: its pair, which is not ours to choose. A region that is not listed
 * has no pair, or PostgreSQL copies no backups out of it (Brazil South, West US 3).
 */
export const recoveryRegions: Readonly<Record<string, readonly string[]>> = {
  australiaeast: ["australiasoutheast"],
  canadacentral: ["canadaeast"],
  centralindia: ["southindia"],
  centralus: ["eastus2"],
  eastasia: ["southeastasia"],
  eastus: ["westus"],
  eastus2: ["centralus"],
  francecentral: ["francesouth"],
  germanywestcentral: ["germanynorth"],
  japaneast: ["japanwest"],
  koreacentral: ["koreasouth"],
  northeurope: ["westeurope"],
  norwayeast: ["norwaywest"],
  southafricanorth: ["southafricawest"],
  southcentralus: ["northcentralus"],
  southeastasia: ["eastasia"],
  swedencentral: ["swedensouth"],
  switzerlandnorth: ["switzerlandwest"],
  uaenorth: ["uaecentral"],
  uksouth: ["ukwest"],
  westeurope: ["northeurope"],
  westus2: ["westcentralus"],
};
