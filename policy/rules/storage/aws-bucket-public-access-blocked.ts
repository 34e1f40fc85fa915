import { every, require } from "../../mechanism/answer";
import { buckets, publicAccessBlocks } from "../../subjects/bucket";
import type { StackRule } from "../../mechanism/rule";

const switches = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

/** Every bucket blocks public access in all four ways. */
export const rule: StackRule = {
  id: "aws-bucket-public-access-blocked",
  title: "Every bucket blocks public access in all four ways.",
  severity: "critical",
  controls: {
    cis: ["2.1.4"],
    checkov: ["CKV_AWS_53", "CKV_AWS_54", "CKV_AWS_55", "CKV_AWS_56", "CKV2_AWS_6"],
  },
  enforcement: "always",
  reason: "One wrong policy or access list, now or in ten years, makes the whole bucket public.",
  remedy: "Make an aws.s3.BucketPublicAccessBlock for the bucket with all four switches true.",
  types: [...buckets, ...publicAccessBlocks],
  scope: "stack",
  check: (resource, stack) => {
    if (buckets.includes(resource.type)) {
      return require(stack.referringTo(resource, publicAccessBlocks, "bucket").length >
        0, "no BucketPublicAccessBlock is made for it");
    }
    return every(switches, (name) =>
      require(resource.properties.get(name).flag() === true, `${name} is off`),
    );
  },
};
