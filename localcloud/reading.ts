import type { Path, Problem, Properties, Value } from "./rules";

/** The value as text, or `undefined` if it is something else or not known. */
export function text(value: Value | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** Any value for a message, or for a place that only ever holds texts: a text as it is, all else as JSON. */
export function shown(value: Value | undefined): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The value as a number, or `undefined`. */
export function amount(value: Value | undefined): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** The value as a list; an absent one is empty. */
export function list(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? value : [];
}

/** The texts in a list. */
export function texts(value: Value | undefined): string[] {
  return list(value).filter((element) => typeof element === "string");
}

/** The value as an object; anything else is an empty one. */
export function record(value: Value | undefined): Properties {
  return isRecord(value) ? value : {};
}

/** Whether the value is an object (a list is none). */
export function isRecord(value: Value | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** One value, or a list of values, as a list: JSON documents of AWS allow both. */
export function many(value: Value | undefined): readonly Value[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** The value at a dotted path of objects. */
export function at(inputs: Properties, path: Path): Value | undefined {
  return path
    .split(".")
    .reduce<Value | undefined>((value, key) => (isRecord(value) ? value[key] : undefined), inputs);
}

/** The JSON text's value; `undefined` where it does not parse. */
export function parse(json: string): Value | undefined {
  try {
    return JSON.parse(json) as Value;
  } catch {
    return undefined;
  }
}

/** A JSON document that is given as text or as an object; `undefined` where it is neither. */
export function document(value: Value | undefined): Properties | undefined {
  const parsed = typeof value === "string" ? parse(value) : value;
  return isRecord(parsed) ? parsed : undefined;
}

/** A list with one problem, for `return`. */
export function refuse(path: Path, reason: string): readonly Problem[] {
  return [{ path, reason }];
}

/** The values that occur more than once. */
export function repeated<T>(values: readonly T[]): T[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
