/** The periods, in days, that CloudWatch Logs can keep a log for (API reference, PutRetentionPolicy). */
const periods = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** The shortest period of CloudWatch Logs that keeps at least so many days; at most ten years. */
export function logRetention(days: number): number {
  return periods.find((period) => period >= days) ?? 3653;
}
