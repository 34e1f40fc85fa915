import { amount, at, isRecord, list, shown, text } from "../reading";
import type { Path, Problem, Properties, Value } from "../rules";
import { quantity } from "./formats";

/** One problem, in a list. */
export const invalid = (path: Path, reason: string): Problem[] => [{ path, reason }];

/** The objects of a list with their places. */
export function each(owner: Properties, path: Path, prefix = ""): { value: Properties; path: Path }[] {
  return list(at(owner, path)).flatMap((value, index) =>
    isRecord(value) ? [{ value, path: `${prefix}${path}[${String(index)}]` }] : [],
  );
}

/** The second and later of what must be there once. */
export function duplicates(found: readonly { key: Value | undefined; path: Path }[]): Problem[] {
  return found.flatMap(({ key, path }, index) =>
    key !== undefined && found.findIndex((other) => other.key === key) < index
      ? [{ path, reason: `Duplicate value: "${shown(key)}"` }]
      : [],
  );
}

/** A number that must be at least so much. */
export function atLeast(owner: Properties, path: Path, minimum: number, prefix = ""): Problem[] {
  const value = amount(at(owner, path));
  return value === undefined || (Number.isInteger(value) && value >= minimum)
    ? []
    : invalid(
        `${prefix}${path}`,
        `Invalid value: ${String(value)}: must be a whole number greater than or equal to ${String(minimum)}`,
      );
}

/** A text that must be one of a few. */
export function oneOf(owner: Properties, path: Path, allowed: readonly string[], prefix = ""): Problem[] {
  const value = text(at(owner, path));
  return value === undefined || allowed.includes(value)
    ? []
    : invalid(
        `${prefix}${path}`,
        `Unsupported value: "${value}": supported values: ${allowed.map((each) => `"${each}"`).join(", ")}`,
      );
}

/** Exactly one of an object's properties must be given. */
export function exactlyOne(owner: Properties, path: Path, names: readonly string[], what: string): Problem[] {
  const given = names.filter((name) => owner[name] !== undefined);
  if (given.length === 1) return [];
  return invalid(
    path,
    given.length === 0
      ? `Required value: must specify ${what}`
      : `Forbidden: may not specify more than 1 ${what} (${given.join(", ")})`,
  );
}

const isNumber = (value: Value): value is number => typeof value === "number";

/** A map of quantities, each of which must be one and not negative. */
export function quantityProblems(map: Properties, path: Path): Problem[] {
  return Object.entries(map).flatMap(([name, value]) => {
    const size = quantityOf(value);
    if (typeof value !== "string" && !isNumber(value)) return [];
    if (size === undefined)
      return invalid(
        `${path}.${name}`,
        `Invalid value: "${String(value)}": quantities must be a number and an optional unit, such as 250m or 1Gi`,
      );
    return size < 0
      ? invalid(`${path}.${name}`, `Invalid value: "${String(value)}": must be greater than or equal to 0`)
      : [];
  });
}

/** The number that a quantity means, given as text or number. */
export const quantityOf = (value: Value | undefined): number | undefined =>
  typeof value === "string" ? quantity(value) : amount(value);

/** A number of pods, or a percentage of them. */
export function intOrPercent(owner: Properties, path: Path, prefix = ""): Problem[] {
  const value = at(owner, path);
  const right =
    value === undefined ||
    (typeof value === "number" && Number.isInteger(value) && value >= 0) ||
    (typeof value === "string" && /^\d+%$/.test(value));
  return right
    ? []
    : invalid(
        `${prefix}${path}`,
        `Invalid value: ${JSON.stringify(value)}: must be a whole number that is not negative, or a percentage (e.g '5%')`,
      );
}
