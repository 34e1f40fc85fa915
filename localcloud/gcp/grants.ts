import type { Path, ResourceType, StoredResource, World } from "../rules";
import { shown, texts } from "../reading";
import { lastPart } from "./names";
import { isOfProject } from "./project";
import { types } from "./types";

/** Where a role may have been granted: a type of IAM members or bindings, and the input that names what they are for. */
export interface GrantPlace {
  readonly type: ResourceType;
  readonly subject: Path;
}

/** A key, or the ring that it is on. */
export const keyPlaces: readonly GrantPlace[] = [
  { type: types.keyMember, subject: "cryptoKeyId" },
  { type: types.keyBinding, subject: "cryptoKeyId" },
  { type: types.keyRingMember, subject: "keyRingId" },
];

/**
 * Whether a member has one of the roles on a resource, or on the whole project.
 *
 * @param member As IAM writes it: `serviceAccount:ADDRESS`.
 * @param places Types that grant something on the resource.
 * @param names What the resource may be called there: its full name, its last part.
 */
export function isGranted(
  world: World,
  member: string,
  roles: readonly string[],
  places: readonly GrantPlace[],
  names: readonly string[],
): boolean {
  const everybody = ["allUsers", "allAuthenticatedUsers", member];
  const applies = ({ inputs }: StoredResource): boolean =>
    roles.includes(shown(inputs["role"])) &&
    [shown(inputs["member"]), ...texts(inputs["members"])].some((each) => everybody.includes(each));
  return (
    [types.projectMember, types.projectBinding].some((type) =>
      world.all(type).some((grant) => isOfProject(grant.outputs, world) && applies(grant)),
    ) ||
    places.some(({ type, subject }) =>
      world.all(type).some((grant) => names.includes(shown(grant.inputs[subject])) && applies(grant)),
    )
  );
}

/** Why a service account can't be acted as: it is one of this project, and nobody made it. */
export function serviceAccountProblem(world: World, reference: string): string | undefined {
  const email = lastPart(reference);
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) return `'${reference}' is no address of a service account`;
  const ours = email.endsWith(`@${world.account}.iam.gserviceaccount.com`);
  return ours && world.find(types.serviceAccount, email, "email") === undefined
    ? `Permission 'iam.serviceaccounts.actAs' denied on service account ${email} (or it may not exist).`
    : undefined;
}
