import { every, require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Nothing deletes data along with what holds it. */
export const rule: ResourceRule = {
  id: "aws-no-forced-deletion",
  title: "Nothing deletes data along with what holds it.",
  severity: "high",
  controls: {},
  enforcement: "prod",
  reason: "A mistaken destroy then takes every object, backup or image with it, without asking.",
  remedy: "Leave forceDestroy and forceDelete off.",
  types: [
    "aws:s3/bucket:Bucket",
    "aws:s3/bucketV2:BucketV2",
    "aws:backup/vault:Vault",
    "aws:ecr/repository:Repository",
  ],
  scope: "resource",
  check: ({ properties }) =>
    every(["forceDestroy", "forceDelete"], (name) =>
      require(properties.get(name).flag() !== true, `${name} is on`),
    ),
};
