import type { Duration } from "./durations";
import type { Operation } from "./operations";

/** A step of an update, as far as its time matters. */
export interface TimedStep {
  readonly urn: string;
  readonly name: string;
  readonly type: string;
  readonly component: string;
  readonly operation: Operation;
  readonly custom: boolean;
  readonly protect: boolean;
  readonly deletesFirst: boolean;
}

/** A link of the longest chain: what the update waits for. */
export interface Link {
  readonly name: string;
  readonly type: string;
  readonly component: string;
  /** `create`, `update`, `delete`; a replacement is two links if both are waited for. */
  readonly work: keyof Duration;
  /** Seconds from the start of the update. */
  readonly start: number;
  readonly seconds: number;
}

export interface TimeEstimate {
  /** Seconds from the first change to the last, by the clouds' typical times. */
  readonly seconds: number;
  /** The longest chain, in order. */
  readonly path: readonly Link[];
  /** Seconds if nothing protected were replaced; undefined when nothing is. */
  readonly withoutProtected: number | undefined;
  /** Types that change without a known typical time; they count as 0. */
  readonly untimed: readonly string[];
}

type Needs = ReadonlyMap<string, readonly string[]>;

/**
 * How long an update takes by the clouds' typical times. Everything runs at once that needs nothing of one another: the engine
 * makes and changes in the order of the dependencies, and takes away in the opposite order once all else is done. The
 * program's own seconds are not in it.
 */
export function estimateTime(
  steps: readonly TimedStep[],
  needs: Needs,
  durations: ReadonlyMap<string, Duration>,
): TimeEstimate {
  const working = steps.filter(({ operation, custom }) => custom && operation !== "same");
  const path = longestPath(steps, needs, durations);
  const open = steps.filter(({ operation, protect }) => !(operation === "replace" && protect));
  const untimed = working
    .map(({ type }) => type)
    .filter((type) => !durations.has(type) && !type.startsWith("pulumi:"));
  return {
    seconds: lengthOf(path),
    path,
    withoutProtected:
      open.length === steps.length ? undefined : lengthOf(longestPath(open, needs, durations)),
    untimed: [...new Set(untimed)].sort(),
  };
}

function lengthOf(path: readonly Link[]): number {
  const last = path.at(-1);
  return last === undefined ? 0 : last.start + last.seconds;
}

function longestPath(
  steps: readonly TimedStep[],
  needs: Needs,
  durations: ReadonlyMap<string, Duration>,
): Link[] {
  const forward = new Chains(
    steps,
    (urn) => needs.get(urn) ?? [],
    (step) => making(step, durations),
  );
  const made = forward.longest(0);
  const neededBy = new Map<string, string[]>();
  for (const [urn, targets] of needs)
    for (const target of targets) neededBy.set(target, [...(neededBy.get(target) ?? []), urn]);
  const gone = new Chains(
    steps,
    (urn) => neededBy.get(urn) ?? [],
    (step) => removing(step, durations),
  );
  return [...made, ...gone.longest(lengthOf(made))];
}

type Work = readonly (readonly [work: keyof Duration, seconds: number])[];

/** What is done to a resource before anything that needs it can go on. */
function making(
  { operation, type, deletesFirst }: TimedStep,
  durations: ReadonlyMap<string, Duration>,
): Work {
  const { create = 0, update = 0, delete: remove = 0 } = durations.get(type) ?? {};
  if (operation === "create") return [["create", create]];
  if (operation === "update") return [["update", update]];
  if (operation !== "replace") return [];
  return deletesFirst
    ? [
        ["delete", remove],
        ["create", create],
      ]
    : [["create", create]];
}

/** What is left for the end. */
function removing(
  { operation, type, deletesFirst }: TimedStep,
  durations: ReadonlyMap<string, Duration>,
): Work {
  const late = operation === "delete" || (operation === "replace" && !deletesFirst);
  return late ? [["delete", durations.get(type)?.delete ?? 0]] : [];
}

/** The longest chain that ends with each step. */
class Chains {
  private readonly steps: ReadonlyMap<string, TimedStep>;
  private readonly ends = new Map<string, { readonly end: number; readonly before: string | undefined }>();

  constructor(
    steps: readonly TimedStep[],
    private readonly needs: (urn: string) => readonly string[],
    private readonly work: (step: TimedStep) => Work,
  ) {
    this.steps = new Map(steps.filter(({ custom }) => custom).map((step) => [step.urn, step]));
  }

  longest(start: number): Link[] {
    const last = [...this.steps.keys()].reduce<string | undefined>(
      (best, urn) => (best === undefined || this.end(urn) > this.end(best) ? urn : best),
      undefined,
    );
    return last === undefined ? [] : this.links(last, start);
  }

  private end(urn: string): number {
    const known = this.ends.get(urn);
    if (known) return known.end;
    // A cycle can't come from an engine; a broken file must not end in endless recursion.
    this.ends.set(urn, { end: 0, before: undefined });
    const step = this.steps.get(urn);
    let before: string | undefined;
    let end = 0;
    for (const need of this.needs(urn)) {
      if (this.end(need) > end) [before, end] = [need, this.end(need)];
    }
    for (const [, seconds] of step ? this.work(step) : []) end += seconds;
    this.ends.set(urn, { end, before });
    return end;
  }

  private links(urn: string, start: number): Link[] {
    const before = this.ends.get(urn)?.before;
    const links = before === undefined ? [] : this.links(before, start);
    const step = this.steps.get(urn);
    if (step === undefined) return links;
    const { name, type, component } = step;
    let at = links.length === 0 ? start : lengthOf(links);
    for (const [work, seconds] of this.work(step)) {
      if (seconds > 0) links.push({ name, type, component, work, start: at, seconds });
      at += seconds;
    }
    return links;
  }
}

/** `40 seconds`, `3 minutes`, `1 hour 20 minutes`: no more exact than an estimate is. */
export function roughly(seconds: number): string {
  const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? "" : "s"}`;
  if (seconds < 90) return counted(Math.round(seconds), "second");
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return counted(minutes, "minute");
  const rest = minutes % 60;
  return [counted(Math.floor(minutes / 60), "hour"), ...(rest === 0 ? [] : [counted(rest, "minute")])].join(
    " ",
  );
}
