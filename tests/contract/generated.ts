import type { Evidence } from "./evidence";
import { at, type Resources, text } from "./resource";

/** Values that the platform makes itself, on every cloud by the same provider. */
export function generated(resources: Resources): Evidence["generated"] {
  return resources.of("random:index/randomPassword:RandomPassword").map(({ component, inputs, name }) => ({
    name,
    component,
    generation: text(at(inputs, "keepers.generation")),
  }));
}
