import { findAll, spell } from "./paths";
import type { Problem, Properties, ResourceRules, Value } from "./rules";
import type { TypeSchema } from "./schema/type-schema";
import { isHash, type SecretHash } from "./secret-hash";
import { isObject, isUnknown, mapValues, secret, type Steps, type Unwrapped } from "./values";

/** Shorter texts are too common to be followed into other outputs (a user called `app`, a flag). */
const FOLLOWED_LENGTH = 12;

/** What a refresh shows where a secret was changed in the cloud: its value cannot be read back. */
export const CHANGED = "(changed outside of Pulumi)";

/**
 * Where a resource's outputs are secret: where its inputs were, what the rules and the SDK call secret, and every output
 * that contains the text of a secret input.
 */
export function secretPlaces(
  given: Unwrapped,
  outputs: Properties,
  rules: ResourceRules | undefined,
  schema: TypeSchema,
): Steps[] {
  const named = [...(rules?.secrets ?? []), ...schema.secretOutputs];
  const places: Steps[] = [
    ...given.secrets,
    // A cloud may give no output for a secret that it was given.
    ...named.flatMap((path) =>
      [outputs, given.properties].flatMap((where) => findAll(where, path).map(({ steps }) => steps)),
    ),
  ];
  const texts = places.flatMap((steps) =>
    [outputs, given.properties].flatMap((where) => followed(valueAt(where, steps))),
  );
  if (texts.length > 0) {
    const visit = (value: Value, steps: Steps): void => {
      if (typeof value === "string" && texts.some((text) => value.includes(text))) places.push(steps);
      else if (Array.isArray(value))
        value.forEach((element, index) => {
          visit(element, [...steps, index]);
        });
      else if (isObject(value))
        for (const [key, child] of Object.entries(value)) visit(child, [...steps, key]);
    };
    visit(outputs, []);
  }
  return outermost(places);
}

/** What stands in a message for a secret value. */
const MASK = "[secret]";

/** Problems without the values of secret inputs, which the reasons may quote. */
export function maskSecrets(
  problems: readonly Problem[],
  given: Unwrapped,
  rules: ResourceRules | undefined,
): Problem[] {
  const named = (rules?.secrets ?? []).flatMap((path) =>
    findAll(given.properties, path).map(({ steps }) => steps),
  );
  const hidden = [...given.secrets, ...named].map((steps) => ({
    path: spell(steps),
    texts: leaves(valueAt(given.properties, steps)),
  }));
  return problems.map(({ path, reason }) => {
    let masked = reason;
    for (const secretInput of hidden) {
      const here = path !== "" && (path.startsWith(secretInput.path) || secretInput.path.startsWith(path));
      for (const text of secretInput.texts) {
        if (here || text.length >= FOLLOWED_LENGTH) masked = masked.split(text).join(MASK);
      }
    }
    return { path, reason: masked };
  });
}

/** Texts in which a message may quote a value: as they are, and as JSON. */
function leaves(value: Value | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap(leaves);
  if (isObject(value)) return Object.values(value).flatMap(leaves);
  if (value === undefined || value === null || value === "") return [];
  return [JSON.stringify(value), String(value)];
}

/** New inputs, with the old secrets too that no new input takes the place of: outputs may still hold them. */
export function withOldSecrets(given: Unwrapped, old: Unwrapped): Unwrapped {
  const kept = old.secrets.filter((steps) => valueAt(given.properties, steps) === undefined);
  return { properties: given.properties, secrets: [...given.secrets, ...kept] };
}

/**
 * The places again after the properties were completed: where one is gone (an object that became JSON text), what took
 * it in is secret.
 */
export function existingPlaces(properties: Properties, places: readonly Steps[]): Steps[] {
  return places.map((steps) => {
    let place = steps;
    while (place.length > 1 && valueAt(properties, place) === undefined) place = place.slice(0, -1);
    return place;
  });
}

/** Secrets within a secret need no marks of their own. */
function outermost(places: readonly Steps[]): Steps[] {
  const unique = [...new Map(places.map((steps) => [JSON.stringify(steps), steps])).values()];
  return unique.filter(
    (steps) =>
      !unique.some(
        (other) => other.length < steps.length && other.every((step, index) => step === steps[index]),
      ),
  );
}

function followed(value: Value | undefined): string[] {
  if (typeof value === "string") return value.length >= FOLLOWED_LENGTH && !isUnknown(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(followed);
  return isObject(value) ? Object.values(value).flatMap(followed) : [];
}

/**
 * The stored properties with each hash replaced by the secret that the engine remembers in its place, when that is still
 * the one; else by {@link CHANGED}.
 */
export function restoreSecrets(stored: Properties, known: Unwrapped, hashes: SecretHash): Properties {
  const visit = (value: Value, steps: Steps): Value => {
    if (isHash(value)) {
      const old = valueAt(known.properties, steps);
      return secret(old !== undefined && hashes.hash(old) === value ? old : CHANGED);
    }
    if (Array.isArray(value)) return value.map((element, index) => visit(element, [...steps, index]));
    return isObject(value) ? mapValues(value, (child, key) => visit(child, [...steps, key])) : value;
  };
  return mapValues(stored, (value, key) => visit(value, [key]));
}

export function valueAt(properties: Properties, steps: Steps): Value | undefined {
  let value: Value | undefined = properties;
  for (const step of steps) {
    if (typeof step === "number") value = Array.isArray(value) ? value[step] : undefined;
    else value = isObject(value) ? value[step] : undefined;
  }
  return value;
}
