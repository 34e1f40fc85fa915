/** Google's regions and the letters of their zones (cloud.google.com/compute/docs/regions-zones). */
const zoneLetters: Readonly<Record<string, string>> = {
  "africa-south1": "abc",
  "asia-east1": "abc",
  "asia-east2": "abc",
  "asia-northeast1": "abc",
  "asia-northeast2": "abc",
  "asia-northeast3": "abc",
  "asia-south1": "abc",
  "asia-south2": "abc",
  "asia-southeast1": "abc",
  "asia-southeast2": "abc",
  "asia-southeast3": "abc",
  "australia-southeast1": "abc",
  "australia-southeast2": "abc",
  "europe-central2": "abc",
  "europe-north1": "abc",
  "europe-north2": "abc",
  "europe-southwest1": "abc",
  "europe-west1": "bcd",
  "europe-west2": "abc",
  "europe-west3": "abc",
  "europe-west4": "abc",
  "europe-west6": "abc",
  "europe-west8": "abc",
  "europe-west9": "abc",
  "europe-west10": "abc",
  "europe-west12": "abc",
  "me-central1": "abc",
  "me-central2": "abc",
  "me-west1": "abc",
  "northamerica-northeast1": "abc",
  "northamerica-northeast2": "abc",
  "northamerica-south1": "abc",
  "southamerica-east1": "abc",
  "southamerica-west1": "abc",
  "us-central1": "abcf",
  "us-east1": "bcd",
  "us-east4": "abc",
  "us-east5": "abc",
  "us-south1": "abc",
  "us-west1": "abc",
  "us-west2": "abc",
  "us-west3": "abc",
  "us-west4": "abc",
};

export const regions: readonly string[] = Object.keys(zoneLetters);

/** Names of a region's zones, for example `europe-west1-b`. */
export function zones(region: string): string[] {
  return Array.from(zoneLetters[region] ?? "", (letter) => `${region}-${letter}`);
}

/** Places of several regions, where a product has them: KMS, Artifact Registry, Cloud Storage, Cloud Logging. */
export const multiRegions: readonly string[] = [
  "global",
  "us",
  "eu",
  "asia",
  "europe",
  "africa",
  "in",
  "ca",
  "nam3",
  "nam4",
  "nam6",
  "nam8",
  "nam9",
  "nam10",
  "nam11",
  "nam12",
  "nam13",
  "nam14",
  "nam15",
  "nam16",
  "eur3",
  "eur4",
  "eur5",
  "eur6",
  "eur7",
  "eur8",
  "asia1",
  "asia2",
];

/** Whether Google has a place of this name, in any spelling of case: buckets write theirs in capitals. */
export function isLocation(name: string): boolean {
  const lower = name.toLowerCase();
  return (
    regions.includes(lower) ||
    multiRegions.includes(lower) ||
    zones(lower.replace(/-[a-z]$/, "")).includes(lower)
  );
}
