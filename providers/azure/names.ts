import { createHash } from "node:crypto";

/** Where a name must be the only one of its kind. `global`: in all of Azure, and often for a while after its deletion. */
export type Uniqueness = "global" | "subscription" | "group" | "parent";

/** What Azure takes as the name of a kind of resource. */
export interface NameRule {
  readonly minimum: number;
  readonly maximum: number;
  /** What it is made of, for people. */
  readonly alphabet: string;
  /** The whole name, length apart. */
  readonly pattern: RegExp;
  /** Whether words are joined by a hyphen; else they are joined by nothing. */
  readonly hyphens: boolean;
  readonly unique: Uniqueness;
  /** Where the rule is written down. */
  readonly source: string;
}

const lowerWords = /^[a-z](?:[a-z0-9]|-(?!-))*[a-z0-9]$/;
const words = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/;
const lower = "lower-case letters, digits and single hyphens, beginning with a letter";
const any = "letters, digits and hyphens, beginning and ending with a letter or digit";

/** Where most rules are written down. */
const armNames = "learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules";

/**
 * The rules of every kind that is named here and not by Pulumi: those whose names are global, kept after a deletion, too
 * short for Pulumi's random end, or known to others before the resource exists.
 */
export const nameRules = {
  storageAccount: {
    minimum: 3,
    maximum: 24,
    alphabet: "lower-case letters and digits",
    pattern: /^[a-z0-9]+$/,
    hyphens: false,
    unique: "global",
    source: armNames,
  },
  keyVault: {
    minimum: 3,
    maximum: 24,
    alphabet: "letters, digits and single hyphens, beginning with a letter",
    pattern: /^[A-Za-z](?:[A-Za-z0-9]|-(?!-))*[A-Za-z0-9]$/,
    hyphens: true,
    unique: "global",
    source: armNames,
  },
  containerRegistry: {
    minimum: 5,
    maximum: 50,
    alphabet: "letters and digits",
    pattern: /^[A-Za-z0-9]+$/,
    hyphens: false,
    unique: "global",
    source: armNames,
  },
  containerApp: {
    minimum: 2,
    maximum: 32,
    alphabet: lower,
    pattern: lowerWords,
    hyphens: true,
    unique: "group",
    source: "learn.microsoft.com/azure/container-apps/containers",
  },
  containerAppJob: {
    minimum: 2,
    maximum: 32,
    alphabet: lower,
    pattern: lowerWords,
    hyphens: true,
    unique: "group",
    source: "learn.microsoft.com/azure/container-apps/containers",
  },
  postgresServer: {
    minimum: 3,
    maximum: 63,
    alphabet: lower,
    pattern: /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/,
    hyphens: true,
    unique: "global",
    source: armNames,
  },
  redis: {
    minimum: 3,
    maximum: 60,
    alphabet: any,
    pattern: words,
    hyphens: true,
    unique: "global",
    source: armNames,
  },
  frontDoorPolicy: {
    minimum: 1,
    maximum: 128,
    alphabet: "letters and digits, beginning with a letter",
    pattern: /^[A-Za-z][A-Za-z0-9]*$/,
    hyphens: false,
    unique: "group",
    source: armNames,
  },
  frontDoorRule: {
    minimum: 1,
    maximum: 60,
    alphabet: "letters and digits, beginning with a letter",
    pattern: /^[A-Za-z][A-Za-z0-9]*$/,
    hyphens: false,
    unique: "parent",
    source: armNames,
  },
} as const satisfies Readonly<Record<string, NameRule>>;

export type NamedKind = keyof typeof nameRules;

/** Hexadecimal digits that stand for what was cut off a name that is too long. */
const digestLength = 5;

/**
 * The name of a resource in Azure.
 *
 * @param kind what is named
 * @param stem words joined by hyphens, for example `database-dumps`; shortened to what fits, with a digest of the whole
 *   in place of its end, so that two long stems stay different
 * @param suffix random characters that make it the only one in Azure; required where that is asked of the name
 * @throws Error when no name that Azure takes can be made of these
 */
export function physicalName(kind: NamedKind, stem: string, suffix?: string): string {
  const rule: NameRule = nameRules[kind];
  if (rule.unique === "global" && !suffix)
    throw new Error(`the name of a ${kind} is unique in all of Azure: "${stem}" needs a random suffix`);
  const joint = rule.hyphens ? "-" : "";
  const end = suffix === undefined ? "" : `${joint}${suffix}`;
  const name = `${shorten(stem.split("-").join(joint), rule.maximum - end.length, joint)}${end}`;
  if (name.length < rule.minimum || name.length > rule.maximum || !rule.pattern.test(name))
    throw new Error(
      `"${name}" can't be the name of a ${kind}: Azure takes ${String(rule.minimum)} to ${String(rule.maximum)} ` +
        `characters, ${rule.alphabet}`,
    );
  return name;
}

function shorten(stem: string, room: number, joint: string): string {
  if (stem.length <= room) return stem;
  const digest = createHash("sha256").update(stem).digest("hex").slice(0, digestLength);
  const kept = stem.slice(0, room - digestLength - joint.length).replace(/-+$/, "");
  return `${kept}${joint}${digest}`;
}
