import * as pulumi from "@pulumi/pulumi";
import { statSync } from "node:fs";
import type { Cloud } from "../components/cloud";
import type { Specification } from "../components/specification";
import { decode } from "./decode";
import { dev } from "./dev";
import { outline } from "./outline";
import { absence, keyOf, nearest, namespace, problem, within, type Problem } from "./problem";
import { profiles } from "./profile";
import type { Context, Rule } from "./rules/context";
import { clusterRules } from "./rules/cluster";
import { imageRules } from "./rules/images";
import { kubernetesRules } from "./rules/kubernetes";
import { networkRules } from "./rules/network";
import { placeRules } from "./rules/place";
import { secretRules } from "./rules/secrets";
import { serviceRules } from "./rules/services";
import { stackRules } from "./rules/stack";
import { salvage } from "./salvage";
import { stackSchema } from "./schema";
import { cloudOf, settle, type Given } from "./settle";
import { specify } from "./specify";

/** A stack's configuration as the engine hands it over. */
export interface Input {
  /** Values by full key, such as `platform:region`, decrypted. */
  readonly values: Readonly<Record<string, string>>;
  /** Full keys of the values that are stored encrypted. */
  readonly secrets: readonly string[];
  readonly project: string;
  readonly stack: string;
  /** Whether a path is a file or a folder. Default: asks the disk, from the current folder. */
  readonly kindOf?: Context["kindOf"];
}

export type Reading =
  | { readonly specification: Specification; readonly problems?: never }
  | { readonly problems: readonly Problem[]; readonly specification?: never };

const rules: readonly Rule[] = [
  placeRules,
  clusterRules,
  stackRules,
  kubernetesRules,
  networkRules,
  serviceRules,
  imageRules,
  secretRules,
];

/**
 * Turns a stack's configuration into a specification, or lists everything that is wrong with it. Pure but for the
 * question whether build contexts exist; needs no Pulumi engine.
 */
export function read(input: Input, clouds: Readonly<Record<string, Cloud>>): Reading {
  const { given: written, problems, unknown } = parse(input, clouds);
  const given = { ...written, cloud: cloudOf(written, clouds) };
  const profile = given.environment === undefined ? dev : profiles[given.environment];
  const cloud =
    given.cloud !== undefined && Object.hasOwn(clouds, given.cloud)
      ? clouds[given.cloud]?.description
      : undefined;
  const settled = settle(given, profile, cloud);
  const encrypted = unknown.filter((key) => input.secrets.includes(fullKey(key)));
  const context: Context = {
    given,
    settled,
    clouds,
    cloud,
    secrets: { encrypted, plain: unknown.filter((key) => !encrypted.includes(key)) },
    kindOf: input.kindOf ?? kindOnDisk,
  };
  const refused = problems.map(({ key }) => key);
  const misspelt = unknown.flatMap((key) => nearest(key, Object.keys(stackSchema.shape)) ?? []).map(fullKey);
  const across = rules
    .flatMap((rule) => [...rule(context)])
    .filter(({ key, absence }) => {
      const parts = absence === true && refused.some((known) => within(known, key));
      return !parts && !refused.some((known) => within(key, known));
    });
  // Who wrote a key wrong knows that it is needed.
  const all = [...problems, ...across].filter(
    ({ key, absence }) => absence !== true || !misspelt.includes(key),
  );
  if (all.length > 0) return { problems: inOrder(all, Object.keys(given.services ?? {})) };

  const values = Object.fromEntries(
    encrypted.map((key) => [key, pulumi.secret(input.values[fullKey(key)] ?? "")]),
  );
  return specify(input, given, settled, values);
}

interface Parsed {
  readonly given: Given;
  readonly problems: readonly Problem[];
  /** Keys of our namespace that are not in the schema, without the namespace. */
  readonly unknown: readonly string[];
}

