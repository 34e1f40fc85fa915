import type { Severity } from "./alerts";
import type { Signal } from "./signals";

const hour = 3600;
const day = 24 * hour;

/** A promise to the callers of a public service. */
export interface Objective {
  readonly id: "availability" | "latency";
  readonly summary: string;
  /** Share of requests that must be good, between 0 and 1. */
  readonly target: number;
  /** Signal that gives the share of bad requests, in percent. */
  readonly bad: Signal<"route">;
  /** Seconds over which the promise holds. */
  readonly period: number;
  readonly burn: readonly BurnPolicy[];
  /** Heading of the runbook page that says what to do. */
  readonly runbook: string;
}

/** When to speak up: so much of the error budget spent within so many seconds. */
export interface BurnPolicy {
  readonly severity: Severity;
  /** Share of the period's error budget, between 0 and 1. */
  readonly budget: number;
  /** Seconds. */
  readonly window: number;
}

/** An alert that is on while bad requests are above `threshold` in both windows. */
export interface BurnAlert {
  readonly id: string;
  readonly severity: Severity;
  /** How many times faster than allowed the budget is being spent. */
  readonly factor: number;
  /** Seconds. The short window ends the alert soon after the trouble has ended. */
  readonly long: number;
  readonly short: number;
  /** Percent of requests that are bad. */
  readonly threshold: number;
}

/** Milliseconds within which 95 of 100 requests are answered. */
export const latencyObjective = 100;

/**
 * The objectives of every public service. The windows are those of the Site Reliability Workbook (chapter 5, table 5-8), the
 * slowest one a day instead of three, because a CloudWatch alarm can't look further back in one step.
 */
export const objectives: readonly Objective[] = [
  {
    id: "availability",
    summary: "99.9 % of requests are answered without an error",
    target: 0.999,
    bad: "errors",
    period: 30 * day,
    burn: [
      { severity: "critical", budget: 0.02, window: hour },
      { severity: "critical", budget: 0.05, window: 6 * hour },
      { severity: "warning", budget: 0.1, window: day },
    ],
    runbook: "failing-requests",
  },
  {
    id: "latency",
    summary: `95 % of requests are answered within ${String(latencyObjective)} ms`,
    target: 0.95,
    bad: "slow",
    period: 30 * day,
    // Slow is not down: nobody is woken for it.
    burn: [{ severity: "warning", budget: 0.1, window: day }],
    runbook: "slow-requests",
  },
];

/**
 * The burn-rate alerts of an objective: `factor = budget × period / window`, over the window and a twelfth of it.
 *
 * @throws RangeError when a policy could never fire, because more than all requests would have to be bad, or could not be
 * measured in whole minutes
 */
export function burnAlerts(objective: Objective): BurnAlert[] {
  return objective.burn.map(({ severity, budget, window }) => {
    const factor = rounded((budget * objective.period) / window);
    const threshold = rounded(100 * factor * (1 - objective.target));
    const short = window / 12;
    if (threshold >= 100)
      throw new RangeError(
        `objective ${objective.id}: ${String(threshold)} % of requests would have to be bad within ` +
          `${String(window)} s; take a longer window or a smaller share of the budget`,
      );
    if (!Number.isInteger(short / 60))
      throw new RangeError(
        `objective ${objective.id}: a window of ${String(window)} s has no twelfth in whole minutes; take a multiple of 720 s`,
      );
    return {
      id: `${objective.id}-${String(window / hour)}h`,
      severity,
      factor,
      long: window,
      short,
      threshold,
    };
  });
}

/** Without the noise of binary fractions, which would show in every preview. */
function rounded(value: number): number {
  return Number(value.toFixed(6));
}
