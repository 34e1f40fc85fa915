import type { EveryResource, Problem, Properties } from "../rules";
import { spell } from "../paths";
import { hasUnknown } from "../values";
import { at, isRecord, record } from "../reading";

/** Letters, digits and spaces of any script, and these signs: the alphabet that all services accept. */
const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Problems of a resource's tags: 50 a resource, keys of 1 to 128 and values of up to 256 characters (AWS Tagging). */
export function tagProblems(inputs: Properties): readonly Problem[] {
  if (!isRecord(inputs["tags"])) return [];
  const entries = Object.entries(inputs["tags"]);
  const problems = entries.flatMap(([key, value]) => {
    const refuse = (reason: string): Problem[] => [{ path: spell(["tags", key]), reason }];
    if (key.length < 1 || key.length > 128) return refuse("a tag key has 1 to 128 characters");
    if (/^aws:/i.test(key)) return refuse("tag keys that start with 'aws:' are reserved for system use");
    if (!allowed.test(key)) return refuse("a tag key may hold letters, digits, spaces and _ . : / = + - @");
    if (typeof value !== "string") return [];
    if (value.length > 256) return refuse("a tag value has at most 256 characters");
    return allowed.test(value)
      ? []
      : refuse("a tag value may hold letters, digits, spaces and _ . : / = + - @");
  });
  return entries.length > 50
    ? [{ path: "tags", reason: `a resource has at most 50 tags, not ${String(entries.length)}` }, ...problems]
    : problems;
}

/** Inputs that hold a JSON document as text. The provider also takes an object and writes it as text. */
const documents = ["policy", "assumeRolePolicy"];

function asText(inputs: Properties): Properties {
  const given = documents.filter((property) => isRecord(inputs[property]) && !hasUnknown(inputs[property]));
  const written = given.map((property) => [property, JSON.stringify(inputs[property])] as const);
  return given.length === 0 ? inputs : { ...inputs, ...Object.fromEntries(written) };
}

/** What the real provider does to every type: it merges its default tags into `tags`, and writes documents as text. */
export const every: EveryResource = {
  prepare: (given, has, world) => {
    const inputs = asText(given);
    const shared = record(at(world.configuration, "defaultTags.tags"));
    if (!has("tags") || !has("tagsAll") || Object.keys(shared).length === 0) return inputs;
    if (inputs["tags"] !== undefined && !isRecord(inputs["tags"])) return inputs;
    return { ...inputs, tags: { ...shared, ...record(inputs["tags"]) } };
  },
  check: tagProblems,
  outputs: { tagsAll: (resource) => record(resource.inputs["tags"]) },
};
