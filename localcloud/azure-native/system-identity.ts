import { randomText } from "../interpreter/template";
import { isRecord, record, refuse, text, texts } from "../reading";
import type { EveryCheck, Reference, Value, World } from "../rules";
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
  const ids = assignedTo(identity);
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

/** Ids of user-assigned identities: a list, or the keys of a map. */
function assignedTo(identity: Readonly<Record<string, Value>>): string[] {
  const given = identity["userAssignedIdentities"];
  return Array.isArray(given) ? texts(given) : Object.keys(record(given));
}

/** The kind of an `identity` and the identities that it lists, on a resource of any type. */
export const identityProblems: EveryCheck = ({ identity }) => {
  if (!isRecord(identity)) return [];
  const type = text(identity["type"]);
  if (type === undefined) return [];
  const listed = assignedTo(identity).length > 0;
  const path = "identity.userAssignedIdentities";
  if (type.includes("UserAssigned"))
    return listed
      ? []
      : refuse(path, `LinkedInvalidPropertyId: the identity type '${type}' needs at least one identity`);
  return listed
    ? refuse(path, `InvalidIdentityValues: identities are not for the identity type '${type}'`)
    : [];
};
