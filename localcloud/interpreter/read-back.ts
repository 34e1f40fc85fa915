import type { Properties, StoredResource, Value } from "../rules";
import type { TypeSchema } from "../schema/type-schema";
import { equal, isObject, mapValues, unwrap } from "../values";
import { DEFAULTS } from "./name";

/**
 * The inputs that a refresh or an import shows for what is in the store.
 *
 * @param before the outputs that the engine remembers.
 * @param oldInputs the inputs that the engine remembers, with their secrets marked; none for an import.
 */
export function inputsReadBack(
  schema: TypeSchema,
  stored: StoredResource,
  before: Properties,
  oldInputs: Properties,
): Properties {
  const given = Object.keys(unwrap(oldInputs).properties);
  const imported = given.length === 0;
  const names = imported ? Object.keys(stored.inputs) : given;
  // The cloud may answer in another form than it was asked in: what is as it was stays as the program wrote it, its
  // secrets marked as such.
  const asBefore = (name: string): boolean =>
    name === DEFAULTS || (!imported && equal(before[name], stored.outputs[name]));
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = asBefore(name) ? oldInputs[name] : asGiven(stored.inputs[name], stored.outputs[name]);
      return value === undefined || schemaLacks(schema.inputs.properties ?? {}, name) ? [] : [[name, value]];
    }),
  );
}

/** A kind that an API server was taught has no schema in the SDK, and takes whatever it is given. */
const schemaLacks = (properties: object, name: string): boolean =>
  name !== DEFAULTS && name !== "tagsAll" && Object.keys(properties).length > 0 && !(name in properties);

/** An output in the shape of the input: without what the cloud adds within it, with what it never gives back. */
function asGiven(input: Value | undefined, output: Value | undefined): Value | undefined {
  if (isObject(input) && isObject(output))
    return mapValues(input, (value, key) => asGiven(value, output[key]) ?? value);
  if (Array.isArray(input) && Array.isArray(output) && input.length === output.length)
    return output.map((value, index) => asGiven(input[index], value) ?? value);
  return output;
}
