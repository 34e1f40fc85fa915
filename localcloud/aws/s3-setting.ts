import { refuse, text } from "../reading";
import type { Check, ResourceRules } from "../rules";
import { findBucket } from "./bucket-access";

const exists: Check = (inputs, world) => {
  const name = text(inputs["bucket"]);
  if (name === undefined) return [];
  const bucket = findBucket(world, name);
  if (bucket === undefined)
    return refuse("bucket", `NoSuchBucket: the specified bucket does not exist: ${name}`);
  return bucket.region === world.region
    ? []
    : refuse(
        "bucket",
        `PermanentRedirect: the bucket is in ${bucket.region}, but this is made in ${world.region}`,
      );
};

/** Settings of a bucket: one of each kind per bucket, and only as long as the bucket is there. */
export function setting(type: string, rules: Partial<ResourceRules> = {}): ResourceRules {
  const { check = [], ...rest } = rules;
  return {
    type,
    id: "{bucket}",
    immutable: ["bucket"],
    uniqueBy: [["bucket"]],
    seconds: { create: 1, delete: 1 },
    check: [exists, ...(typeof check === "function" ? [check] : check)],
    ...rest,
  };
}
