import type { Check, Problem, Properties, ResourceRules, World } from "../rules";
import { findBucket, isPublic, writerProblems } from "./bucket-access";
import { keyProblems } from "./key-use";
import { policy } from "./policy-document";
import { types } from "./types";
import { amount, at, document, list, many, record, refuse, repeated, text, shown } from "../reading";

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

function versioned(world: World, name: unknown): boolean {
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

/** Settings of a bucket: one of each kind per bucket, and only as long as the bucket is there. */
function setting(type: string, rules: Partial<ResourceRules> = {}): ResourceRules {
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

/** Classes from warm to cold; an object only moves down, and only after 30 days to the infrequent ones (S3 guide). */
const leastDays: Readonly<Record<string, number>> = { STANDARD_IA: 30, ONEZONE_IA: 30 };

const lifecycleCheck: Check = (inputs) => {
  const rules = list(inputs["rules"]).map(record);
  const [twice] = repeated(rules.map(({ id }) => id));
  if (twice !== undefined)
    return refuse("rules", `InvalidArgument: rule ids must be unique; '${shown(twice)}' is used twice`);
  return rules.flatMap((rule, index) => lifecycleProblems(rule, `rules[${String(index)}]`));
};

function lifecycleProblems(rule: Properties, path: string): readonly Problem[] {
  const actions = [
    "expiration",
    "transitions",
    "noncurrentVersionExpiration",
    "noncurrentVersionTransitions",
    "abortIncompleteMultipartUpload",
  ];
  if (!actions.some((action) => rule[action] !== undefined))
    return refuse(path, `InvalidRequest: at least one action is needed: ${actions.join(", ")}`);
  const expiry = amount(at(rule, "expiration.days"));
  if (expiry !== undefined && expiry < 1)
    return refuse(`${path}.expiration.days`, "InvalidArgument: is a positive number of days");
  return list(rule["transitions"]).flatMap((value, index): readonly Problem[] => {
    const transition = record(value);
    const [days, storage] = [amount(transition["days"]), text(transition["storageClass"]) ?? ""];
    const at = `${path}.transitions[${String(index)}].days`;
    const least = leastDays[storage] ?? 0;
    if (days !== undefined && days < least)
      return refuse(
        at,
        `InvalidArgument: 'Days' must be at least ${String(least)} for storage class ${storage}`,
      );
    return days !== undefined && expiry !== undefined && expiry <= days
      ? refuse(
          `${path}.expiration.days`,
          "InvalidArgument: 'Days' in the expiration must be greater than in the transition",
        )
      : [];
  });
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

const aclCheck: Check = (inputs, world) => {
  const ownership = world
    .all(types.bucketOwnership, { anyRegion: true })
    .find((each) => each.inputs["bucket"] === inputs["bucket"]);
  const mode = at(ownership?.inputs ?? {}, "rule.objectOwnership") ?? "BucketOwnerEnforced";
  return mode === "BucketOwnerEnforced" && findBucket(world, inputs["bucket"]) !== undefined
    ? refuse("bucket", "AccessControlListNotSupported: The bucket does not allow ACLs")
    : [];
};

export const storage: readonly ResourceRules[] = [
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
  setting(types.bucketVersioning, {
    limits: [{ path: "versioningConfiguration.status", oneOf: ["Enabled", "Suspended", "Disabled"] }],
    check: versioningCheck,
  }),
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
  setting("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", {
    limits: [
      { path: "rules", minimumItems: 1, maximumItems: 1000 },
      { path: "rules[].status", oneOf: ["Enabled", "Disabled"] },
      { path: "rules[].id", pattern: /^.{1,255}$/, reason: "has 1 to 255 characters" },
      {
        path: "rules[].transitions[].storageClass",
        oneOf: ["GLACIER", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "DEEP_ARCHIVE", "GLACIER_IR"],
      },
      { path: "rules[].noncurrentVersionExpiration.noncurrentDays", minimum: 1 },
      { path: "rules[].abortIncompleteMultipartUpload.daysAfterInitiation", minimum: 1 },
    ],
    check: lifecycleCheck,
    // S3 tells all its servers; the provider waits until they agree.
    seconds: { create: 30, update: 30, delete: 1 },
  }),
  setting("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", {
    limits: [
      { path: "rule.defaultRetention.mode", oneOf: ["GOVERNANCE", "COMPLIANCE"] },
      { path: "rule.defaultRetention.days", minimum: 1, maximum: 36500 },
      { path: "rule.defaultRetention.years", minimum: 1, maximum: 100 },
    ],
    check: lockCheck,
  }),
  setting("aws:s3/bucketLogging:BucketLogging", {
    check: (inputs, world) => {
      if (inputs["targetBucket"] !== undefined && inputs["targetBucket"] === inputs["bucket"])
        return refuse("targetBucket", "a bucket that logs into itself logs its own logging, for ever");
      return writerProblems("targetBucket", inputs["targetBucket"], world, {
        service: "logging.s3.amazonaws.com",
        actions: ["s3:PutObject"],
      });
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
  setting("aws:s3/bucketReplicationConfig:BucketReplicationConfig", {
    references: [{ path: "role", to: types.role, by: "arn", anyRegion: true, blocksDeletion: false }],
    limits: [{ path: "rules", minimumItems: 1, maximumItems: 1000 }],
    check: replicationCheck,
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
