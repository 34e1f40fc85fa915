import type { Path, Properties, Value } from "./rules";
import { isObject, type Steps } from "./values";

/** A value found in a resource, and where. */
export interface Found {
  readonly value: Value;
  readonly steps: Steps;
}

/** The engine's spelling of a place: `ingress[0].fromPort`, `tags["a.b"]`. */
export function spell(steps: Steps): Path {
  let path = "";
  for (const step of steps) {
    if (typeof step === "number") path += `[${step}]`;
    else if (/^[\w$-]+$/.test(step)) path += path === "" ? step : `.${step}`;
    else path += `["${step.replace(/"/g, '\\"')}"]`;
  }
  return path;
}

/** The parts of a rule's path: `ingress[].cidrBlocks[]` is `ingress`, `[]`, `cidrBlocks`, `[]`. */
function parts(path: Path): string[] {
  return path
    .split(".")
    .flatMap((part) => part.split(/(\[\d*\])/))
    .filter((part) => part !== "");
}

/** Every value that a rule's path names; `[]` is each element of a list, `*` each value of a map. */
export function findAll(properties: Properties, path: Path): Found[] {
  let found: Found[] = [{ value: properties, steps: [] }];
  for (const part of parts(path)) {
    found = found.flatMap(({ value, steps }) => step(value, steps, part));
  }
  return found;
}

function step(value: Value, steps: Steps, part: string): Found[] {
  if (part.startsWith("[")) {
    if (!Array.isArray(value)) return [];
    const elements = value.map((element, index) => ({ value: element, steps: [...steps, index] }));
    return part === "[]" ? elements : elements.filter((_, index) => part === `[${index}]`);
  }
  if (!isObject(value)) return [];
  if (part === "*")
    return Object.entries(value).map(([key, child]) => ({ value: child, steps: [...steps, key] }));
  const child = value[part];
  return child === undefined || child === null ? [] : [{ value: child, steps: [...steps, part] }];
}

/** The first value that a path names. */
export function find(properties: Properties, path: Path): Value | undefined {
  return findAll(properties, path)[0]?.value;
}

/** Whether a place is named by a rule's path, or lies within what it names (or, with `around`, contains it). */
export function matches(steps: Steps, path: Path, around = false): boolean {
  const wanted = parts(path);
  const shared = Math.min(wanted.length, steps.length);
  if (wanted.length > steps.length && !around) return false;
  return wanted.slice(0, shared).every((part, index) => {
    const step = steps[index];
    if (typeof step === "number") return part === "[]" || part === `[${step}]`;
    return part === "*" || part === step;
  });
}
