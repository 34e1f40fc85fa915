import type { Properties, Value } from "./rules";

/** Keys and markers of the engine's wire format for property values (sdk/go/common/resource/plugin/rpc.go). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** What the engine sends, and expects back, for a value that is not known yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The engine marks unknown values by the type it expects; a provider may send any of them. */
const UNKNOWNS: ReadonlySet<string> = new Set([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** The steps from a resource to a value: property names and list positions. */
export type Steps = readonly (string | number)[];

export function isUnknown(value: unknown): boolean {
  return typeof value === "string" && UNKNOWNS.has(value);
}

export function isObject(value: Value | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether the value, or anything within it, is not known yet. */
export function hasUnknown(value: Value | undefined): boolean {
  if (isUnknown(value)) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isObject(value) && Object.values(value).some(hasUnknown);
}

/** Properties without the engine's wrapping, and where the secret values are. */
export interface Unwrapped {
  readonly properties: Properties;
  readonly secrets: readonly Steps[];
}

/** Takes the secret markers off, drops what is `null` (the engine's "not given") and remembers where secrets were. */
export function unwrap(wire: Properties): Unwrapped {
  const secrets: Steps[] = [];
  const visit = (value: Value, steps: Steps): Value => {
    if (Array.isArray(value)) return value.map((element, index) => visit(element, [...steps, index]));
    if (!isObject(value)) return isUnknown(value) ? UNKNOWN : value;
    if (value[SIGNATURE] === SECRET) {
      secrets.push(steps);
      return visit(value["value"] ?? null, steps);
    }
    const result: Properties = {};
    for (const [key, child] of Object.entries(value)) {
      if (child !== null) result[key] = visit(child, [...steps, key]);
    }
    return result;
  };
  const properties = visit(wire, []);
  return { properties: isObject(properties) ? properties : {}, secrets };
}

/** Puts the secret marker around the values at these places, where they exist. */
export function wrapSecrets(properties: Properties, secrets: readonly Steps[]): Properties {
  const wanted = new Set(secrets.map((steps) => JSON.stringify(steps)));
  const visit = (value: Value, steps: Steps): Value => {
    let result = value;
    if (Array.isArray(value)) result = value.map((element, index) => visit(element, [...steps, index]));
    else if (isObject(value)) result = mapValues(value, (child, key) => visit(child, [...steps, key]));
    return steps.length > 0 && wanted.has(JSON.stringify(steps)) ? secret(result) : result;
  };
  if (wanted.size === 0) return properties;
  return mapValues(properties, (value, key) => visit(value, [key]));
}

/** A value marked as secret, as the engine writes it. */
export function secret(value: Value): Value {
  return { [SIGNATURE]: SECRET, value };
}

export function mapValues(object: Properties, change: (value: Value, key: string) => Value): Properties {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}

/** A value for a message: texts as they are, the rest as JSON. */
export function shown(value: Value | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

export function equal(left: Value | undefined, right: Value | undefined): boolean {
  if (left === right) return true;
  if (Array.isArray(left)) {
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((element, index) => equal(element, right[index]))
    );
  }
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => equal(left[key], right[key]));
}
