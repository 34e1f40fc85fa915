import { matches, spell } from "../paths";
import type { Path, Properties, Value } from "../rules";
import { equal, isObject, type Steps } from "../values";
import { DEFAULTS } from "./name";

/** One changed place. */
export interface Change {
  readonly path: Path;
  readonly steps: Steps;
  readonly kind: "add" | "delete" | "update";
  readonly replace: boolean;
}

/** Which inputs force a replacement, and which differences do not count. */
export interface DifferenceRules {
  readonly immutable: readonly Path[];
  readonly mutable: readonly Path[];
  /** Places in the engine's spelling. */
  readonly ignore: readonly Path[];
}

/** The places where new inputs differ from old ones. */
export function differences(old: Properties, inputs: Properties, rules: DifferenceRules): Change[] {
  const changes: Change[] = [];
  const report = (steps: Steps, kind: Change["kind"]): void => {
    if (rules.ignore.some((path) => matches(steps, path, /* around */ false))) return;
    const forced = rules.immutable.some((path) => path === "*" || matches(steps, path, /* around */ true));
    const replace = forced && !rules.mutable.some((path) => matches(steps, path));
    changes.push({ path: spell(steps), steps, kind, replace });
  };
  const visit = (before: Value | undefined, after: Value | undefined, steps: Steps): void => {
    if (steps[0] === DEFAULTS || equal(before, after)) return;
    if (before === undefined) report(steps, "add");
    else if (after === undefined) report(steps, "delete");
    else if (Array.isArray(before) && Array.isArray(after)) {
      for (let index = 0; index < Math.max(before.length, after.length); index++) {
        visit(before[index], after[index], [...steps, index]);
      }
    } else if (isObject(before) && isObject(after)) {
      for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
        visit(before[key], after[key], [...steps, key]);
      }
    } else report(steps, "update");
  };
  visit(old, inputs, []);
  return changes;
}
