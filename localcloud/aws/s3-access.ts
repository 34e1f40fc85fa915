import { at, document, many, record, refuse, shown, text } from "../reading";
import type { Check, Problem, ResourceRules } from "../rules";
import { findBucket, isPublic } from "./bucket-access";
import { policy } from "./policy-document";
import { setting } from "./s3-setting";
import { types } from "./types";

/** A bucket's policy may only speak of the bucket itself. */
const ownResources: Check = (inputs) => {
  const name = text(inputs["bucket"]);
  return name === undefined
    ? []
    : many(document(inputs["policy"])?.["Statement"]).flatMap((statement, index): readonly Problem[] => {
        const foreign = many(record(statement)["Resource"]).find(
          (resource) =>
            resource !== `arn:aws:s3:::${name}` &&
            text(resource)?.startsWith(`arn:aws:s3:::${name}/`) !== true,
        );
        return foreign === undefined
          ? []
          : refuse(
              "policy",
              `MalformedPolicy: Statement[${String(index)}] has invalid resource '${shown(foreign)}'; a policy speaks of its own bucket`,
            );
      });
};

const blockedPolicy: Check = (inputs, world) => {
  const blocked = world
    .all(types.bucketPublicAccess, { anyRegion: true })
    .some(
      (block) => block.inputs["bucket"] === inputs["bucket"] && block.inputs["blockPublicPolicy"] === true,
    );
  return blocked && isPublic(inputs["policy"])
    ? refuse(
        "policy",
        "AccessDenied: the policy is public, and public policies are blocked by the BlockPublicPolicy setting",
      )
    : [];
};

const aclCheck: Check = (inputs, world) => {
  const ownership = world
    .all(types.bucketOwnership, { anyRegion: true })
    .find((each) => each.inputs["bucket"] === inputs["bucket"]);
  const mode = at(ownership?.inputs ?? {}, "rule.objectOwnership") ?? "BucketOwnerEnforced";
  return mode === "BucketOwnerEnforced" && findBucket(world, inputs["bucket"]) !== undefined
    ? refuse("bucket", "AccessControlListNotSupported: The bucket does not allow ACLs")
    : [];
};

/** Who may use a bucket: its policy, public access, ownership of its objects and ACL. */
export const bucketAccess: readonly ResourceRules[] = [
  setting(types.bucketPolicy, {
    // S3 guide: bucket policies have at most 20 kB.
    check: [
      policy("policy", { kind: "resource", maximum: 20480, services: ["s3", "s3express"] }),
      ownResources,
      blockedPolicy,
    ],
  }),
  setting(types.bucketPublicAccess, {
    defaults: {
      blockPublicAcls: false,
      blockPublicPolicy: false,
      ignorePublicAcls: false,
      restrictPublicBuckets: false,
    },
  }),
  setting(types.bucketOwnership, {
    limits: [
      {
        path: "rule.objectOwnership",
        oneOf: ["BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"],
      },
    ],
  }),
  setting("aws:s3/bucketAcl:BucketAcl", {
    limits: [
      {
        path: "acl",
        oneOf: [
          "private",
          "public-read",
          "public-read-write",
          "authenticated-read",
          "aws-exec-read",
          "log-delivery-write",
        ],
      },
    ],
    check: aclCheck,
  }),
];
