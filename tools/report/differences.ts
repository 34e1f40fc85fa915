import type { Step } from "./event-log";
import { isMap, type Json } from "./json";
import { presentable, secret } from "./masking";

/** One property that changes. */
export interface Difference {
  /** `ingress[0].cidrBlocks[1]`; elements of a list that have names are found by these: `environment[LOG_LEVEL].value`. */
  readonly path: string;
  /** As texts for people; undefined where there was or will be none. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Whether it makes the engine replace the resource. */
  readonly replaces: boolean;
}

/** What changes in a resource, with secrets masked: all its inputs when it comes or goes. */
export function differences(step: Step): Difference[] {
  if (step.operation === "same" || step.operation === "read") return [];
  const before = shown(step.before?.inputs);
  const after = shown(step.after?.inputs);
  const changed = compare("", before, after);
  const told = [...step.details].filter(
    ([path]) => !changed.some((one) => within(one.path, path) || within(path, one.path)),
  );
  return [...changed, ...told.flatMap(([path, { inputDiff }]) => reported(step, path, inputDiff))].map(
    (one) => ({
      ...one,
      replaces:
        step.replacing.some((path) => within(one.path, path)) ||
        [...step.details].some(
          ([path, { diffKind }]) => diffKind.endsWith("-replace") && within(one.path, path),
        ),
    }),
  );
}

type Change = Omit<Difference, "replaces">;

function shown(properties: Readonly<Record<string, Json>> | undefined): Json | undefined {
  return properties && presentable({ ...properties });
}

/** What only the provider sees: a secret that is another one now, or an output that somebody changed. */
function reported(step: Step, path: string, inputDiff: boolean | undefined): Change[] {
  const outputs = { ...step.before?.inputs, ...(inputDiff === true ? {} : step.before?.outputs) };
  const before = text(at(shown(outputs), path));
  const after = text(at(shown(step.after?.inputs), path));
  if (before === after && before !== undefined && before !== secret) return [];
  return [{ path, before, after }];
}

function compare(path: string, before: Json | undefined, after: Json | undefined): Change[] {
  const [one, other] = [children(before), children(after)];
  // What comes or goes as a whole is told by its leaves, and what changes its form as a whole.
  const whole = (one ?? other) === undefined;
  if (whole || (before !== undefined && after !== undefined && (one === undefined) !== (other === undefined)))
    return text(before) === text(after) ? [] : [{ path, before: text(before), after: text(after) }];
  const keys = new Set([...(one?.keys() ?? []), ...(other?.keys() ?? [])]);
  return [...keys].flatMap((key) => compare(joined(path, key), one?.get(key), other?.get(key)));
}

/** Keys of a map, and of a list in brackets; undefined for what has no parts. */
function children(value: Json | undefined): Map<string, Json> | undefined {
  if (Array.isArray(value)) {
    const names = value.map((item) => (isMap(item) && typeof item["name"] === "string" ? item["name"] : ""));
    const named = names.every((name) => name !== "") && new Set(names).size === names.length;
    return value.length === 0
      ? undefined
      : new Map(value.map((item, index) => [`[${named ? (names[index] ?? "") : index}]`, item]));
  }
  return isMap(value) && Object.keys(value).length > 0 ? new Map(Object.entries(value)) : undefined;
}

function joined(path: string, key: string): string {
  if (path === "" || key.startsWith("[")) return `${path}${key}`;
  return `${path}.${key}`;
}

function within(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);
}

function at(value: Json | undefined, path: string): Json | undefined {
  return path
    .split(/[.[\]]+/)
    .filter((key) => key !== "")
    .reduce<Json | undefined>((found, key) => {
      if (Array.isArray(found)) return found[Number(key)];
      return isMap(found) ? found[key] : undefined;
    }, value);
}

function text(value: Json | undefined): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Longest value that is told whole, in characters. */
const longest = 240;

/** The two sides of a change, long ones cut to where they begin to differ. */
export function excerpts({ before, after }: Pick<Difference, "before" | "after">): {
  before: string | undefined;
  after: string | undefined;
} {
  let start = 0;
  if (before !== undefined && after !== undefined && Math.max(before.length, after.length) > longest)
    while (start < before.length && before[start] === after[start]) start++;
  const from = Math.max(0, start - 40);
  const cut = (value: string | undefined): string | undefined =>
    value === undefined || value.length <= longest
      ? value
      : `${from > 0 ? "…" : ""}${value.slice(from, from + longest)}${value.length > from + longest ? "…" : ""}`;
  return { before: cut(before), after: cut(after) };
}
