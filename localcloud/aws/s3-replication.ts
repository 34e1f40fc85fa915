import { at, list, record, text } from "../reading";
import type { Check, Problem, ResourceRules } from "../rules";
import { findBucket } from "./bucket-access";
import { setting } from "./s3-setting";
import { versioned } from "./s3-versioning";
import { types } from "./types";

const replicationCheck: Check = (inputs, world) => {
  const problems: Problem[] = [];
  if (findBucket(world, inputs["bucket"]) !== undefined && !versioned(world, inputs["bucket"]))
    problems.push({
      path: "bucket",
      reason:
        "InvalidRequest: versioning must be 'Enabled' on the bucket to apply a replication configuration",
    });
  list(inputs["rules"]).forEach((rule, index) => {
    const path = `rules[${String(index)}]`;
    const target = text(at(record(rule), "destination.bucket")) ?? "";
    const name = target.replace(/^arn:aws:s3:::/, "");
    if (target !== "" && !target.startsWith("arn:aws:s3:::"))
      problems.push({
        path: `${path}.destination.bucket`,
        reason: `InvalidArgument: '${target}' is not the ARN of a bucket`,
      });
    else if (target !== "" && findBucket(world, name) === undefined)
      problems.push({
        path: `${path}.destination.bucket`,
        reason: `InvalidRequest: the destination bucket '${name}' does not exist`,
      });
    else if (target !== "" && !versioned(world, name))
      problems.push({
        path: `${path}.destination.bucket`,
        reason: "InvalidRequest: the destination bucket must have versioning enabled",
      });
    if (record(rule)["filter"] !== undefined && record(rule)["deleteMarkerReplication"] === undefined)
      problems.push({
        path: `${path}.deleteMarkerReplication`,
        reason: "InvalidRequest: must be specified for a rule with a filter",
      });
  });
  return problems;
};

/** Copies of a bucket's objects in another bucket. */
export const bucketReplication: readonly ResourceRules[] = [
  setting("aws:s3/bucketReplicationConfig:BucketReplicationConfig", {
    references: [{ path: "role", to: types.role, by: "arn", anyRegion: true, blocksDeletion: false }],
    limits: [{ path: "rules", minimumItems: 1, maximumItems: 1000 }],
    check: replicationCheck,
  }),
];
