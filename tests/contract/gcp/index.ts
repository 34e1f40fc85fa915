import type { Evidence } from "../evidence";
import { at, parsed, Resources, type Resource } from "../resource";
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

/** The provider labels all that it makes; a few types have labels of their own under another name. */
function untagged(resources: Resources): string[] {
  const [provider] = resources.of("pulumi:providers:gcp");
  const labelled = typeof at(parsed(provider?.inputs["defaultLabels"]), "stack") === "string";
  const own = [
    ...resources.of("gcp:sql/databaseInstance:DatabaseInstance").map(({ name, inputs }) => ({
      name,
      labels: at(inputs, "settings.userLabels"),
    })),
    ...resources.of("gcp:monitoring/alertPolicy:AlertPolicy").map(({ name, inputs }) => ({
      name,
      labels: inputs["userLabels"] ?? null,
    })),
  ];
  return [
    ...(labelled ? [] : ["everything"]),
    ...own.filter(({ labels }) => typeof at(labels, "stack") !== "string").map(({ name }) => name),
  ];
}
