import { find, findAll, spell } from "../paths";
import type { Check, Limit, Path, Problem, Properties, ResourceRules, Value, World } from "../rules";
import { equal, isObject, isUnknown, shown } from "../values";
import { matchesWhole, nameProblem, wasAutonamed } from "./name";
import { observe } from "./observed";
import { UnseenWorld } from "./world";

/**
 * Judges what can be judged from the inputs alone, also in a preview: names, limits, inputs that exclude or need each
 * other, and the type's own check as far as it looks at known values only.
 */
export function judgeInputs(rules: ResourceRules, inputs: Properties, world: World): Problem[] {
  const complete = { ...rules.defaults, ...inputs };
  return [
    ...judgeName(rules, inputs),
    ...(rules.limits ?? []).flatMap((limit) => judgeLimit(limit, complete)),
    ...judgeSets(rules, inputs),
    ...ownChecks(rules).flatMap((check) => judgeUnseen(check, complete, world)),
  ];
}

function judgeName(rules: ResourceRules, inputs: Properties): Problem[] {
  const rule = rules.name;
  const name = rule === undefined ? undefined : find(inputs, rule.property);
  if (rule === undefined || typeof name !== "string" || isUnknown(name)) return [];
  const reason = nameProblem(name, rule, wasAutonamed(inputs, rule.property));
  return reason === undefined ? [] : [{ path: rule.property, reason }];
}

function judgeLimit(limit: Limit, inputs: Properties): Problem[] {
  return findAll(inputs, limit.path).flatMap(({ value, steps }) => {
    if (isUnknown(value) || fits(limit, value)) return [];
    const wanted = limit.reason ?? describe(limit);
    return [{ path: spell(steps), reason: `${wanted}, but is ${quoted(value)}` }];
  });
}

function fits(limit: Limit, value: Value): boolean {
  const { minimum = -Infinity, maximum = Infinity, minimumItems = 0, maximumItems = Infinity } = limit;
  if (typeof value === "number" && (value < minimum || value > maximum)) return false;
  if (Array.isArray(value) || isObject(value)) {
    const items = Array.isArray(value) ? value.length : Object.keys(value).length;
    if (items < minimumItems || items > maximumItems) return false;
  }
  if (limit.oneOf !== undefined && !limit.oneOf.some((allowed) => equal(allowed, value))) return false;
  return limit.pattern === undefined || typeof value !== "string" || matchesWhole(limit.pattern, value);
}

function describe(limit: Limit): string {
  const wanted: string[] = [];
  if (limit.minimum !== undefined || limit.maximum !== undefined)
    wanted.push(range(limit.minimum, limit.maximum));
  if (limit.minimumItems !== undefined || limit.maximumItems !== undefined) {
    wanted.push(`${range(limit.minimumItems, limit.maximumItems)} in number`);
  }
  if (limit.oneOf !== undefined) wanted.push(`one of ${limit.oneOf.map(shown).join(", ")}`);
  if (limit.pattern !== undefined) wanted.push(`of the form ${limit.pattern.source}`);
  return `must be ${wanted.join(" and ")}`;
}

function range(minimum: number | undefined, maximum: number | undefined): string {
  if (minimum === undefined) return `at most ${maximum}`;
  return maximum === undefined ? `at least ${minimum}` : `from ${minimum} to ${maximum}`;
}

function quoted(value: Value): string {
  if (Array.isArray(value)) return `${value.length} of them`;
  if (isObject(value)) return `${Object.keys(value).length} of them`;
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

function judgeSets(rules: ResourceRules, inputs: Properties): Problem[] {
  const given = (path: Path): boolean => findAll(inputs, path).some(({ value }) => !isEmpty(value));
  const problems: Problem[] = [];
  const refuse = (paths: readonly Path[], place: Path | undefined, reason: string): void => {
    problems.push({ path: place ?? paths[0] ?? "", reason });
  };
  for (const paths of [...(rules.atMostOneOf ?? []), ...(rules.exactlyOneOf ?? [])]) {
    const present = paths.filter(given);
    if (present.length > 1)
      refuse(paths, present[1], `conflicts with \`${present[0] ?? ""}\`: give only one of ${list(paths)}`);
  }
  for (const paths of [...(rules.atLeastOneOf ?? []), ...(rules.exactlyOneOf ?? [])]) {
    if (!paths.some(given)) refuse(paths, undefined, `is missing: one of ${list(paths)} must be given`);
  }
  for (const paths of rules.together ?? []) {
    const missing = paths.filter((path) => !given(path));
    if (missing.length > 0 && missing.length < paths.length) {
      refuse(paths, missing[0], `is missing: ${list(paths)} must be given together`);
    }
  }
  return problems;
}

const isEmpty = (value: Value): boolean => Array.isArray(value) && value.length === 0;

const list = (paths: readonly Path[]): string => paths.map((path) => `\`${path}\``).join(", ");

/** A type's own checks. */
export function ownChecks({ check }: ResourceRules): readonly Check[] {
  if (check === undefined) return [];
  return typeof check === "function" ? [check] : check;
}

/** A verdict that depends on what is not known yet, or on what exists, waits until the resource is really made. */
export function judgeUnseen(check: Check, inputs: Properties, world: World): readonly Problem[] {
  const unseen = new UnseenWorld(world.account, world.region, world.configuration, world.partition);
  let looked = false;
  const seen = observe(inputs, () => {
    looked = true;
  });
  const waits = (): boolean => looked || unseen.asked;
  try {
    const problems = check(seen, unseen, undefined);
    return waits() ? [] : problems;
  } catch (error) {
    if (waits()) return [];
    throw error;
  }
}
