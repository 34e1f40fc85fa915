import { z } from "zod";
import type { CloudDescription } from "../../components/cloud";
import { longestSubject, subjects } from "./github";
import { enumerate, nearest } from "../problem";

/** What a bootstrap may be told; everything else follows from the account. */
export type Settings = AwsSettings | AzureSettings | GcpSettings;

export interface SharedSettings {
  readonly region: string;
  /** Where stacks may also work: their copies for the loss of a region. */
  readonly recoveryRegion?: string | undefined;
  /** `OWNER/NAME`, as GitHub spells it: tokens are compared letter by letter. */
  readonly repository: string;
  /** What names of things begin with. Two bootstraps of one account need two. */
  readonly name: string;
  /** GitHub environments that may deploy. */
  readonly environments: readonly string[];
  /** GitHub environment whose jobs may read like a preview; absent: pull requests only. */
  readonly driftEnvironment?: string | undefined;
}

export interface AwsSettings extends SharedSettings {
  readonly cloud: "aws";
  /** ARN of the account's OpenID Connect provider for GitHub, where it has one: there can't be two. */
  readonly identityProvider?: string | undefined;
}

export interface AzureSettings extends SharedSettings {
  readonly cloud: "azure";
  readonly subscription: string;
}

export interface GcpSettings extends SharedSettings {
  readonly cloud: "gcp";
  readonly project: string;
}

/** What an environment of GitHub may be called here: it is part of a token's subject, where `:` and `*` mean something. */
const environment = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/;

/** Each key: what it must look like, and what a person is told who wrote something else. */
const shared = {
  cloud: z.enum(["aws", "azure", "gcp"]).describe("aws, azure or gcp"),
  region: z.string().describe("a region of the cloud"),
  recoveryRegion: z.string().optional().describe("a second region of the cloud"),
  repository: z
    .string()
    .regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})\/[A-Za-z0-9._-]{1,100}$/)
    .describe("OWNER/NAME of the repository on GitHub, spelled as there"),
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,14}[a-z0-9]$/)
    .default("platform")
    .describe("3 to 16 lower-case letters, digits and hyphens, a letter first and no hyphen last"),
  environments: z
    .string()
    .transform((text) => text.split(",").map((name) => name.trim()))
    .pipe(z.array(z.string().regex(environment)).min(1))
    .default(["dev", "staging", "prod"])
    .describe("names of GitHub environments with commas between them, such as dev,staging,prod"),
  driftEnvironment: z.string().regex(environment).optional().describe("the name of one GitHub environment"),
};

const schemas = {
  aws: z.strictObject({
    ...shared,
    cloud: z.literal("aws"),
    identityProvider: z
      .string()
      .regex(/^arn:aws:iam::\d{12}:oidc-provider\/token\.actions\.githubusercontent\.com$/)
      .optional()
      .describe("arn:aws:iam::ACCOUNT:oidc-provider/token.actions.githubusercontent.com"),
  }),
  azure: z.strictObject({
    ...shared,
    cloud: z.literal("azure"),
    subscription: z.guid().describe("the subscription's id, as `az account show --query id` prints it"),
  }),
  gcp: z.strictObject({
    ...shared,
    cloud: z.literal("gcp"),
    project: z
      .string()
      .regex(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/)
      .describe("the project's id, such as acme-prod"),
  }),
};

/** Every key of any cloud, in the order in which they are told. */
export const keys = [
  ...new Set(Object.values(schemas).flatMap((schema) => Object.keys(schema.shape))),
] as readonly string[];

export type Reading =
  | { readonly settings: Settings; readonly problems?: never }
  | { readonly problems: readonly string[]; readonly settings?: never };

/**
 * Settings from texts, or everything that is wrong with them in sentences.
 *
 * @param values by key, without a namespace
 * @param spell how a key is written where it came from: `--region`, or `bootstrap:region`
 * @param clouds what is known of each cloud: its regions
 */
export function read(
  values: Readonly<Record<string, string>>,
  spell: (key: string) => string,
  clouds: Readonly<Record<string, { readonly description: CloudDescription }>>,
): Reading {
  const cloud = shared.cloud.safeParse(values["cloud"]);
  if (!cloud.success) return { problems: [sentence(spell("cloud"), values["cloud"], "aws, azure or gcp")] };
  const schema = schemas[cloud.data];
  const parsed = schema.safeParse(values);
  const descriptions: Readonly<Record<string, { readonly description?: string | undefined }>> = schema.shape;
  const description = clouds[cloud.data]?.description;
  const problems = parsed.success
    ? across(parsed.data, spell)
    : parsed.error.issues.flatMap((issue) =>
        issue.code === "unrecognized_keys"
          ? issue.keys.map((key) => unknown(key, spell, cloud.data, Object.keys(schema.shape)))
          : [
              sentence(
                spell(String(issue.path[0])),
                values[String(issue.path[0])],
                descriptions[String(issue.path[0])]?.description ?? "another value",
              ),
            ],
      );
  const all = [...new Set([...problems, ...places(values, spell, description)])];
  return parsed.success && all.length === 0 ? { settings: parsed.data } : { problems: all };
}

function sentence(key: string, value: string | undefined, right: string): string {
  return value === undefined ? `${key} is missing: ${right}.` : `${key} is "${value}": it must be ${right}.`;
}

function unknown(
  key: string,
  spell: (key: string) => string,
  cloud: string,
  known: readonly string[],
): string {
  const meant = nearest(key, known);
  const hint =
    meant === undefined ? `Known: ${enumerate(known.map(spell))}.` : `Did you mean ${spell(meant)}?`;
  return `${spell(key)} is nothing that can be set for ${cloud}. ${hint}`;
}

/** Regions that the cloud does not have. */
function places(
  values: Readonly<Record<string, string>>,
  spell: (key: string) => string,
  description: CloudDescription | undefined,
): string[] {
  if (description === undefined) return [];
  return ["region", "recoveryRegion"].flatMap((key) => {
    const value = values[key];
    if (value === undefined || description.regions.includes(value)) return [];
    const meant = nearest(value, description.regions) ?? description.regions[0] ?? "";
    return [
      `${spell(key)} is "${value}", which is no region of ${description.title}. Did you mean ${meant}?`,
    ];
  });
}

/** What spans keys. */
function across(settings: Settings, spell: (key: string) => string): string[] {
  const { cloud, environments, driftEnvironment, recoveryRegion, region } = settings;
  const long = cloud === "gcp" ? subjects(settings).all.filter(({ length }) => length > longestSubject) : [];
  return [
    ...(recoveryRegion === region ? [`${spell("recoveryRegion")} is the region itself: leave it out.`] : []),
    ...(new Set(environments).size < environments.length
      ? [`${spell("environments")} names one of them twice.`]
      : []),
    ...(driftEnvironment !== undefined && environments.includes(driftEnvironment)
      ? [
          `${spell("driftEnvironment")} is "${driftEnvironment}", which deploys: give it an environment of its own.`,
        ]
      : []),
    ...long.map(
      (subject) =>
        `${spell("repository")}: Google takes subjects of at most ${String(longestSubject)} characters, and "${subject}" has ${String(subject.length)}.`,
    ),
  ];
}
