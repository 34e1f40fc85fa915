import { spell } from "../paths";
import { isRecord, text } from "../reading";
import type { EveryCheck, EveryResource, Problem, Properties, StoredResource, World } from "../rules";
import { isUnknown, UNKNOWN } from "../values";
import { canonicalLocation } from "./regions";
import { subscription } from "./subscription";
import { identityProblems } from "./system-identity";
import { types } from "./types";

/** Types that take 15 tags only ("Use tags to organize your Azure resources": limitations). All others take 50. */
const fewTags: readonly string[] = [
  types.frontDoor,
  types.frontDoorEndpoint,
  types.zone,
  types.records,
  types.privateZone,
  types.privateZoneLink,
];
const zoneTypes: readonly string[] = [types.zone, types.privateZone, types.privateZoneLink];
const frontDoorTypes: readonly string[] = [types.frontDoor, types.frontDoorEndpoint, types.firewallPolicy];

function keyProblem(key: string, type: string): string | undefined {
  const maximum = type === types.storageAccount ? 128 : 512;
  if (key.length < 1 || key.length > maximum)
    return `InvalidTagName: a tag name has 1 to ${String(maximum)} characters`;
  // The portal's own tags name resources by their ids: `hidden-link:/subscriptions/…`.
  if (/[<>%&\\?/]/.test(key) && !key.startsWith("hidden-"))
    return String.raw`InvalidTagName: a tag name has none of < > % & \ ? /`;
  const reserved = /^(azure|windows|microsoft)/i.exec(key)?.[0];
  if (reserved !== undefined) return `ReservedTagName: tag names that begin with '${reserved}' are reserved`;
  if (frontDoorTypes.includes(type) && /[#:]/.test(key))
    return "InvalidTagName: Front Door's tag names have neither # nor :";
  if (zoneTypes.includes(type) && /^\d|[^\w.-]/.test(key))
    return "InvalidTagName: a zone's tag names have no spaces or special characters and begin with no digit";
  return undefined;
}

/** Problems of a resource's tags ("Use tags to organize your Azure resources": limitations). */
export const tagProblems: EveryCheck = (inputs, _world, type) => {
  if (!isRecord(inputs["tags"])) return [];
  const entries = Object.entries(inputs["tags"]);
  const problems: Problem[] = entries.flatMap(([key, value]) => {
    const wrong = keyProblem(key, type);
    const path = spell(["tags", key]);
    if (wrong !== undefined) return [{ path, reason: wrong }];
    return typeof value === "string" && value.length > 256
      ? [{ path, reason: "InvalidTagValue: a tag value has at most 256 characters" }]
      : [];
  });
  const maximum = fewTags.includes(type) ? 15 : 50;
  if (entries.length > maximum)
    problems.push({
      path: "tags",
      reason: `TooManyTags: a resource of this type has at most ${String(maximum)} tags, not ${String(entries.length)}`,
    });
  const folded = entries.map(([key]) => key.toLowerCase());
  const twice = folded.find((key, index) => folded.indexOf(key) < index);
  if (twice !== undefined)
    problems.push({
      path: "tags",
      reason: `AmbiguousTagNames: '${twice}' is given twice; case does not count`,
    });
  return problems;
};

/** The location that the provider fills in: its own, or that of the resource group. */
function defaultLocation(inputs: Properties, world: World): string | undefined {
  const configured = text(world.configuration["location"]);
  if (configured !== undefined) return configured;
  const group = inputs["resourceGroupName"];
  if (isUnknown(group)) return UNKNOWN;
  if (typeof group !== "string") return undefined;
  const id = `/subscriptions/${subscription}/resourceGroups/${group}`;
  return text(world.find(types.resourceGroup, id)?.outputs["location"]);
}

/** Locks on a resource, or on what it lies in. Nobody deletes it, or anything within it, while they stand. */
function lockProblems(resource: StoredResource, world: World): Problem[] {
  if (resource.type === types.lock) return [];
  return world
    .all(types.lock)
    .filter(({ inputs }) => {
      const scope = text(inputs["scope"]) ?? "";
      return resource.id === scope || resource.id.startsWith(`${scope}/`);
    })
    .map((lock) => ({
      path: "",
      reason: `ScopeLocked: ${resource.id} cannot be deleted: the scope '${text(lock.inputs["scope"]) ?? ""}' is locked (${lock.id}); delete the lock first`,
    }));
}

/** The type that an id says: `Microsoft.Network/virtualNetworks/subnets`. */
function typeOf(id: string): string {
  const [provider = "", ...rest] = (id.split("/providers/").pop() ?? "").split("/");
  return [provider, ...rest.filter((_, index) => index % 2 === 0)].join("/");
}

/** What the real provider and Azure Resource Manager do to every type. Azure's provider has no default tags. */
export const every: EveryResource = {
  prepare: (inputs, has, world) => {
    if (!has("location", "input")) return inputs;
    const location = inputs["location"] ?? defaultLocation(inputs, world);
    if (location === undefined) return inputs;
    const written = typeof location === "string" && !isUnknown(location);
    return { ...inputs, location: written ? canonicalLocation(location) : location };
  },
  check: [tagProblems, identityProblems],
  outputs: {
    type: ({ id }) => (id === "" ? UNKNOWN : typeOf(id)),
    // Keys and secrets are told no location, but say one.
    location: ({ inputs }, world) => inputs["location"] ?? defaultLocation(inputs, world) ?? null,
  },
  immutable: ["location"],
  checkDelete: lockProblems,
  autoName: { separator: "", digits: 8 },
};
