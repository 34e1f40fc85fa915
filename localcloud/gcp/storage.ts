import type { Check, FunctionRules, Problem, ResourceRules, StoredResource, World } from "../rules";
import { amount, at, list, record, refuse, shown, text } from "../reading";
import { binding, grant } from "./iam";
import { keyProblems } from "./key-use";
import { isSinkTarget } from "./logging";
import { projectNumber, timestamp } from "./project";
import { agentOf } from "./service-agents";
import { types } from "./types";

const bucketMember = "gcp:storage/bucketIAMMember:BucketIAMMember";
const bucketBinding = "gcp:storage/bucketIAMBinding:BucketIAMBinding";
const classes = ["STANDARD", "MULTI_REGIONAL", "REGIONAL", "NEARLINE", "COLDLINE", "ARCHIVE"];

/** Cloud Storage guide, "Bucket names"; names of the form of an address are taken by nobody. */
const bucketName =
  /^(?!goog)(?!.*google)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9](?!.*(\.\.|\.-|-\.))[a-z0-9._-]*[a-z0-9]$/;

/** How long objects must stay: up to 100 years; a locked period can only grow, and is never taken away. */
const retentionCheck: Check = (inputs, _world, self) => {
  const path = "retentionPolicy.retentionPeriod";
  const period = at(inputs, path);
  const wanted = period === undefined ? undefined : Number(shown(period));
  if (wanted !== undefined && (!Number.isInteger(wanted) || wanted < 1 || wanted >= 3_155_760_000))
    return refuse(path, `Error 400: is a number of seconds from 1 to 3155759999, not ${shown(period)}`);
  const before = record(self?.inputs["retentionPolicy"]);
  if (before["isLocked"] !== true) return [];
  if (at(inputs, "retentionPolicy.isLocked") !== true)
    return refuse(
      "retentionPolicy.isLocked",
      "Error 403: a locked retention policy can't be unlocked or removed",
    );
  return wanted !== undefined && wanted < Number(shown(before["retentionPeriod"]))
    ? refuse(path, "Error 403: the period of a locked retention policy can't be shortened")
    : [];
};

const softDeleteCheck: Check = (inputs) => {
  const duration = amount(at(inputs, "softDeletePolicy.retentionDurationSeconds"));
  return duration !== undefined && duration !== 0 && (duration < 604800 || duration > 7776000)
    ? refuse(
        "softDeletePolicy.retentionDurationSeconds",
        `Error 400: is 0 (off), or from 604800 (7 days) to 7776000 (90 days), not ${String(duration)}`,
      )
    : [];
};

/** A rule has something to do and something that tells when (Cloud Storage guide, "Object Lifecycle Management"). */
const lifecycleCheck: Check = (inputs) => {
  const rules = list(inputs["lifecycleRules"]).map(record);
  if (rules.length > 100)
    return refuse("lifecycleRules", "Error 400: a bucket has at most 100 lifecycle rules");
  const automatic = at(inputs, "autoclass.enabled") === true;
  return rules.flatMap((rule, index): readonly Problem[] => {
    const path = `lifecycleRules[${String(index)}]`;
    const [action, condition] = [record(rule["action"]), record(rule["condition"])];
    const type = text(action["type"]);
    const moves = type === "SetStorageClass";
    if (type !== undefined && moves !== (action["storageClass"] !== undefined))
      return refuse(`${path}.action.storageClass`, "Error 400: is given exactly with SetStorageClass");
    if (moves && automatic)
      return refuse(`${path}.action.type`, "Error 400: SetStorageClass does not go with Autoclass");
    const given = Object.entries(condition).filter(([key]) => !key.startsWith("send"));
    const zero = ["age", "numNewerVersions", "daysSinceNoncurrentTime", "daysSinceCustomTime"].find(
      (key) =>
        condition[key] === 0 && condition[`send${key.charAt(0).toUpperCase()}${key.slice(1)}IfZero`] !== true,
    );
    if (zero !== undefined && given.length === 1)
      return refuse(
        `${path}.condition.${zero}`,
        `0 is not sent without send${zero.charAt(0).toUpperCase()}${zero.slice(1)}IfZero: the rule would have no condition`,
      );
    if (given.length === 0)
      return refuse(`${path}.condition`, "Error 400: a rule has at least one condition");
    return type === "AbortIncompleteMultipartUpload" &&
      given.some(([key]) => !["age", "matchesPrefixes", "matchesSuffixes"].includes(key))
      ? refuse(
          `${path}.condition`,
          "Error 400: AbortIncompleteMultipartUpload takes age, prefixes and suffixes only",
        )
      : [];
  });
};

