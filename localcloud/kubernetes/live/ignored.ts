import { at, isRecord, list } from "../../reading";
import type { Properties } from "../../rules";

/**
 * An object without the ignored fields that somebody else owns by now, such as an autoscaler its number of replicas: as
 * Pulumi's own provider, which would ask for a conflict otherwise.
 *
 * @param ignored as in `ignoreChanges`; what is inside lists is sent as it is
 * @param manager who owns our own fields
 */
export function withoutForeign(
  object: Properties,
  ignored: readonly string[],
  live: Properties,
  manager: string,
): Properties {
  const owners = list(at(live, "metadata.managedFields"))
    .filter(isRecord)
    .filter((entry) => entry["manager"] !== manager);
  const foreign = ignored.filter((path) => {
    const owned = ["fieldsV1", ...path.split(".").map((field) => `f:${field}`)].join(".");
    return owners.some((entry) => at(entry, owned) !== undefined);
  });
  return foreign.reduce((rest, path) => without(rest, path.split(".")), object);
}

function without(object: Properties, [first = "", ...rest]: readonly string[]): Properties {
  const { [first]: inner, ...others } = object;
  if (rest.length === 0) return others;
  return isRecord(inner) ? { ...object, [first]: without(inner, rest) } : object;
}
