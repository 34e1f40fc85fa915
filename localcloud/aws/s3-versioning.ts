import { at, record, refuse } from "../reading";
import type { Check, Problem, ResourceRules, World } from "../rules";
import { findBucket } from "./bucket-access";
import { setting } from "./s3-setting";
import { types } from "./types";

/** Whether a bucket keeps versions: it was told to, or has an object lock, which needs them. */
export function versioned(world: World, name: unknown): boolean {
  const locked = world.all(types.bucket, { anyRegion: true }).find(({ id }) => id === name);
  return (
    locked?.inputs["objectLockEnabled"] === true ||
    world
      .all(types.bucketVersioning, { anyRegion: true })
      .some(
        ({ inputs }) =>
          inputs["bucket"] === name && at(inputs, "versioningConfiguration.status") === "Enabled",
      )
  );
}

const lockCheck: Check = (inputs, world) => {
  const retention = record(at(inputs, "rule.defaultRetention"));
  const problems: Problem[] = [];
  if (
    inputs["rule"] !== undefined &&
    (retention["days"] === undefined) === (retention["years"] === undefined)
  )
    problems.push({
      path: "rule.defaultRetention",
      reason: "MalformedXML: a default retention has exactly one of days and years",
    });
  const bucket = findBucket(world, inputs["bucket"]);
  if (bucket !== undefined && !versioned(world, bucket.id))
    problems.push({
      path: "bucket",
      reason:
        "InvalidBucketState: versioning must be 'Enabled' on the bucket to apply an Object Lock configuration",
    });
  return problems;
};

const versioningCheck: Check = (inputs, world) => {
  const bucket = findBucket(world, inputs["bucket"]);
  const locked = bucket?.inputs["objectLockEnabled"] === true;
  const status = at(inputs, "versioningConfiguration.status");
  return locked && status !== "Enabled" && status !== undefined
    ? refuse(
        "versioningConfiguration.status",
        "InvalidBucketState: an Object Lock configuration is present on this bucket, so the versioning state cannot be changed",
      )
    : [];
};

/** Versions of a bucket's objects, and the lock on them. */
export const bucketVersions: readonly ResourceRules[] = [
  setting(types.bucketVersioning, {
    limits: [{ path: "versioningConfiguration.status", oneOf: ["Enabled", "Suspended", "Disabled"] }],
    check: versioningCheck,
  }),
  setting("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", {
    limits: [
      { path: "rule.defaultRetention.mode", oneOf: ["GOVERNANCE", "COMPLIANCE"] },
      { path: "rule.defaultRetention.days", minimum: 1, maximum: 36500 },
      { path: "rule.defaultRetention.years", minimum: 1, maximum: 100 },
    ],
    check: lockCheck,
  }),
];
