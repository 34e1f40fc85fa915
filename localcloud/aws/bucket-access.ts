import type { Path, Problem, StoredResource, Value, World } from "../rules";
import { allows, type KeyUse } from "./key-use";
import { types } from "./types";
import { document, isRecord, list, many, record, refuse, text, shown } from "../reading";

/** The bucket of ours with that name; bucket names are global, so any region will do. */
export function findBucket(world: World, name: Value | undefined): StoredResource | undefined {
  return world.all(types.bucket, { anyRegion: true }).find((bucket) => bucket.id === name);
}

/** The bucket's policy, be it a resource of its own or an input of the bucket. */
function policyOf(world: World, name: string): Value | undefined {
  return world.all(types.bucketPolicy, { anyRegion: true }).find((policy) => policy.inputs["bucket"] === name)
    ?.inputs["policy"];
}

/** Problems of a service that has to write into a bucket: the bucket must exist and its policy must let the service. */
export function writerProblems(
  path: Path,
  name: Value | undefined,
  world: World,
  use: KeyUse,
): readonly Problem[] {
  const bucket = text(name);
  if (bucket === undefined) return [];
  if (findBucket(world, bucket) === undefined)
    return refuse(path, `NoSuchBucket: there is no bucket '${bucket}'`);
  return allows(policyOf(world, bucket), use)
    ? []
    : refuse(
        path,
        `Access Denied for bucket ${bucket}: its policy must allow ${use.service} ${use.actions.join(" and ")}`,
      );
}

/** Whether objects are encrypted with KMS by default. */
export function encryptsWithKms(world: World, name: string): boolean {
  const configuration = world
    .all(types.bucketEncryption, { anyRegion: true })
    .find((encryption) => encryption.inputs["bucket"] === name);
  return list(configuration?.inputs["rules"]).some((rule) => {
    const standard = record(record(rule)["applyServerSideEncryptionByDefault"]);
    return shown(standard["sseAlgorithm"]).startsWith("aws:kms");
  });
}

/** Whether a policy lets anyone in: an Allow for every principal, without a condition. */
export function isPublic(policy: Value | undefined): boolean {
  return many(document(policy)?.["Statement"]).some((statement) => {
    if (!isRecord(statement) || statement["Effect"] !== "Allow" || statement["Condition"] !== undefined)
      return false;
    const principal = statement["Principal"];
    return principal === "*" || (isRecord(principal) && many(principal["AWS"]).includes("*"));
  });
}
