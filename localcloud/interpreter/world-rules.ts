import { find, findAll, spell } from "../paths";
import type {
  NameRule,
  Path,
  Problem,
  Properties,
  Reference,
  ResourceRules,
  StoredResource,
  Value,
  World,
} from "../rules";
import { equal, isUnknown, shown } from "../values";
import { ownChecks } from "./input-rules";
import { targets, type Rulebook } from "./rulebook";

/**
 * Judges what only the cloud itself can: references to what exists, names and identities that are taken, and the type's
 * own checks. All values are known.
 *
 * @param self The resource as it is stored, when it exists already.
 */
export function judgeInWorld(
  rules: ResourceRules,
  inputs: Properties,
  world: World,
  self: StoredResource | undefined,
): Problem[] {
  const complete = { ...rules.defaults, ...inputs };
  const others = (anyRegion: boolean): StoredResource[] =>
    world
      .all(rules.type, { anyRegion })
      .filter((other) => other.id !== self?.id || other.region !== self.region);
  return [
    ...(rules.references ?? []).flatMap((reference) => judgeReference(reference, complete, world)),
    ...judgeName(
      rules.name,
      complete,
      others,
      rules.recoveryDays === undefined ? [] : world.deleted(rules.type),
    ),
    ...judgeIdentity(rules.uniqueBy ?? [], complete, others(false)),
    ...ownChecks(rules).flatMap((check) => check(complete, world, self)),
  ];
}

function judgeReference(reference: Reference, inputs: Properties, world: World): Problem[] {
  return findAll(inputs, reference.path).flatMap(({ value, steps }) => {
    if (typeof value !== "string" || isUnknown(value) || reference.except?.test(value) === true) return [];
    if (targets(reference).some((type) => exists(world, type, value, reference))) return [];
    const [type = ""] = targets(reference);
    const place =
      reference.anyRegion === true || world.partition !== world.region ? "" : ` in ${world.region}`;
    return [
      {
        path: spell(steps),
        reason: `there is no ${type} with the ${identifiers(reference).join(" or ")} '${value}'${place}`,
      },
    ];
  });
}

function exists(world: World, type: string, value: Value, reference: Reference): boolean {
  if (identifiers(reference).some((by) => world.find(type, value, by) !== undefined)) return true;
  if (reference.anyRegion !== true) return false;
  return world.all(type, { anyRegion: true }).some((resource) => isMeant(resource, reference, value));
}

/** The outputs by which a reference may name its target. */
export function identifiers({ by = "id" }: Reference): readonly string[] {
  return typeof by === "string" ? [by] : by;
}

const isMeant = (resource: StoredResource, reference: Reference, value: Value): boolean =>
  identifiers(reference).some((by) => equal(by === "id" ? resource.id : find(resource.outputs, by), value));

function judgeName(
  rule: NameRule | undefined,
  inputs: Properties,
  others: (anyRegion: boolean) => StoredResource[],
  deleted: readonly StoredResource[],
): Problem[] {
  // A name that is unique within the id is judged with the id.
  if (rule === undefined || rule.unique === "none" || rule.unique === "id") return [];
  const name = find(inputs, rule.property);
  if (name === undefined) return [];
  const taken = others(rule.unique !== "region").some((other) =>
    equal(find(other.outputs, rule.property), name),
  );
  if (deleted.some((other) => equal(find(other.outputs, rule.property), name))) {
    const reason = `InvalidRequestException: a deleted one keeps the name '${shown(name)}' until its recovery days are over`;
    return [{ path: rule.property, reason }];
  }
  return taken ? [{ path: rule.property, reason: `AlreadyExists: the name '${shown(name)}' is taken` }] : [];
}

function judgeIdentity(
  sets: readonly (readonly Path[])[],
  inputs: Properties,
  others: readonly StoredResource[],
): Problem[] {
  return sets.flatMap((paths) => {
    const twin = others.find((other) =>
      paths.every((path) => equal(find(other.outputs, path), find(inputs, path))),
    );
    if (twin === undefined || paths.every((path) => find(inputs, path) === undefined)) return [];
    const values = paths.map((path) => `\`${path}\``).join(", ");
    return [{ path: paths[0] ?? "", reason: `AlreadyExists: ${twin.id} has the same ${values}` }];
  });
}

/** Why a resource can't be deleted: who still uses it, and what the type itself says. */
export function judgeDeletion(book: Rulebook, resource: StoredResource, world: World): Problem[] {
  const users = book.referrersOf(resource.type).flatMap(({ type, reference }) => {
    if (reference.blocksDeletion === false) return [];
    return world
      .all(type, { anyRegion: reference.anyRegion === true })
      .filter((user) => user.id !== resource.id || user.type !== resource.type)
      .filter((user) =>
        findAll(user.outputs, reference.path).some(({ value }) => isMeant(resource, reference, value)),
      )
      .map((user) => `${user.type} ${user.id}`);
  });
  const used = [...new Set(users)];
  const problems: Problem[] = [];
  if (used.length > 0) {
    const listed =
      used.length > 5 ? `${used.slice(0, 5).join(", ")} and ${used.length - 5} more` : used.join(", ");
    problems.push({ path: "", reason: `DependencyViolation: ${resource.id} is still used by ${listed}` });
  }
  return [...problems, ...(book.resource(resource.type)?.checkDelete?.(resource, world) ?? [])];
}
