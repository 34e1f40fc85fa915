import type { Evidence } from "../evidence";
import { at, parsed, Resources, type Resource } from "../resource";
import { data } from "./data";
import { network } from "./network";
import { recovery } from "./recovery";
import { services } from "./services";
import { watching } from "./watching";

/** What the resources of a stack on AWS show of its promises. */
export function evidenceOnAws(registered: readonly Resource[]): Evidence {
  const resources = new Resources(registered);
  return {
    ...network(resources),
    ...services(resources),
    ...data(resources),
    ...watching(resources),
    ...recovery(resources),
    untagged: untagged(resources),
  };
}

/** The provider tags all that it makes. */
export function untagged(resources: Resources): string[] {
  const [provider] = resources.of("pulumi:providers:aws");
  const tags = parsed(provider?.inputs["defaultTags"]);
  return typeof at(tags, "tags.stack") === "string" ? [] : ["everything"];
}