const keyCheck: Check = (inputs, world) => {
  const location = text(inputs["location"])?.toLowerCase();
  // Keys for the multi-region EU are in `europe`, the other multi-regions have their own names (Cloud KMS locations).
  const place = location === "eu" ? "europe" : location;
  return keyProblems("encryption.defaultKmsKeyName", at(inputs, "encryption.defaultKmsKeyName"), world, {
    api: "storage.googleapis.com",
    location: place,
  });
};

const loggingCheck: Check = (inputs, world) => {
  const target = text(at(inputs, "logging.logBucket"));
  return target === undefined || world.find(types.bucket, target) !== undefined
    ? []
    : refuse("logging.logBucket", `Error 404: there is no bucket '${target}'`);
};

/** What fills a bucket: a sink of logs, or a job of Cloud Run whose account may write there. */
export function writerOf(bucket: StoredResource, world: World): string | undefined {
  if (isSinkTarget(world, `storage.googleapis.com/${bucket.id}`)) return "a log sink";
  const writers = world
    .all(bucketMember)
    .filter(
      ({ inputs }) =>
        inputs["bucket"] === bucket.id && /objectCreator|objectUser|objectAdmin/.test(shown(inputs["role"])),
    )
    .map(({ inputs }) => shown(inputs["member"]).replace("serviceAccount:", ""));
  return world
    .all(types.runJob)
    .find(({ inputs }) => writers.includes(shown(at(inputs, "template.template.serviceAccount"))))?.id;
}

function deletionProblems(bucket: StoredResource, world: World): readonly Problem[] {
  const writer = writerOf(bucket, world);
  if (writer === undefined) return [];
  if (at(bucket.inputs, "retentionPolicy.retentionPeriod") !== undefined)
    return refuse(
      "retentionPolicy",
      `Error 403: objects that ${writer} has written are subject to the bucket's retention policy and cannot be deleted yet`,
    );
  return bucket.inputs["forceDestroy"] === true
    ? []
    : refuse(
        "forceDestroy",
        `Error trying to delete bucket ${bucket.id} containing objects (of ${writer}) without \`force_destroy\` set to true`,
      );
}

/** Whether access is by IAM alone: then there are no lists of access. */
const isUniform = (bucket: StoredResource | undefined): boolean =>
  bucket?.inputs["uniformBucketLevelAccess"] === true;

const listCheck: Check = (inputs, world) =>
  isUniform(world.find(types.bucket, inputs["bucket"]))
    ? refuse(
        "bucket",
        "Error 400: Cannot use ACL API to update bucket policy when uniform bucket-level access is enabled.",
      )
    : [];

const publicCheck: Check = (inputs, world) => {
  const bucket = world.find(types.bucket, inputs["bucket"]);
  const members = [inputs["member"], ...list(inputs["members"])];
  const everybody = members.find((member) => member === "allUsers" || member === "allAuthenticatedUsers");
  return everybody !== undefined && bucket?.inputs["publicAccessPrevention"] === "enforced"
    ? refuse(
        inputs["member"] === undefined ? "members" : "member",
        "Error 412: The member bindings allUsers and allAuthenticatedUsers are not allowed since public access prevention is enforced.",
      )
    : [];
};

function withPublicCheck(rules: ResourceRules): ResourceRules {
  const { check = [] } = rules;
  return { ...rules, check: [...(typeof check === "function" ? [check] : check), publicCheck] };
}

function accessList(type: string, extra: Partial<ResourceRules> = {}): ResourceRules {
  return {
    type,
    id: "{bucket}-acl",
    outputs: { roleEntities: ({ inputs }) => inputs["roleEntities"] ?? [] },
    references: [{ path: "bucket", to: types.bucket, blocksDeletion: false }],
    immutable: ["bucket"],
    check: listCheck,
    seconds: { create: 2, update: 2, delete: 1 },
    ...extra,
  };
}

