import { rule as dataProtected } from "../../../../policy/rules/platform/aws-data-protected";
import { rule as requiredTags } from "../../../../policy/rules/platform/aws-required-tags";
import { rule as noForcedDeletion } from "../../../../policy/rules/platform/aws-no-forced-deletion";
import { describeRule, type Given, type Properties, unknown } from "../pack";

const vpc: Given = { type: "aws:ec2/subnet:Subnet" };

describeRule(dataProtected, {
  compliant: { "a protected database": { type: "aws:rds/instance:Instance", protect: true } },
  violations: {
    "a database": [{ type: "aws:rds/instance:Instance" }, "protect is not set"],
    "a bucket": [{ type: "aws:s3/bucket:Bucket" }, "protect is not set"],
    "a key": [{ type: "aws:kms/key:Key" }, "protect is not set"],
  },
  notApplicable: { "what holds no data": vpc },
});

const bucket = (properties: Properties, provider?: Properties): Given => ({
  type: "aws:s3/bucket:Bucket",
  properties,
  ...(provider && { provider }),
});
const full = { Project: "platform", Environment: "prod" };
describeRule(requiredTags, {
  compliant: {
    "its own tags": bucket({ tags: full }),
    "tags that the provider merged": bucket({ tagsAll: full }),
    "the provider's default tags": bucket({}, { defaultTags: { tags: full } }),
    "the provider's default tags, as text": bucket({}, { defaultTags: JSON.stringify({ tags: full }) }),
    "a tag whose value is unknown yet": bucket({ tags: { ...full, Project: unknown } }),
  },
  violations: {
    none: [bucket({}), "it has no tag project, environment"],
    "one missing": [bucket({ tags: { Project: "p" } }), "it has no tag environment"],
    "an empty one": [bucket({ tags: { ...full, Environment: "" } }), "it has no tag environment"],
  },
  notApplicable: { "what can't be billed": { type: "aws:ec2/routeTable:RouteTable" } },
  unknown: { "tags that are unknown": bucket({ tags: unknown }) },
});

describeRule(noForcedDeletion, {
  compliant: {
    "a bucket": { type: "aws:s3/bucket:Bucket", properties: {} },
    "one that says so": { type: "aws:s3/bucket:Bucket", properties: { forceDestroy: false } },
  },
  violations: {
    "a bucket": [{ type: "aws:s3/bucket:Bucket", properties: { forceDestroy: true } }, "forceDestroy is on"],
    "as text": [{ type: "aws:s3/bucket:Bucket", properties: { forceDestroy: "true" } }, "forceDestroy is on"],
    images: [{ type: "aws:s3/bucket:Bucket", properties: { forceDelete: true } }, "forceDelete is on"],
  },
  notApplicable: {
    "another type": { type: "random:index/randomId:RandomId" },
  },
  unknown: {
    "a switch": { type: "aws:s3/bucket:Bucket", properties: { forceDestroy: unknown } },
  },
});
