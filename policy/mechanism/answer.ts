import { NotYetKnown, Unreadable } from "./property";

/** What a rule says about one resource. */
export type Answer =
  | { readonly kind: "compliant" }
  | { readonly kind: "not applicable" }
  /** `details`: what is wrong, a sentence each. `unknown`: what else could not be judged yet. */
  | {
      readonly kind: "violation";
      readonly details: readonly string[];
      readonly unknown: readonly NotYetKnown[];
    }
  | { readonly kind: "unknown"; readonly unknown: readonly NotYetKnown[] };

export const compliant: Answer = { kind: "compliant" };
export const notApplicable: Answer = { kind: "not applicable" };

export function violation(detail: string): Answer {
  return { kind: "violation", details: [detail], unknown: [] };
}

/** Compliant when the condition holds, else a violation that says what is wrong. */
export function require(condition: boolean, wrong: string): Answer {
  return condition ? compliant : violation(wrong);
}

/**
 * Checks each item by itself, so that one unknown value hides no violation beside it. Not applicable only when every item
 * is, or when there is none.
 */
export function every<Item>(items: Iterable<Item>, check: (item: Item) => Answer): Answer {
  const details: string[] = [];
  const unknown: NotYetKnown[] = [];
  let applicable = false;
  for (const item of items) {
    const answer = attempt(() => check(item));
    if (answer.kind !== "not applicable") applicable = true;
    if (answer.kind === "violation") details.push(...answer.details);
    if (answer.kind === "violation" || answer.kind === "unknown") unknown.push(...answer.unknown);
  }
  if (details.length > 0) return { kind: "violation", details, unknown };
  if (unknown.length > 0) return { kind: "unknown", unknown };
  return applicable ? compliant : notApplicable;
}

/** `every` over several different checks. */
export function all(...checks: readonly (() => Answer)[]): Answer {
  return every(checks, (check) => check());
}

/** Runs a check; what it could not read becomes an answer. Other errors are the caller's. */
export function attempt(check: () => Answer): Answer {
  try {
    return check();
  } catch (error) {
    if (error instanceof NotYetKnown) return { kind: "unknown", unknown: [error] };
    if (error instanceof Unreadable) return violation(error.message);
    throw error;
  }
}
