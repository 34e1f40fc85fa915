import { at, refuse } from "../reading";
import type { ResourceRules, World } from "../rules";
import { types } from "./types";

/** S3 guide, "Bucket naming rules". */
const bucketName =
  /^(?!xn--|sthree-|amzn-s3-demo-)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9](?!.*\.\.)[a-z0-9.-]*[a-z0-9](?<!-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/;

/** Website endpoints' hosted zones, by region; only needed for alias records to a website. */
const hostedZones: Readonly<Record<string, string>> = {
  "us-east-1": "Z3AQBSTGFYJSTF",
  "us-east-2": "Z2O1EMRO9K5GLX",
  "us-west-1": "Z2F56UZL2M1ACD",
  "us-west-2": "Z3BJ6K6RIION7M",
  "eu-west-1": "Z1BKCTXD74EZPE",
  "eu-central-1": "Z21DNDUVLTQW6Q",
};

/** Buckets themselves; each of their settings is a resource of its own. */
export const buckets: readonly ResourceRules[] = [
  {
    type: types.bucket,
    name: {
      property: "bucket",
      minimum: 3,
      maximum: 63,
      pattern: bucketName,
      alphabet:
        "lower-case letters, digits, hyphens and single dots; a letter or digit at both ends; no address and none of S3's own prefixes and suffixes",
      unique: "global",
    },
    id: "{bucket}",
    outputs: {
      arn: "arn:aws:s3:::{bucket}",
      bucketDomainName: "{bucket}.s3.amazonaws.com",
      bucketRegionalDomainName: "{bucket}.s3.{region}.amazonaws.com",
      bucketRegion: "{region}",
      hostedZoneId: (_, world) => hostedZones[world.region] ?? "Z1BKCTXD74EZPE",
      websiteDomain: "",
      websiteEndpoint: "",
      requestPayer: ({ inputs }) => inputs["requestPayer"] ?? "BucketOwner",
      objectLockEnabled: ({ inputs }) => inputs["objectLockEnabled"] ?? false,
    },
    defaults: { forceDestroy: false },
    immutable: ["bucket", "objectLockEnabled"],
    checkDelete: (bucket, world) => {
      // What services write by themselves: a bucket that is a target of logs is never empty for long.
      const filled = writersOf(bucket.id, world);
      return filled === undefined || bucket.inputs["forceDestroy"] === true
        ? []
        : refuse("forceDestroy", `BucketNotEmpty: ${filled} has written to the bucket you tried to delete`);
    },
    seconds: { create: 3, delete: 2 },
  },
];

/** A service of ours whose logs or records go to the bucket. */
function writersOf(bucket: string, world: World): string | undefined {
  const balancer = world
    .all(types.loadBalancer, { anyRegion: true })
    .find(
      ({ inputs }) => at(inputs, "accessLogs.bucket") === bucket && at(inputs, "accessLogs.enabled") === true,
    );
  const trail = world
    .all("aws:cloudtrail/trail:Trail", { anyRegion: true })
    .find(({ inputs }) => inputs["s3BucketName"] === bucket);
  return (balancer ?? trail)?.id;
}
