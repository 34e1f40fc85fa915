import type { Evidence } from "../evidence";
import { at, parsed, Resources, type Resource } from "../resource";
import { takesUserLabels } from "./labels";
import { data } from "./data";
import { network } from "./network";
import { recovery } from "./recovery";
import { services } from "./services";
import { watching } from "./watching";

/** What the resources of a stack on Google Cloud show of its promises. */
export function evidenceOnGcp(registered: readonly Resource[]): Evidence {
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

/** The provider labels all that it makes; what calls its labels otherwise carries them by hand. */
export function untagged(resources: Resources): string[] {
  const [provider] = resources.of("pulumi:providers:gcp");
  const labelled = typeof at(parsed(provider?.inputs["defaultLabels"]), "stack") === "string";
  const own = resources.all.flatMap(({ inputs, name, type }) => [
    ...(takesUserLabels(type) ? [{ name, labels: inputs["userLabels"] }] : []),
    // Of all that is labelled deeper down, the platform makes only this.
    ...(type === "gcp:sql/databaseInstance:DatabaseInstance"
      ? [{ name, labels: at(inputs, "settings.userLabels") }]
      : []),
  ]);
  return [
    ...(labelled ? [] : ["everything"]),
    ...own.filter(({ labels }) => typeof at(labels, "stack") !== "string").map(({ name }) => name),
  ];
}
