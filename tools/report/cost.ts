import { priced } from "./cost-table";
import type { Difference } from "./differences";
import type { Operation } from "./operations";

export type Direction = "more" | "less" | "different";

/** A change that the next bill shows. What is not known is not guessed: there are no amounts. */
export interface CostChange {
  readonly component: string;
  readonly name: string;
  readonly what: string;
  /** Whether it will cost more or less; `different` where that can't be told from the values. */
  readonly direction: Direction;
  /** `class db.m7g.large → db.m7g.xlarge`; for what comes or goes, what decides its price. */
  readonly details: readonly string[];
}

/** What is looked at of a resource. */
export interface Costly {
  readonly component: string;
  readonly name: string;
  readonly type: string;
  readonly operation: Operation;
  readonly differences: readonly Difference[];
}

/** Which changes cost more or less than before, from what the clouds charge for (`cost-table.ts`). */
export function costChanges(resources: readonly Costly[]): CostChange[] {
  return resources.flatMap((resource) => {
    const entry = priced[resource.type];
    if (entry === undefined) return [];
    const { operation, component, name, differences } = resource;
    const told = differences.flatMap((difference) => {
      const label = entry.by?.[plain(difference.path)];
      return label === undefined ? [] : [{ label, ...difference }];
    });
    const subject = { component, name, what: entry.what };
    if (operation === "create" || operation === "delete") {
      if (entry.free === true || !counts(entry.only, differences)) return [];
      const details = told.map(({ label, before, after }) => `${label} ${after ?? before ?? ""}`);
      return [{ ...subject, direction: operation === "create" ? "more" : "less", details }];
    }
    if (told.length === 0) return [];
    const directions = new Set(told.map(({ label, before, after }) => compare(label, before, after)));
    const [direction = "different"] = directions.size === 1 ? directions : [];
    const details = told.map(({ label, before, after }) => `${label} ${before ?? "–"} → ${after ?? "–"}`);
    return [{ ...subject, direction, details }];
  });
}

function counts(only: readonly [string, string] | undefined, differences: readonly Difference[]): boolean {
  if (only === undefined) return true;
  const [path, value] = only;
  return differences.some(({ path: at, before, after }) => at === path && (after ?? before) === value);
}

/** A path without the places in lists. */
function plain(path: string): string {
  return path.replaceAll(/\[[^\]]*\]/g, "");
}

function compare(label: string, before: string | undefined, after: string | undefined): Direction {
  const [one, other] = [size(before), size(after)];
  const family = one?.family ?? other?.family;
  if (one?.amount === other?.amount || (one && other && one.family !== other.family)) return "different";
  if ((one === undefined || other === undefined) && family !== "") return "different";
  const rises = (other?.amount ?? 0) > (one?.amount ?? 0);
  return rises !== inverse.test(label) ? "more" : "less";
}

/** Times between two looks, and switches that save: more of them is less work. */
const inverse = /^(seconds$|seconds between|every|looks every|rotated every|CPU only)/;

const steps = ["nano", "micro", "small", "medium", "large", "xlarge"];
const units: Readonly<Record<string, number>> = { Gi: 1024, Mi: 1, s: 1, m: 0.001 };
const modes: Readonly<Record<string, number>> = {
  ...{ true: 1, false: 0, Enabled: 1, Disabled: 0, REGIONAL: 1, ZONAL: 0 },
  ...{ STANDARD_HA: 1, BASIC: 0, ZoneRedundant: 2, SameZone: 1, Standard: 1, Free: 0 },
};

/** What makes two values of a property comparable: only within a family does a larger number cost more. */
interface Size {
  /** `db.m7g`; empty for plain numbers and switches. */
  readonly family: string;
  readonly amount: number;
}

function size(value: string | undefined): Size | undefined {
  if (value === undefined) return undefined;
  const mode = modes[value];
  if (mode !== undefined) return { family: "", amount: mode };
  const number = /^(\d+(?:\.\d+)?)(Gi|Mi|s|m)?$/.exec(value);
  if (number) return { family: "", amount: Number(number[1]) * (units[number[2] ?? ""] ?? 1) };
  // db.m7g.2xlarge
  const [, family = "", times = "1", name = ""] = /^([\w.]+)\.(\d+)?([a-z]+)$/.exec(value) ?? [];
  if (steps.includes(name)) return { family, amount: steps.indexOf(name) * 1000 + Number(times) };
  // Standard_D4ds_v5, db-custom-4-16384, db-perf-optimized-N-4
  const [, head = "", cores, tail = ""] =
    /^(Standard_[A-Z]+|db-custom-|db-perf-optimized-N-)(\d+)(\D.*)?$/.exec(value) ?? [];
  if (cores === undefined) return undefined;
  return { family: head === "db-custom-" ? head : `${head}*${tail}`, amount: Number(cores) };
}
