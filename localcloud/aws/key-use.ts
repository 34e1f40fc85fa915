import type { Check, Path, Problem, StoredResource, Value, World } from "../rules";
import { parseArn } from "./account";
import { types } from "./types";
import { document, isRecord, many, refuse, text, shown } from "../reading";

/** What a service must be allowed to do with a key, in the key's own policy. */
export interface KeyUse {
  /** Service principal, for example `logs.eu-west-1.amazonaws.com`. */
  readonly service: string;
  /** One of these actions must be allowed. */
  readonly actions: readonly string[];
}

/** The key of ours that a key id, ARN, alias or alias ARN names. */
export function findKey(world: World, reference: string): StoredResource | undefined {
  const name = parseArn(reference)?.resource ?? reference;
  if (name.startsWith("alias/")) {
    const target = world.find(types.alias, name, "name")?.inputs["targetKeyId"];
    return typeof target === "string" ? findKey(world, target) : undefined;
  }
  const id = name.replace(/^key\//, "");
  return world.find(types.key, id, "keyId") ?? world.find(types.replicaKey, id, "keyId");
}

/** Problems of an input that names a key: it must exist here, be enabled, and let the service use it. */
export function keyProblems(
  path: Path,
  value: Value | undefined,
  world: World,
  use?: KeyUse,
): readonly Problem[] {
  const reference = text(value);
  if (reference === undefined || /(^|:)alias\/aws\//.test(reference)) return [];
  const arn = parseArn(reference);
  if (reference.startsWith("arn:") && arn?.service !== "kms")
    return refuse(path, `'${reference}' is not the ARN of a key`);
  if (arn !== undefined && arn.account !== world.account) return [];
  if (arn !== undefined && arn.region !== world.region)
    return refuse(
      path,
      `the key is in ${arn.region}, but it must be in ${world.region}, where this resource is`,
    );
  const key = findKey(world, reference);
  if (key === undefined) return refuse(path, `NotFoundException: key '${reference}' does not exist`);
  if (key.inputs["isEnabled"] === false || key.inputs["enabled"] === false)
    return refuse(path, `DisabledException: key '${reference}' is disabled`);
  const operations = key.inputs["keyUsage"] ?? "ENCRYPT_DECRYPT";
  if (operations !== "ENCRYPT_DECRYPT")
    return refuse(path, `the key is for ${shown(operations)}, not for encryption`);
  return use === undefined || allows(key.inputs["policy"], use)
    ? []
    : refuse(
        path,
        `the policy of key '${reference}' does not allow ${use.service} to use it (${use.actions.join(", ")})`,
      );
}

/** The check of an input that names a key. `use` gives the service that encrypts with it, by region. */
export function key(path: Path, use?: (region: string) => KeyUse): Check {
  return (inputs, world) => keyProblems(path, inputs[path], world, use?.(world.region));
}

/** Whether a policy has an Allow for the service and at least one of the actions. */
export function allows(policy: Value | undefined, { service, actions }: KeyUse): boolean {
  return many(document(policy)?.["Statement"]).some((statement) => {
    if (!isRecord(statement) || statement["Effect"] !== "Allow") return false;
    const principal = statement["Principal"];
    const named =
      principal === "*" ||
      (isRecord(principal) &&
        (many(principal["Service"]).includes(service) || many(principal["AWS"]).includes("*")));
    const granted = many(statement["Action"]).some((pattern) =>
      actions.some((action) => typeof pattern === "string" && matches(action, pattern)),
    );
    return named && granted;
  });
}

/** Whether an action fits a pattern with `*` and `?`; actions ignore case. */
export function matches(action: string, pattern: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "i").test(action);
}
