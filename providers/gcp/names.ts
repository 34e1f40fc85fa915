import { createHash } from "node:crypto";

/** What a kind of thing may be called. */
export interface NameRule {
  readonly minimum: number;
  readonly maximum: number;
  /** The whole name. */
  readonly pattern: RegExp;
  /** Where no other of the kind may have the same name. */
  readonly unique: "globally" | "in the project" | "in the project and region" | "in the network";
  /** For how long a name stays taken after a deletion; absent: not at all. */
  readonly taken?: string;
  /** Where the rule is written down. */
  readonly source: string;
}

const letterFirst = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

/**
 * The kinds of things that this program names itself: where Google asks for a name and Pulumi makes none, where a limit is
 * too short for Pulumi's names, where a name stays taken after a deletion, or where others must know the name first.
 */
export const nameRules = {
  /** Part before `@` of its e-mail address. */
  serviceAccount: {
    minimum: 6,
    maximum: 30,
    pattern: letterFirst,
    unique: "in the project",
    source: "cloud.google.com/iam/docs/service-accounts-create",
  },
  secret: {
    minimum: 1,
    maximum: 255,
    pattern: /^[a-zA-Z0-9_-]+$/,
    unique: "in the project",
    source: "cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets/create",
  },
  bucket: {
    minimum: 3,
    maximum: 63,
    pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
    unique: "globally",
    source: "cloud.google.com/storage/docs/buckets#naming",
  },
  artifactRepository: {
    minimum: 1,
    maximum: 63,
    pattern: letterFirst,
    unique: "in the project and region",
    source: "cloud.google.com/artifact-registry/docs/repositories/create-repos",
  },
  cloudRunService: {
    minimum: 1,
    maximum: 49,
    pattern: letterFirst,
    unique: "in the project and region",
    source: "cloud.google.com/run/docs/deploying",
  },
  cloudRunJob: {
    minimum: 1,
    maximum: 63,
    pattern: letterFirst,
    unique: "in the project and region",
    source: "cloud.google.com/run/docs/create-jobs",
  },
  kubernetesCluster: {
    minimum: 1,
    maximum: 40,
    pattern: letterFirst,
    unique: "in the project and region",
    source: "cloud.google.com/kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters",
  },
  /** The limit is 98 for `PROJECT:INSTANCE`, and a project's id takes at most 30. */
  sqlInstance: {
    minimum: 1,
    maximum: 67,
    pattern: letterFirst,
    unique: "in the project",
    taken: "a week",
    source: "cloud.google.com/sql/docs/postgres/create-instance",
  },
  redisInstance: {
    minimum: 1,
    maximum: 40,
    pattern: letterFirst,
    unique: "in the project and region",
    source: "cloud.google.com/memorystore/docs/redis/reference/rest/v1/projects.locations.instances/create",
  },
  keyRing: {
    minimum: 1,
    maximum: 63,
    pattern: /^[a-zA-Z0-9_-]+$/,
    unique: "in the project and region",
    taken: "ever",
    source: "cloud.google.com/kms/docs/resource-hierarchy",
  },
  cryptoKey: {
    minimum: 1,
    maximum: 63,
    pattern: /^[a-zA-Z0-9_-]+$/,
    unique: "in the project and region",
    taken: "ever",
    source: "cloud.google.com/kms/docs/resource-hierarchy",
  },
  logBucket: {
    minimum: 1,
    maximum: 100,
    pattern: /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/,
    unique: "in the project and region",
    taken: "a week",
    source: "cloud.google.com/logging/docs/buckets",
  },
} as const satisfies Record<string, NameRule>;

export type NameKind = keyof typeof nameRules;

/**
 * `STEM-SUFFIX`, spelled as the kind allows: what it does not know becomes `-`. A stem that is too long is cut, and four
 * characters of its hash keep it apart from others that begin the same.
 *
 * @param suffix the stack's own, of lower-case letters and digits (see `GcpProject`)
 * @throws Error when stem and suffix make no name of that kind
 */
export function physicalName(kind: NameKind, stem: string, suffix: string): string {
  const rule: NameRule = nameRules[kind];
  const spelled = stem
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  const room = rule.maximum - suffix.length - 1;
  const name = `${spelled.length > room ? shortened(spelled, room) : spelled}-${suffix}`;
  if (name.length < rule.minimum || name.length > rule.maximum || !rule.pattern.test(name))
    throw new Error(
      `"${name}" can't be the name of a ${kind}: ${String(rule.minimum)} to ${String(rule.maximum)} characters ` +
        `that match ${rule.pattern.source} (${rule.source})`,
    );
  return name;
}

function shortened(stem: string, room: number): string {
  const hash = createHash("sha256").update(stem).digest("hex").slice(0, 4);
  return `${stem.slice(0, room - 5).replace(/-+$/, "")}-${hash}`;
}
