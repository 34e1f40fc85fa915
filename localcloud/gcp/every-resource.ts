import { nearest } from "../nearest";
import type { EveryCheck, EveryResource, Problem, Properties, World } from "../rules";
import { spell } from "../paths";
import { isRecord, record, refuse, text } from "../reading";
import { isLocation, multiRegions, regions } from "./regions";
import { apiCheck } from "./services";
import { types } from "./types";

const keyPattern = /^\p{Ll}[\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u;
const valuePattern = /^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u;

/** What may happen to a resource that Pulumi deletes; `DISABLE` and `NONE` are those of single types. */
const policies = ["DELETE", "PREVENT", "ABANDON", "DISABLE", "NONE", "FORCE"];

/** What the real provider marks everything with that has labels, unless it is told not to. */
const attribution = { "goog-pulumi-provisioned": "true" };

/** The provider's labels below the resource's own. */
function labelsOf(inputs: Properties, world: World): Properties {
  return { ...record(world.configuration["defaultLabels"]), ...record(inputs["labels"]) };
}

function allLabels(inputs: Properties, world: World): Properties {
  const marked = world.configuration["addPulumiAttributionLabel"] !== false;
  return { ...(marked ? attribution : {}), ...labelsOf(inputs, world) };
}

/**
 * Problems of labels: 64 a resource, keys of 1 to 63 and values of up to 63 characters, without capitals
 * (cloud.google.com/resource-manager/docs/labels-overview#requirements).
 *
 * @param path Where the labels are, for messages: `labels`, `userLabels`, `settings.userLabels`.
 */
export function labelProblems(path: string, labels: Properties): readonly Problem[] {
  const entries = Object.entries(labels);
  const problems = entries.flatMap(([key, value]) => {
    const here = spell([...path.split("."), key]);
    if (!keyPattern.test(key))
      return refuse(
        here,
        `'${key}' is no label key: 1 to 63 lower-case letters, digits, _ and -, beginning with a letter`,
      );
    return typeof value !== "string" || valuePattern.test(value)
      ? []
      : refuse(here, `'${value}' is no label value: up to 63 lower-case letters, digits, _ and -`);
  });
  return entries.length > 64
    ? [...refuse(path, `a resource has at most 64 labels, not ${String(entries.length)}`), ...problems]
    : problems;
}

/** Labels of a notification channel are its settings: an address, a topic. */
const labelCheck: EveryCheck = (inputs, world, type) =>
  isRecord(inputs["labels"]) && type !== types.notificationChannel
    ? labelProblems("labels", labelsOf(inputs, world))
    : [];

/** A place that Google does not have. */
const locationCheck: EveryCheck = (inputs) => {
  const location = text(inputs["location"]);
  if (location === undefined || isLocation(location)) return [];
  const meant = nearest(location, [...regions, ...multiRegions]);
  return refuse(
    "location",
    `'${location}' is no location of Google Cloud${meant === undefined ? "" : `; did you mean '${meant}'?`}`,
  );
};

function deletionPolicy(inputs: Properties, world: World): string {
  return text(inputs["deletionPolicy"]) ?? text(world.configuration["deletionPolicy"]) ?? "DELETE";
}

const policyCheck: EveryCheck = (inputs) => {
  const policy = text(inputs["deletionPolicy"]);
  return policy === undefined || policies.includes(policy)
    ? []
    : refuse("deletionPolicy", `must be one of ${policies.join(", ")}, but is '${policy}'`);
};

/** What the real provider does to every type: project and region from its configuration, and its labels. */
export const every: EveryResource = {
  check: [labelCheck, locationCheck, policyCheck, apiCheck],
  outputs: {
    project: (_, world) => world.account,
    deletionPolicy: ({ inputs }, world) => deletionPolicy(inputs, world),
    effectiveLabels: ({ inputs }, world) => allLabels(inputs, world),
    pulumiLabels: ({ inputs }, world) => allLabels(inputs, world),
  },
  checkDelete: ({ inputs, type }, world) =>
    deletionPolicy(inputs, world) === "PREVENT"
      ? refuse(
          "deletionPolicy",
          `cannot destroy ${type} while its deletionPolicy is PREVENT: set it to DELETE, and run \`pulumi up\` before`,
        )
      : [],
  compared: ["effectiveLabels"],
  harmless: ["effectiveLabels", "pulumiLabels"],
  immutable: ["project", "location", "zone"],
};
