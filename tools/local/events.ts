import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

/** What an update did, read from the engine's events. */
export interface Outcome {
  /** Resources by operation, for example `{ create: 143, same: 2 }`. */
  readonly changes: Readonly<Record<string, number>>;
  readonly seconds: number;
  /** Names of the policies that were evaluated. */
  readonly policies: ReadonlySet<string>;
  readonly violations: readonly Violation[];
}

export interface Violation {
  readonly policy: string;
  /** `advisory` or `mandatory`. */
  readonly level: string;
  readonly urn: string;
}

const names = z.array(z.string()).nullish();
const judged = z.object({ passed: names, failed: names });
/** The parts of the engine's events that are used here (`apitype.EngineEvent`). */
const event = z.object({
  summaryEvent: z
    .object({ durationSeconds: z.number(), resourceChanges: z.record(z.string(), z.number()).nullish() })
    .optional(),
  policyEvent: z
    .object({ policyName: z.string(), enforcementLevel: z.string(), resourceUrn: z.string().optional() })
    .optional(),
  policyAnalyzeSummaryEvent: judged.optional(),
  policyAnalyzeStackSummaryEvent: judged.optional(),
});

/** Reads a file of events, one in a line. Lines that are cut off or of another kind are passed over. */
export function readOutcome(file: string): Outcome {
  return outcomeOf(existsSync(file) ? readFileSync(file, "utf8").split("\n") : []);
}

/** The outcome that a list of events, each as JSON, tells of. */
export function outcomeOf(lines: readonly string[]): Outcome {
  let changes: Outcome["changes"] = {};
  let seconds = 0;
  const policies = new Set<string>();
  const violations: Violation[] = [];
  for (const line of lines) {
    const found = readEvent(line);
    if (found === undefined) continue;
    if (found.summaryEvent) {
      changes = found.summaryEvent.resourceChanges ?? {};
      seconds = found.summaryEvent.durationSeconds;
    }
    for (const summary of [found.policyAnalyzeSummaryEvent, found.policyAnalyzeStackSummaryEvent])
      for (const name of [...(summary?.passed ?? []), ...(summary?.failed ?? [])]) policies.add(name);
    if (found.policyEvent) {
      const { policyName, enforcementLevel, resourceUrn = "" } = found.policyEvent;
      policies.add(policyName);
      violations.push({ policy: policyName, level: enforcementLevel, urn: resourceUrn });
    }
  }
  return { changes, seconds, policies, violations };
}

function readEvent(line: string): z.infer<typeof event> | undefined {
  try {
    return event.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
