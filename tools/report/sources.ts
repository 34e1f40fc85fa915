import { readFileSync } from "node:fs";
import { z } from "zod";
import { Problem } from "../engine/problem";
import { Follower, type Outcome } from "../local/events";
import { type EventLog, readEvents } from "./event-log";
import { type Json, parsed } from "./json";
import { plaintexts, scrubbed } from "./masking";

/** What a report is made of. Values of properties come from the engine's events only, which never hold a secret. */
export interface Sources extends EventLog {
  /** Policies, messages and times of the same events. */
  readonly outcome: Outcome;
  /** Where each resource stands, by URN; undefined if no source says it. */
  readonly graph: ReadonlyMap<string, Place> | undefined;
}

/** What a resource is part of and what it needs. */
export interface Place {
  readonly parent?: string | null | undefined;
  /** URNs. */
  readonly dependencies?: readonly string[] | null | undefined;
}

const place = z.object({ parent: z.string().nullish(), dependencies: z.array(z.string()).nullish() });
const resource = place.extend({ urn: z.string() });
/** What `pulumi stack export` prints. */
const exported = z.object({ deployment: z.object({ resources: z.array(resource).nullish() }) });
/** What `pulumi preview --json` prints: only what changes. */
const digest = z.object({
  steps: z.array(z.object({ newState: resource.nullish(), oldState: resource.nullish() })),
});
/** What `pulumi preview --save-plan` writes. */
const plan = z.object({ resourcePlans: z.record(z.string(), z.object({ goal: place.nullish() })) });

type Places = readonly (readonly [urn: string, place: Place])[];

/** Readers of what can say where a resource stands, what is planned after what is. */
const graphs: readonly ((text: Json) => Places | undefined)[] = [
  (text) => {
    // A stack without resources has none in its state, not an empty list.
    const { deployment } = exported.safeParse(text).data ?? {};
    return deployment && (deployment.resources ?? []).map((found) => [found.urn, found]);
  },
  (text) =>
    digest
      .safeParse(text)
      .data?.steps.map(({ newState, oldState }) => newState ?? oldState)
      .filter((state) => state != null)
      .map((found) => [found.urn, found]),
  (text) => {
    const { resourcePlans } = plan.safeParse(text).data ?? {};
    const planned = resourcePlans && Object.entries(resourcePlans);
    return planned?.flatMap(([urn, { goal }]) => (goal ? [[urn, goal] as const] : []));
  },
];

/** Reads files that the CLI wrote; which is which is seen from their content. */
export function readFiles(files: readonly string[]): Sources {
  return readSources(
    files.map((name) => {
      try {
        return { name, text: readFileSync(name, "utf8") };
      } catch {
        throw new Problem(`There is no file ${name} that can be read (--from).`);
      }
    }),
  );
}

/**
 * Puts together what the CLI wrote about one update: its events and, if there are any, states, previews and plans.
 *
 * @throws Problem if one of them is something else, or none of them holds events
 */
export function readSources(given: readonly { readonly name: string; readonly text: string }[]): Sources {
  const secrets = given.flatMap(({ text }) => documents(text).flatMap(plaintexts));
  const events: string[] = [];
  const found: Places[][] = graphs.map(() => []);
  for (const { name, text } of given) {
    const clean = scrubbed(text, secrets);
    const whole = documents(clean);
    const [only] = whole;
    const places = graphs.map((read) => (only === undefined ? undefined : read(only)));
    const kind = places.findIndex((read) => read !== undefined);
    if (kind >= 0) found[kind]?.push(places[kind] ?? []);
    else if (whole.some(isEvent)) events.push(...clean.split("\n"));
    else
      throw new Problem(
        `${name} is none of what a report is made of: an event log, a preview in JSON, a plan or an exported state.`,
      );
  }
  if (events.length === 0)
    throw new Problem("A report needs the engine's events: give a file that --event-log wrote (--from).");
  const outcome = new Follower();
  for (const line of events) outcome.take(line);
  const known = found.flat(2);
  return {
    ...readEvents(events),
    outcome,
    graph: found.every(({ length }) => length === 0) ? undefined : new Map(known),
  };
}

/** The JSON values of a text: one, or one a line. */
function documents(text: string): Json[] {
  const whole = parsed(text);
  if (whole !== undefined) return [whole];
  return text
    .split("\n")
    .map(parsed)
    .filter((value) => value !== undefined);
}

function isEvent(value: Json): boolean {
  return z.object({ sequence: z.number(), timestamp: z.number() }).safeParse(value).success;
}
