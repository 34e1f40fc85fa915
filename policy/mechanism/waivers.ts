import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Resource } from "./resource";

/** Longest time, in days, that a waiver may be granted for: one that outlives a year's review is a rule change. */
const longest = 366;
const day = 24 * 60 * 60 * 1000;

const schema = z.strictObject({
  waivers: z.array(
    z.strictObject({
      /** Id of the rule that is waived. */
      rule: z.string().min(1),
      /** URN, type token or logical name of the resource; `*` stands for any text. */
      resource: z
        .string()
        .refine((glob) => glob.replaceAll(/[*:]/g, "").length >= 3, "must name a resource, not all of them"),
      /** Name of the stack that it is for; `*` stands for any text. Absent: every stack that the pack judges. */
      stack: z.string().min(1).optional(),
      reason: z.string().min(20, "say in a sentence why the risk is accepted (20 characters or more)"),
      owner: z.string().min(3, "name the person or team that answers for it"),
      /** Last day on which it holds. */
      expires: z.iso.date("must be a date such as 2027-01-31"),
    }),
  ),
});

/** An accepted violation: which rule, on which resource, why, whose, until when. */
export type Waiver = z.infer<typeof schema>["waivers"][number];

/** The reviewed file of waivers, what is wrong with it, and which of them were needed. */
export class Waivers {
  private readonly used = new Set<Waiver>();
  private readonly judging = new Set<string>();

  /**
   * @param waivers What the file grants.
   * @param problems What is wrong with the file; each a sentence for people.
   * @param today Date by which expiry is judged, `YYYY-MM-DD`.
   */
  constructor(
    private readonly waivers: readonly Waiver[],
    readonly problems: readonly string[],
    private readonly today: string,
  ) {}

  /** Whether a violation is waived. Remembers that the waiver was needed. */
  waive(rule: string, resource: Resource): boolean {
    const found = this.waivers.filter((waiver) => waiver.rule === rule && covers(waiver, resource));
    for (const waiver of found) this.used.add(waiver);
    return found.some((waiver) => this.today <= waiver.expires);
  }

  /** Remembers that a rule had something to judge in this stack. */
  judged(rule: string): void {
    this.judging.add(rule);
  }

  /**
   * Waivers for this stack that no violation needed. One file serves stacks on several clouds: a waiver of a rule that had
   * nothing to judge here is no mistake.
   */
  unmatched(stack: string): string[] {
    return this.waivers
      .filter(
        (waiver) =>
          !this.used.has(waiver) && this.judging.has(waiver.rule) && matches(waiver.stack ?? "*", stack),
      )
      .map(
        (waiver) =>
          `${describe(waiver)} matches no violation in stack "${stack}"; remove it, or correct its rule or resource`,
      );
  }
}

/**
 * Reads a waivers file. Never throws: an unreadable file grants nothing, and its problems are reported as violations.
 *
 * @param file Path of the JSON file.
 * @param rules Ids that may be waived.
 * @param now Time by which expiry is judged.
 */
export function readWaivers(file: string, rules: readonly string[], now: Date): Waivers {
  const today = now.toISOString().slice(0, 10);
  const limit = new Date(now.getTime() + longest * day).toISOString().slice(0, 10);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return new Waivers([], [`the waivers file can't be read: ${reason}`], today);
  }
  const parsed = schema.safeParse(content);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    return new Waivers([], problems, today);
  }
  const { waivers } = parsed.data;
  const problems = waivers.flatMap((waiver) => [
    ...(rules.includes(waiver.rule) ? [] : [`${describe(waiver)} names a rule that does not exist`]),
    ...(waiver.expires < today
      ? [`${describe(waiver)} expired on ${waiver.expires}; fix the resource, or have it reviewed again`]
      : []),
    ...(waiver.expires > limit
      ? [
          `${describe(waiver)} runs until ${waiver.expires}; the longest is ${String(longest)} days, to ${limit}`,
        ]
      : []),
  ]);
  return new Waivers(waivers, problems, today);
}

function describe({ rule, resource, owner }: Waiver): string {
  return `the waiver of ${rule} for "${resource}" (owner: ${owner})`;
}

function covers(waiver: Waiver, { urn, type, name }: Resource): boolean {
  const stack = urn.split("::")[0]?.replace("urn:pulumi:", "") ?? "";
  return (
    matches(waiver.stack ?? "*", stack) && [urn, type, name].some((text) => matches(waiver.resource, text))
  );
}

function matches(glob: string, text: string): boolean {
  const pattern = glob
    .split("*")
    .map((part) => part.replaceAll(/[\\^$.|?+()[\]{}]/g, "\\$&"))
    .join(".*");
  return new RegExp(`^${pattern}$`).test(text);
}
