import { record } from "../../reading";
import type { Properties, Value } from "../../rules";
import { equal, isObject, UNKNOWN } from "../../values";

/**
 * Inputs as a refresh shows them: what is as the state knows it stays as the program wrote it (the server answers in its own
 * form: `500m` for `0.5`), what differs is as it is now, and what only the server adds is left out.
 */
export function readBack(given: Properties, before: Properties, now: Properties): Properties {
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => {
      const found = within(value, before[name], now[name]);
      return found === undefined ? [] : [[name, found]];
    }),
  );
}

function within(given: Value, before: Value | undefined, now: Value | undefined): Value | undefined {
  if (equal(before, now)) return given;
  if (isObject(given) && isObject(now)) return readBack(given, isObject(before) ? before : {}, now);
  if (Array.isArray(given) && Array.isArray(now) && given.length === now.length) {
    const known = Array.isArray(before) ? before : [];
    return given.flatMap((value, index) => within(value, known[index], now[index]) ?? []);
  }
  return now;
}

/** What an import shows as inputs: the object without what only the server says. */
export function importedInputs(object: Properties): Properties {
  return { ...without(object, ["status"]), metadata: without(object["metadata"], serverFields) };
}

/** What a preview may say of an object that the server was only asked about. */
export function previewed(object: Properties, hasStatus: boolean): Properties {
  const metadata = without(object["metadata"], serverFields);
  return { ...object, metadata, ...(hasStatus && { status: UNKNOWN }) };
}

/** The object as the state keeps it: who set which field is of no use there. */
export function withoutManagers(object: Properties): Properties {
  return { ...object, metadata: without(object["metadata"], ["managedFields"]) };
}

const serverFields = [
  "creationTimestamp",
  "generation",
  "managedFields",
  "resourceVersion",
  "selfLink",
  "uid",
];

function without(value: Value | undefined, names: readonly string[]): Properties {
  return Object.fromEntries(Object.entries(record(value)).filter(([name]) => !names.includes(name)));
}
