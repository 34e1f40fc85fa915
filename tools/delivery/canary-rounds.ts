/** What a service asks of a canary. */
export interface Wish {
  /** Percent of the requests, ascending. */
  readonly steps: readonly number[];
  /** Minutes that each share is watched for. */
  readonly wait: number;
}

/** Shares of the requests that new versions have at one time, by service. */
export interface Round {
  readonly shares: Readonly<Record<string, number>>;
  /** Minutes. */
  readonly wait: number;
}

/**
 * The rounds that take several services through their steps at one time. One with fewer steps than another waits at its last
 * share for the other: all versions take over together, or none does.
 */
export function rounds(wishes: Readonly<Record<string, Wish>>): readonly Round[] {
  const services = Object.entries(wishes);
  const length = Math.max(0, ...services.map(([, { steps }]) => steps.length));
  return Array.from({ length }, (_, index) => ({
    shares: Object.fromEntries(
      services.map(([name, { steps }]) => [name, steps[Math.min(index, steps.length - 1)] ?? 0]),
    ),
    wait: Math.max(...services.map(([, { wait }]) => wait)),
  }));
}