const onBucket = { subject: "bucket", to: types.bucket, by: ["id", "name"], services: ["storage"] } as const;
const selfLink = "https://www.googleapis.com/storage/v1/b/{name}";

/** Cloud Storage: buckets and who may use them. */
export const storage: readonly ResourceRules[] = [
  {
    type: types.bucket,
    name: {
      property: "name",
      minimum: 3,
      maximum: 63,
      pattern: bucketName,
      alphabet:
        "lower-case letters, digits, hyphens, underscores and dots, a letter or digit at both ends; not 'goog' first, no 'google', no address",
      unique: "global",
    },
    id: "{name}",
    outputs: {
      url: "gs://{name}",
      selfLink,
      projectNumber: () => Number(projectNumber),
      publicAccessPrevention: "inherited",
      rpo: "DEFAULT",
      softDeletePolicy: ({ inputs }) =>
        inputs["softDeletePolicy"] ?? { retentionDurationSeconds: 604800, effectiveTime: timestamp },
      timeCreated: timestamp,
      updated: timestamp,
      uniformBucketLevelAccess: ({ inputs }) => inputs["uniformBucketLevelAccess"] ?? false,
      versioning: ({ inputs }) => inputs["versioning"] ?? { enabled: false },
      website: ({ inputs }) => inputs["website"] ?? {},
    },
    defaults: { storageClass: "STANDARD", forceDestroy: false },
    immutable: ["name", "enableObjectRetention", "hierarchicalNamespace", "customPlacementConfig"],
    limits: [
      { path: "storageClass", oneOf: classes },
      { path: "publicAccessPrevention", oneOf: ["inherited", "enforced"] },
      { path: "rpo", oneOf: ["DEFAULT", "ASYNC_TURBO"] },
      {
        path: "lifecycleRules[].action.type",
        oneOf: ["Delete", "SetStorageClass", "AbortIncompleteMultipartUpload"],
      },
      { path: "lifecycleRules[].action.storageClass", oneOf: classes },
      { path: "lifecycleRules[].condition.withState", oneOf: ["LIVE", "ARCHIVED", "ANY"] },
      { path: "lifecycleRules[].condition.age", minimum: 0 },
      { path: "autoclass.terminalStorageClass", oneOf: ["NEARLINE", "ARCHIVE"] },
    ],
    check: [
      retentionCheck,
      softDeleteCheck,
      lifecycleCheck,
      (inputs) =>
        at(inputs, "hierarchicalNamespace.enabled") === true && inputs["uniformBucketLevelAccess"] !== true
          ? refuse("uniformBucketLevelAccess", "Error 400: is needed with a hierarchical namespace")
          : [],
      keyCheck,
      loggingCheck,
    ],
    checkDelete: deletionProblems,
    seconds: { create: 2, update: 2, delete: 2 },
  },
  withPublicCheck(grant({ type: bucketMember, binding: bucketBinding, ...onBucket })),
  withPublicCheck(binding({ type: bucketBinding, ...onBucket })),
  accessList("gcp:storage/bucketACL:BucketACL", {
    limits: [
      {
        path: "predefinedAcl",
        oneOf: ["authenticatedRead", "private", "projectPrivate", "publicRead", "publicReadWrite"],
      },
      {
        path: "roleEntities[]",
        pattern: /^(OWNER|WRITER|READER):.+$/,
        reason: "reads ROLE:ENTITY, for example READER:user-jane@example.com",
      },
    ],
  }),
  accessList("gcp:storage/defaultObjectACL:DefaultObjectACL"),
];

export const storageFunctions: readonly FunctionRules[] = [
  {
    token: "gcp:storage/getProjectServiceAccount:getProjectServiceAccount",
    result: (inputs, world) => {
      const email = agentOf("storage.googleapis.com");
      return {
        id: email,
        emailAddress: email,
        member: `serviceAccount:${email}`,
        project: text(inputs["project"]) ?? world.account,
      };
    },
  },
];
