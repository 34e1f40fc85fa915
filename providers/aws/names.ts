/** What a kind of thing may be called. */
export interface NameRule {
  readonly minimum: number;
  readonly maximum: number;
  /** The whole name. */
  readonly pattern: RegExp;
  /** Where no other of the kind may have the same name. */
  readonly unique: "in the account" | "in the account and region";
  /** Where the rule is written down. */
  readonly source: string;
}

/** A letter first, no two hyphens in a row, none at the end. */
const ofDatabases = /^[a-z]([a-z0-9]|-(?!-))*(?<!-)$/;

/**
 * The kinds of things that this program names itself, because others must know the name before the thing is there, or
 * Pulumi's provider makes none. All others are named by Pulumi: the logical name and seven random characters.
 */
export const nameRules = {
  kubernetesCluster: {
    minimum: 1,
    maximum: 100,
    pattern: /^[0-9A-Za-z][A-Za-z0-9_-]*$/,
    unique: "in the account and region",
    source: "docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html",
  },
  databaseInstance: {
    minimum: 1,
    maximum: 63,
    pattern: ofDatabases,
    unique: "in the account and region",
    source: "docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html",
  },
  databaseSnapshot: {
    minimum: 1,
    maximum: 255,
    pattern: ofDatabases,
    unique: "in the account and region",
    source: "docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSnapshot.html",
  },
  cacheSnapshot: {
    minimum: 1,
    maximum: 255,
    pattern: ofDatabases,
    unique: "in the account and region",
    source: "docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateSnapshot.html",
  },
  trail: {
    minimum: 3,
    maximum: 128,
    pattern: /^[A-Za-z0-9](?:[A-Za-z0-9]|[._-](?![._-]))*(?<![._-])$/,
    unique: "in the account and region",
    source: "docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html",
  },
  analyzer: {
    minimum: 1,
    maximum: 255,
    pattern: /^[A-Za-z][A-Za-z0-9_.-]*$/,
    unique: "in the account and region",
    source: "docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CreateAnalyzer.html",
  },
  dashboard: {
    minimum: 1,
    maximum: 255,
    pattern: /^[A-Za-z0-9_-]+$/,
    unique: "in the account",
    source: "docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html",
  },
} as const satisfies Record<string, NameRule>;

export type NameKind = keyof typeof nameRules;

/**
 * `STEM-SUFFIX`.
 *
 * @param suffix random, so that an old and a new one can exist side by side
 * @throws Error when they make no name of that kind
 */
export function physicalName(kind: NameKind, stem: string, suffix: string): string {
  const rule: NameRule = nameRules[kind];
  const name = `${stem}-${suffix}`;
  if (name.length < rule.minimum || name.length > rule.maximum || !rule.pattern.test(name))
    throw new Error(
      `"${name}" can't be the name of a ${kind}: ${String(rule.minimum)} to ${String(rule.maximum)} characters ` +
        `that match ${rule.pattern.source} (${rule.source})`,
    );
  return name;
}
