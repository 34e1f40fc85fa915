/** Letters of the zones that new accounts see; regions not listed have a, b and c. */
const letters: Readonly<Record<string, string>> = {
  "us-east-1": "abcdef",
  "us-west-1": "ac",
  "us-west-2": "abcd",
  "ca-central-1": "abd",
  "ap-northeast-1": "acd",
  "ap-northeast-2": "abcd",
};

/** Names of a region's availability zones, for example `eu-west-1a`. */
export function zones(region: string): string[] {
  return Array.from(letters[region] ?? "abc", (letter) => `${region}${letter}`);
}

/** A region as AWS abbreviates it in zone ids and host names: `euw1`, `apne1`. */
export function shortRegion(region: string): string {
  const [area = "", direction = "", number = ""] = region.split("-");
  return `${area}${(direction.match(/north|south|east|west|central/g) ?? []).map((word) => word.charAt(0)).join("")}${number}`;
}

/** Ids of the same zones, for example `euw1-az1`. They name the same place in every account; zone names do not. */
export function zoneIds(region: string): string[] {
  return zones(region).map((_, index) => `${shortRegion(region)}-az${String(index + 1)}`);
}

/** Hosted zones of application load balancers by region, as AWS publishes them for alias records. */
export const loadBalancerZones: Readonly<Record<string, string>> = {
  "us-east-1": "Z35SXDOTRQ7X7K",
  "us-east-2": "Z3AADJGX6KTTL2",
  "us-west-1": "Z368ELLRRE2KJ0",
  "us-west-2": "Z1H1FL5HABSF5",
  "ca-central-1": "ZQSVJUPU6J1EY",
  "eu-central-1": "Z215JYRZR1TBD5",
  "eu-central-2": "Z06391101F2ZOEP8P5EB3",
  "eu-west-1": "Z32O12XQLNTSW2",
  "eu-west-2": "ZHURV8PSTC4K8",
  "eu-west-3": "Z3Q77PNBQS71R4",
  "eu-north-1": "Z23TAZ6LKFMNIO",
  "eu-south-1": "Z3ULH7SSC9OV64",
  "eu-south-2": "Z0956581394HF5D5LXGAP",
  "ap-northeast-1": "Z14GRHDCWA56QT",
  "ap-northeast-2": "ZWKZPGTI48KDX",
  "ap-northeast-3": "Z5LXEXXYW11ES",
  "ap-south-1": "ZP97RAFLXTNZK",
  "ap-southeast-1": "Z1LMS91P8CMLE5",
  "ap-southeast-2": "Z1GM3OXH4ZPM65",
  "sa-east-1": "Z2P70J7HTTTPLU",
};
