import type { ResourceType, StoredResource, Template, Value, World } from "../rules";
import { anyLink } from "./names";

/** How compute resources are addressed from everywhere. */
export const selfLink: Template = "https://www.googleapis.com/compute/v1/{id}";

/** The resource of ours that an id, self link or bare name means. */
export function findLink(
  world: World,
  type: ResourceType | readonly ResourceType[],
  value: Value | undefined,
): StoredResource | undefined {
  const kinds = typeof type === "string" ? [type] : type;
  for (const kind of kinds)
    for (const by of anyLink) {
      const found = world.find(kind, value, by);
      if (found !== undefined) return found;
    }
  return undefined;
}

/** Whether two inputs mean the same resource: links of several forms may. */
export function sameLink(
  world: World,
  type: ResourceType,
  left: Value | undefined,
  right: Value | undefined,
): boolean {
  if (left === undefined || right === undefined) return false;
  if (left === right) return true;
  const found = findLink(world, type, left);
  return found !== undefined && found.id === findLink(world, type, right)?.id;
}
