import { randomText } from "../interpreter/template";
import { isRecord, list, record, text, texts } from "../reading";
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

/** Problems of an `identity` whose type and list of identities do not fit. */
export function identityKindProblem(identity: Value | undefined): string | undefined {
  const { type, userAssignedIdentities } = record(identity);
  if (typeof type !== "string") return undefined;
  const some = list(userAssignedIdentities).length > 0;
  const user = type.includes("UserAssigned");
  if (user && !some) return "InvalidIdentity: an identity of type 'UserAssigned' names at least one";
  return !user && some ? `InvalidIdentity: an identity of type '${type}' names none` : undefined;
}
