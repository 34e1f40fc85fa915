import type { Properties, ResourceRules } from "./rules";
import type { TypeSchema } from "./schema/type-schema";
import { secretPlaces } from "./secrets";
import type { Steps, Unwrapped } from "./values";

/**
 * Where outputs are secret; what only the SDK calls so is marked, but leads to nothing else.
 *
 * @param harmless outputs that the SDK calls secret without need.
 */
export function markedPlaces(
  given: Unwrapped,
  outputs: Properties,
  rules: ResourceRules | undefined,
  schema: TypeSchema,
  harmless: readonly string[],
): Steps[] {
  if (harmless.length === 0) return secretPlaces(given, outputs, rules, schema);
  const places = secretPlaces(
    { properties: given.properties, secrets: followedPlaces(given.secrets, harmless) },
    outputs,
    rules,
    { ...schema, secretOutputs: schema.secretOutputs.filter((name) => !harmless.includes(name)) },
  );
  const marked = harmless.filter(
    (name) => schema.secretOutputs.includes(name) && outputs[name] !== undefined,
  );
  return [...places, ...marked.map((name) => [name])];
}

/** The places that hold real secrets, which are hidden in the store and looked for in other outputs. */
export function followedPlaces(places: readonly Steps[], harmless: readonly string[]): Steps[] {
  return places.filter(([first]) => !harmless.includes(String(first)));
}