function parse({ values, secrets }: Input, clouds: Readonly<Record<string, Cloud>>): Parsed {
  const problems: Problem[] = [...foreignKeys(Object.keys(values))];
  const raw: Record<string, unknown> = {};
  for (const key of Object.keys(stackSchema.shape)) {
    const text = Object.hasOwn(values, fullKey(key)) ? values[fullKey(key)] : undefined;
    if (text === undefined) continue;
    if (secrets.includes(fullKey(key)) && !mayBeEncrypted.includes(key)) {
      problems.push(problem([key], "is encrypted, or has an encrypted value inside", encryptedRemedy));
      continue;
    }
    const decoded = decode(key, text);
    if ("problem" in decoded) problems.push(decoded.problem);
    else raw[key] = decoded.value;
  }
  const missing = neededKeys(values, clouds).filter((key) => !Object.hasOwn(values, fullKey(key)));
  const judged = salvage(stackSchema.partial(), raw, []);
  const absent = missing.map((key) =>
    absence(
      [key],
      "is missing",
      key === "region" ? regionToAdd(values, clouds) : (required.get(key) ?? "Add it."),
    ),
  );
  return {
    given: judged.value ?? {},
    problems: [...problems, ...absent, ...judged.problems],
    unknown: Object.keys(values)
      .filter((key) => key.startsWith(`${namespace}:`))
      .map((key) => key.slice(namespace.length + 1))
      .filter((key) => !Object.hasOwn(stackSchema.shape, key)),
  };
}

/** Keys with a value inside that somebody may want to encrypt, and that is a secret from there on: the address of a webhook. */
const mayBeEncrypted = ["alerts"];

const encryptedRemedy =
  "Write it in plain text. A secret has a key of its own, `pulumi config set --secret platform:NAME`, and its name stands under the `secrets` of the services that read it.";

/** What to add for a key that every stack must have. */
const required: ReadonlyMap<string, string> = new Map([
  [
    "environment",
    "Add `platform:environment: dev` (or staging, or prod): every other default comes from it.",
  ],
  [
    "cloud",
    "Add `platform:cloud: aws` (or another cloud), or `platform:cluster` for one of Kubernetes that is there already.",
  ],
  ["services", "Add a map of services, each with an `image` or a `build`."],
]);

/** Keys that must be there: also a cloud and its region, unless the stack is to be a guest in a cluster. */
function neededKeys(values: Input["values"], clouds: Readonly<Record<string, Cloud>>): readonly string[] {
  const named = values[fullKey("cloud")] ?? "";
  const guest =
    Object.hasOwn(values, fullKey("cluster")) ||
    (Object.hasOwn(clouds, named) && clouds[named]?.description.existing !== undefined);
  return [...(outline.required ?? []), ...(guest ? [] : ["cloud", "region"])];
}

/** A region of the cloud that the stack names, else of the first. */
function regionToAdd(values: Input["values"], clouds: Readonly<Record<string, Cloud>>): string {
  const named = values[fullKey("cloud")] ?? "";
  const cloud = Object.hasOwn(clouds, named) ? clouds[named] : Object.values(clouds)[0];
  const region = cloud?.description.exampleRegions?.region;
  const example = region === undefined ? "" : `, such as \`platform:region: ${region}\``;
  return `Add the cloud's region${example}.`;
}

/** Keys of a namespace that is nearly ours are ours, misspelt: nothing else would ever read them. */
function foreignKeys(keys: readonly string[]): Problem[] {
  return keys.flatMap((key) => {
    const [space = "", name = ""] = key.split(":", 2);
    if (space === namespace || nearest(space, [namespace]) === undefined) return [];
    return [
      { key, wrong: "is in a namespace that nothing reads", right: `Did you mean \`${fullKey(name)}\`?` },
    ];
  });
}

function fullKey(key: string): string {
  return `${namespace}:${key}`;
}

/** In the schema's order, so that a report reads like a stack file; unknown keys last. */
function inOrder(problems: readonly Problem[], services: readonly string[]): Problem[] {
  const keys = Object.keys(stackSchema.shape).flatMap((key) =>
    key === "services" ? [...services.map((name) => keyOf([key, name])), fullKey(key)] : [fullKey(key)],
  );
  const rank = ({ key }: Problem) => {
    const index = keys.findIndex((known) => within(key, known));
    return index === -1 ? keys.length : index;
  };
  return [...problems].sort((a, b) => rank(a) - rank(b));
}

function kindOnDisk(path: string): "file" | "folder" | undefined {
  try {
    return statSync(path).isDirectory() ? "folder" : "file";
  } catch {
    // Absent, behind a folder that can't be entered, or no path at all: it can't be built from.
    return undefined;
  }
}
