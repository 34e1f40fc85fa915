import { rule as bucketNotPublic } from "../../../../policy/rules/storage/gcp-bucket-not-public";
import { rule as bucketPublicAccessPrevented } from "../../../../policy/rules/storage/gcp-bucket-public-access-prevented";
import { rule as bucketUniformAccess } from "../../../../policy/rules/storage/gcp-bucket-uniform-access";
import { rule as bucketVersioned } from "../../../../policy/rules/storage/gcp-bucket-versioned";
import { rule as bucketRetentionLocked } from "../../../../policy/rules/storage/gcp-bucket-retention-locked";
import { describeRule, type Given, type Properties, unknown } from "../pack";

const bucket = (properties: Properties): Given => ({ type: "gcp:storage/bucket:Bucket", properties });
describeRule(bucketPublicAccessPrevented, {
  compliant: { "the switch on": bucket({ publicAccessPrevention: "enforced" }) },
  violations: {
    "the default": [bucket({}), "publicAccessPrevention is inherited"],
    "what the organization says": [bucket({ publicAccessPrevention: "inherited" }), "is inherited"],
  },
  notApplicable: { "an object": { type: "gcp:storage/bucketObject:BucketObject" } },
  unknown: { "a switch that is unknown": bucket({ publicAccessPrevention: unknown }) },
});

describeRule(bucketUniformAccess, {
  compliant: { "the switch on": bucket({ uniformBucketLevelAccess: true }) },
  violations: {
    "the default": [bucket({}), "uniformBucketLevelAccess is off"],
    "the switch off, as text": [
      bucket({ uniformBucketLevelAccess: "false" }),
      "uniformBucketLevelAccess is off",
    ],
  },
  notApplicable: { "an object": { type: "gcp:storage/bucketObject:BucketObject" } },
  unknown: { "a switch that is unknown": bucket({ uniformBucketLevelAccess: unknown }) },
});

const of = (type: string, properties: Properties): Given => ({ type: `gcp:storage/${type}`, properties });
const memberOf = "bucketIAMMember:BucketIAMMember";
describeRule(bucketNotPublic, {
  compliant: {
    "one account": of(memberOf, { role: "r", member: "user:ann@example.com" }),
    "a private list": of("bucketACL:BucketACL", {
      predefinedAcl: "private",
      roleEntities: ["READER:user-ann"],
    }),
    "an entry for one": of("objectAccessControl:ObjectAccessControl", { entity: "user-ann" }),
  },
  violations: {
    everybody: [of(memberOf, { role: "r", member: "allUsers" }), "opens the bucket to everybody"],
    "everybody in a binding": [
      of("bucketIAMBinding:BucketIAMBinding", { role: "r", members: ["user:a", "allAuthenticatedUsers"] }),
      "members[1]",
    ],
    "everybody in a policy": [
      of("bucketIAMPolicy:BucketIAMPolicy", {
        policyData: JSON.stringify({ bindings: [{ role: "r", members: ["allUsers"] }] }),
      }),
      "bindings[0].members[0]",
    ],
    "everybody in a folder": [
      of("managedFolderIamMember:ManagedFolderIamMember", { member: "allUsers" }),
      "everybody",
    ],
    "a ready-made public list": [
      of("bucketACL:BucketACL", { predefinedAcl: "publicRead" }),
      "predefinedAcl is publicRead",
    ],
    "a ready-made list for every account": [
      of("objectACL:ObjectACL", { predefinedAcl: "authenticatedRead" }),
      "predefinedAcl is authenticatedRead",
    ],
    "a public list for new objects": [
      of("bucketACL:BucketACL", { defaultAcl: "publicReadWrite" }),
      "defaultAcl",
    ],
    "everybody on a list": [
      of("defaultObjectACL:DefaultObjectACL", { roleEntities: ["OWNER:user-a", "READER:allUsers"] }),
      "roleEntities[1]",
    ],
    "everybody as an entry": [
      of("bucketAccessControl:BucketAccessControl", { entity: "allUsers" }),
      "entity",
    ],
    "every account as an entry for new objects": [
      of("defaultObjectAccessControl:DefaultObjectAccessControl", { entity: "allAuthenticatedUsers" }),
      "entity",
    ],
    "everybody as an entry of an object": [
      of("objectAccessControl:ObjectAccessControl", { entity: "allUsers" }),
      "entity",
    ],
  },
  notApplicable: {
    "a binding of nobody": of("bucketIAMBinding:BucketIAMBinding", { role: "r", members: [] }),
  },
  unknown: {
    "a member that is unknown": of(memberOf, { role: "r", member: unknown }),
    "a list that is unknown": of("bucketACL:BucketACL", { roleEntities: unknown }),
  },
});

describeRule(bucketVersioned, {
  compliant: {
    "old versions": bucket({ versioning: { enabled: true } }),
    "nothing that can be overwritten": bucket({ retentionPolicy: { retentionPeriod: "86400" } }),
  },
  violations: {
    neither: [bucket({}), "neither versioning nor a retentionPolicy is set"],
    "versions switched off": [bucket({ versioning: { enabled: false } }), "neither"],
    "a retention of nothing": [bucket({ retentionPolicy: { retentionPeriod: "0" } }), "neither"],
  },
  notApplicable: { "an object": { type: "gcp:storage/bucketObject:BucketObject" } },
  unknown: { "a switch that is unknown": bucket({ versioning: { enabled: unknown } }) },
});

describeRule(bucketRetentionLocked, {
  compliant: {
    locked: {
      type: "gcp:storage/bucket:Bucket",
      properties: { retentionPolicy: { isLocked: true, retentionPeriod: "604800" } },
    },
  },
  violations: {
    open: [
      { type: "gcp:storage/bucket:Bucket", properties: { retentionPolicy: { retentionPeriod: "604800" } } },
      "not locked",
    ],
    "a second": [
      {
        type: "gcp:storage/bucket:Bucket",
        properties: { retentionPolicy: { isLocked: true, retentionPeriod: "1" } },
      },
      "below a week",
    ],
  },
  notApplicable: {
    "another type": { type: "random:index/randomId:RandomId" },
    "a bucket that keeps nothing": { type: "gcp:storage/bucket:Bucket", properties: {} },
  },
  unknown: {
    "a switch": {
      type: "gcp:storage/bucket:Bucket",
      properties: { retentionPolicy: { isLocked: unknown, retentionPeriod: "604800" } },
    },
  },
});
