import { randomText } from "../interpreter/template";
import { isRecord, record, text, texts } from "../reading";
import type { Reference, Value, World } from "../rules";
import { tenant } from "./subscription";
import { types } from "./types";

/**
 * An `identity` as Azure gives it back: with the principal of a system-assigned one, and with those of user-assigned ones
 * by their ids.
 */
export function withPrincipals(id: string, identity: Value | undefined, world: World): Value {
  if (!isRecord(identity)) return null;
  const system = (text(identity["type"]) ?? "").startsWith("SystemAssigned");
  const random = randomText(`${id} identity`, true, 32);
  const principal = random.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  const given = identity["userAssignedIdentities"];
  const ids = Array.isArray(given) ? texts(given) : Object.keys(record(given));
  const assigned = ids.map((each) => {
    const { principalId = "", clientId = "" } = world.find(types.identity, each)?.outputs ?? {};
    return [each, { principalId, clientId }] as const;
  });
  return {
    ...identity,
    ...(system && { principalId: principal, tenantId: tenant }),
    ...(ids.length > 0 && { userAssignedIdentities: Object.fromEntries(assigned) }),
  };
}

/** The references of an `identity` whose user-assigned ones are a list of ids. */
export const identityReferences: readonly Reference[] = [
  { path: "identity.userAssignedIdentities[]", to: types.identity },
];
