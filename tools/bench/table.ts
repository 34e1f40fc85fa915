import type { Cost } from "./measure";

/** One comparison of a table. Targets are those of docs/architecture.md; without one there is no verdict. */
export interface Comparison {
  readonly title: string;
  readonly cost: Cost;
  readonly base: Cost;
  /** At most this many times the base's wall time and memory. */
  readonly time?: number;
  readonly memory?: number;
  /** At least this many times the base's wall time. */
  readonly atLeast?: number;
}

/** Ratios of wall time and of peak memory (of the largest process, and of all together), with targets and verdicts. */
export function ratioTable(title: string, comparisons: readonly Comparison[]): string {
  const rows = comparisons.flatMap(({ title: name, cost, base, time, memory, atLeast }) => {
    const wall = cost.seconds / base.seconds;
    const largest = cost.largest / base.largest;
    return [
      `  ${name}`,
      `    time             ${times(wall)}  (${cost.seconds.toFixed(2)} s / ${base.seconds.toFixed(2)} s)${verdict(wall, time, atLeast)}`,
      `    largest process  ${times(largest)}  (${cost.largest.toFixed(0)} / ${base.largest.toFixed(0)} MiB)${verdict(largest, memory)}`,
      `    all processes    ${times(cost.together / base.together)}  (${cost.together.toFixed(0)} / ${base.together.toFixed(0)} MiB)`,
    ];
  });
  return [title, ...rows].join("\n");
}

/**
 * Costs by number of services: what one more service costs in each stretch. Linear growth means that the last stretch's
 * services cost no more than the first's.
 */
export function growthTable(costs: Readonly<Record<string, Cost>>): string {
  const points = Object.entries(costs)
    .map(([count, cost]) => ({ count: Number(count), cost }))
    .sort((a, b) => a.count - b.count);
  const stretches = points.slice(1).map((point, index) => {
    const from = points[index] ?? point;
    return {
      from,
      to: point,
      perService: (point.cost.seconds - from.cost.seconds) / (point.count - from.count),
    };
  });
  const [first] = stretches;
  const rows = stretches.map(
    ({ from, to, perService }) =>
      `  ${from.count} to ${to.count} services: ${(perService * 1000).toFixed(0)} ms a service, ` +
      `${times(perService / (first?.perService ?? NaN))} of the first stretch (${to.cost.seconds.toFixed(2)} s, ${to.cost.largest.toFixed(0)} MiB)`,
  );
  return ["Growth of prod's preview", ...rows].join("\n");
}

/** `1.05 ×`. */
export function times(ratio: number): string {
  return `${ratio.toFixed(2)} ×`;
}

/** The target that a ratio has, and whether it is met; empty without one. */
export function verdict(ratio: number, atMost?: number, atLeast?: number): string {
  if (atMost !== undefined) return `  target: at most ${atMost} ×  ${ratio <= atMost ? "met" : "MISSED"}`;
  if (atLeast !== undefined) return `  target: at least ${atLeast} ×  ${ratio >= atLeast ? "met" : "MISSED"}`;
  return "";
}
