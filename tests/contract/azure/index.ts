import type { Evidence } from "../evidence";
import { at, Resources, type Resource } from "../resource";
import { data } from "./data";
import { network } from "./network";
import { recovery } from "./recovery";
import { services } from "./services";
import { takesTags } from "./taggable";
import { watching } from "./watching";

/** What the resources of a stack on Azure show of its promises. */
export function evidenceOnAzure(registered: readonly Resource[]): Evidence {
  const resources = new Resources(registered);
  return {
    ...network(resources),
    ...services(resources),
    ...data(resources),
    ...watching(resources),
    ...recovery(resources),
    untagged: untagged(registered),
  };
}

/** Each resource carries its own tags: a group hands none on. */
export function untagged(registered: readonly Resource[]): string[] {
  return registered
    .filter(({ type }) => type.startsWith("azure-native:") && takesTags(type))
    .filter(({ inputs }) => typeof at(inputs, "tags.stack") !== "string")
    .map(({ name }) => name);
}
