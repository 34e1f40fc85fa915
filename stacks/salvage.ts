import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import { explain, findings, type Finding } from "./issues";
import type { KeyPath, Problem } from "./problem";

export interface Salvaged<T> {
  /** What is valid of the value; `undefined` when nothing is. */
  readonly value: T | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Judges a value and keeps what is valid of it, so that the rules across keys still run, and a user reads every problem
 * at once: each wrong part is reported, taken out, and the rest is judged again.
 */
export function salvage<T>(schema: z.ZodType<T>, given: unknown, path: KeyPath): Salvaged<T> {
  const problems: Problem[] = [];
  let value = given;
  while (value !== undefined) {
    const judged = schema.safeParse(value);
    if (judged.success) return { value: judged.data, problems };
    const found = judged.error.issues.flatMap((issue) => findings(issue, path));
    const current = value;
    for (const finding of found)
      for (const wrong of explain(finding, at(current, finding.path.slice(path.length))))
        // What was taken out because it is wrong is not missing.
        if (!problems.some(({ key }) => key === wrong.key)) problems.push(wrong);
    const rest = prune(current, new Set(found.flatMap((finding) => removals(finding, current, path))), []);
    value = isDeepStrictEqual(rest, current) ? undefined : rest;
  }
  return { value: undefined, problems };
}

/** Places to take out, as JSON. What is missing takes the map that lacks it along. */
function removals({ path, unknownKeys }: Finding, value: unknown, prefix: KeyPath): string[] {
  const inside = path.slice(prefix.length);
  if (unknownKeys.length > 0) return unknownKeys.map((key) => JSON.stringify([...inside, key]));
  return [JSON.stringify(at(value, inside) === undefined ? inside.slice(0, -1) : inside)];
}

function at(value: unknown, path: KeyPath): unknown {
  let current = value;
  for (const part of path) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, part)) return undefined;
    current = new Map(Object.entries(current)).get(String(part));
  }
  return current;
}

function prune(value: unknown, removed: ReadonlySet<string>, path: KeyPath): unknown {
  if (removed.has(JSON.stringify(path))) return undefined;
  if (Array.isArray(value)) {
    return value
      .map((element: unknown, index) => prune(element, removed, [...path, index]))
      .filter((element) => element !== undefined);
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(
    ([key, part]) => [key, prune(part, removed, [...path, key])] as const,
  );
  return Object.fromEntries(entries.filter(([, part]) => part !== undefined));
}
