interface Region {
  readonly display: string;
  /** The region to which Azure itself replicates; newer regions have none. */
  readonly pair?: string;
  /** Whether it has availability zones (1, 2 and 3). */
  readonly zones: boolean;
}

const region = (display: string, zones: boolean, pair?: string): Region =>
  pair === undefined ? { display, zones } : { display, zones, pair };

/** Azure's public regions. Source: "List of Azure regions" in the documentation of Azure reliability. */
export const regions: Readonly<Record<string, Region>> = {
  australiacentral: region("Australia Central", false),
  australiaeast: region("Australia East", true, "australiasoutheast"),
  australiasoutheast: region("Australia Southeast", false, "australiaeast"),
  austriaeast: region("Austria East", true),
  belgiumcentral: region("Belgium Central", true),
  brazilsouth: region("Brazil South", true, "southcentralus"),
  canadacentral: region("Canada Central", true, "canadaeast"),
  canadaeast: region("Canada East", false, "canadacentral"),
  centralindia: region("Central India", true, "southindia"),
  centralus: region("Central US", true, "eastus2"),
  chilecentral: region("Chile Central", true),
  eastasia: region("East Asia", true, "southeastasia"),
  eastus: region("East US", true, "westus"),
  eastus2: region("East US 2", true, "centralus"),
  francecentral: region("France Central", true, "francesouth"),
  germanywestcentral: region("Germany West Central", true, "germanynorth"),
  indonesiacentral: region("Indonesia Central", true),
  israelcentral: region("Israel Central", true),
  italynorth: region("Italy North", true),
  japaneast: region("Japan East", true, "japanwest"),
  japanwest: region("Japan West", true, "japaneast"),
  koreacentral: region("Korea Central", true, "koreasouth"),
  koreasouth: region("Korea South", false, "koreacentral"),
  malaysiawest: region("Malaysia West", true),
  mexicocentral: region("Mexico Central", true),
  newzealandnorth: region("New Zealand North", true),
  northcentralus: region("North Central US", false, "southcentralus"),
  northeurope: region("North Europe", true, "westeurope"),
  norwayeast: region("Norway East", true, "norwaywest"),
  polandcentral: region("Poland Central", true),
  qatarcentral: region("Qatar Central", true),
  southafricanorth: region("South Africa North", true, "southafricawest"),
  southcentralus: region("South Central US", true, "northcentralus"),
  southeastasia: region("Southeast Asia", true, "eastasia"),
  southindia: region("South India", false, "centralindia"),
  spaincentral: region("Spain Central", true),
  swedencentral: region("Sweden Central", true, "swedensouth"),
  switzerlandnorth: region("Switzerland North", true, "switzerlandwest"),
  uaenorth: region("UAE North", true, "uaecentral"),
  uksouth: region("UK South", true, "ukwest"),
  ukwest: region("UK West", false, "uksouth"),
  westcentralus: region("West Central US", false, "westus2"),
  westeurope: region("West Europe", true, "northeurope"),
  westus: region("West US", false, "eastus"),
  westus2: region("West US 2", true, "westcentralus"),
  westus3: region("West US 3", true, "eastus"),
};

/** A location as Azure stores it: `West Europe` is `westeurope`. */
export function canonicalLocation(location: string): string {
  return location.replace(/\s/g, "").toLowerCase();
}

/** The availability zones of a region. */
export function zones(location: string): readonly string[] {
  return regions[canonicalLocation(location)]?.zones === true ? ["1", "2", "3"] : [];
}

/** The region to which Azure replicates what is geo-redundant; `undefined` where there is none. */
export function pairOf(location: string): string | undefined {
  return regions[canonicalLocation(location)]?.pair;
}
