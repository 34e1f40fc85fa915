import { list, record, refuse, text } from "../reading";
import type { Check, Problem, ResourceRules } from "../rules";
import { findBucket } from "./bucket-access";
import { keyProblems } from "./key-use";
import { setting } from "./s3-setting";
import { types } from "./types";

const encryptionCheck: Check = (inputs, world) =>
  list(inputs["rules"]).flatMap((rule, index): readonly Problem[] => {
    const path = `rules[${String(index)}].applyServerSideEncryptionByDefault`;
    const standard = record(record(rule)["applyServerSideEncryptionByDefault"]);
    const kms = text(standard["sseAlgorithm"])?.startsWith("aws:kms") === true;
    if (!kms && standard["kmsMasterKeyId"] !== undefined)
      return refuse(
        `${path}.kmsMasterKeyId`,
        "InvalidArgument: a key is only given with the algorithm aws:kms",
      );
    const bucket = findBucket(world, inputs["bucket"]);
    return bucket?.region === world.region
      ? keyProblems(`${path}.kmsMasterKeyId`, standard["kmsMasterKeyId"], world)
      : [];
  });

/** Encryption of what is put into a bucket. */
export const bucketEncryption: readonly ResourceRules[] = [
  setting(types.bucketEncryption, {
    limits: [
      {
        path: "rules[].applyServerSideEncryptionByDefault.sseAlgorithm",
        oneOf: ["AES256", "aws:kms", "aws:kms:dsse"],
      },
      { path: "rules", minimumItems: 1, maximumItems: 1 },
    ],
    check: encryptionCheck,
  }),
];
