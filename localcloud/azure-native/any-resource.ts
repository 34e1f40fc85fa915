import type { StoredResource, World } from "../rules";
import { types } from "./types";

/** The resource with this id, of whatever type the rules know. */
export function findAny(id: string, world: World): StoredResource | undefined {
  for (const type of Object.values(types)) {
    const found = world.find(type, id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The type in an id, in small letters: `microsoft.keyvault/vaults`; `undefined` where it has none (a subscription). */
export function typeInId(id: string): string | undefined {
  const own = id.split("/providers/").pop() ?? "";
  if (!id.includes("/providers/")) return undefined;
  const [provider = "", ...rest] = own.split("/");
  return [provider, ...rest.filter((_, index) => index % 2 === 0)].join("/").toLowerCase();
}

/** The id of what a resource lies in; the id itself at the top. */
export function containerId(id: string): string {
  return id.replace(/\/[^/]+\/[^/]+$/, "");
}
