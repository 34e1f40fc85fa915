import type { Check, EveryResource } from "../rules";

/** A package's own checks, as checks of one type. */
export function everyChecks(every: EveryResource | undefined, type: string): Check[] {
  const checks = every?.check;
  if (checks === undefined) return [];
  const all = typeof checks === "function" ? [checks] : checks;
  return all.map((check) => (inputs, world) => check(inputs, world, type));
}
