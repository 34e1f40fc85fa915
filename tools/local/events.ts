import { z } from "zod";

/** What an update did, read from the engine's events. */
export interface Outcome {
  /** Resources by operation, for example `{ create: 143, same: 2 }`; empty until the update has ended. */
  readonly changes: Readonly<Record<string, number>>;
  readonly seconds: number;
  /** Names of the policies that were evaluated. */
  readonly policies: ReadonlySet<string>;
  readonly violations: readonly Violation[];
  readonly errors: readonly Failure[];
}

export interface Violation {
  readonly policy: string;
  /** `advisory` or `mandatory`. */
  readonly level: string;
  /** Logical name of the resource. */
  readonly resource: string;
  readonly message: string;
}

export interface Failure {
  /** Logical name of the resource; empty for what is about none. */
  readonly resource: string;
  readonly message: string;
}

const names = z.array(z.string()).nullish();
const judged = z.object({ passed: names, failed: names });
const step = z.object({ metadata: z.object({ op: z.string(), urn: z.string() }) });
/** The parts of the engine's events that are used here (`apitype.EngineEvent`). */
const event = z.object({
  summaryEvent: z
    .object({ durationSeconds: z.number(), resourceChanges: z.record(z.string(), z.number()).nullish() })
    .optional(),
  policyEvent: z
    .object({
      policyName: z.string(),
      enforcementLevel: z.string(),
      resourceUrn: z.string().optional(),
      message: z.string().optional(),
    })
    .optional(),
  policyAnalyzeSummaryEvent: judged.optional(),
  policyAnalyzeStackSummaryEvent: judged.optional(),
  resourcePreEvent: step.optional(),
  resOutputsEvent: step.optional(),
  resOpFailedEvent: step.optional(),
  diagnosticEvent: z
    .object({ urn: z.string().optional(), message: z.string(), severity: z.string() })
    .optional(),
});
type Event = z.infer<typeof event>;

/** Follows an update by its events, one JSON text each, as the CLI's `--event-log` writes them in lines. */
export class Follower implements Outcome {
  changes: Outcome["changes"] = {};
  seconds = 0;
  readonly policies = new Set<string>();
  readonly violations: Violation[] = [];
  readonly errors: Failure[] = [];
  /** Steps that were begun so far, those that change nothing too. */
  seen = 0;
  /** Resources that have been changed so far. */
  done = 0;
  /** Logical names of those that are being changed, longest first. */
  readonly running = new Map<string, string>();

  /** Takes in one event. What is cut off or of another kind is passed over. */
  take(line: string): void {
    const found = read(line);
    if (found === undefined) return;
    this.takeStep(found);
    this.takePolicies(found);
    if (found.summaryEvent) {
      this.changes = found.summaryEvent.resourceChanges ?? {};
      this.seconds = found.summaryEvent.durationSeconds;
    }
    const { urn = "", message = "", severity } = found.diagnosticEvent ?? {};
    // The engine closes with a sentence that says nothing new.
    if (severity === "error" && !/^(update|preview) failed\s*$/.test(message))
      this.errors.push({ resource: nameOf(urn), message: message.trim() });
  }

  private takeStep({
    resourcePreEvent: begun,
    resOutputsEvent: ended,
    resOpFailedEvent: failed,
  }: Event): void {
    const { op = "same", urn = "" } = (begun ?? ended ?? failed)?.metadata ?? {};
    if (begun) this.seen++;
    if (op === "same") return;
    if (begun) this.running.set(urn, nameOf(urn));
    else if (this.running.delete(urn) && ended) this.done++;
  }

  private takePolicies(found: Event): void {
    for (const summary of [found.policyAnalyzeSummaryEvent, found.policyAnalyzeStackSummaryEvent])
      for (const name of [...(summary?.passed ?? []), ...(summary?.failed ?? [])]) this.policies.add(name);
    if (found.policyEvent === undefined) return;
    const { policyName: policy, enforcementLevel: level, resourceUrn = "", message = "" } = found.policyEvent;
    this.policies.add(policy);
    this.violations.push({ policy, level, resource: nameOf(resourceUrn), message: message.trim() });
  }
}

/** `network-vpc`, the last part of a URN. */
export function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}

function read(line: string): Event | undefined {
  try {
    return event.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
