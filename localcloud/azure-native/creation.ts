import type { StoredResource, World } from "../rules";
import { types } from "./types";

/**
 * Whether a resource is being made. A check that asks this waits until it is really made or updated: a preview does not
 * tell which of the two it is.
 */
export function isCreation(self: StoredResource | undefined, world: World): boolean {
  return self === undefined && world.all(types.resourceGroup).length >= 0;
}
