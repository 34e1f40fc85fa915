import { find, findAll, spell } from "../paths";
import type {
  NameRule,
  Path,
  Problem,
  Properties,
  Reference,
  ResourceRules,
  StoredResource,
  Template,
  Value,
  World,
} from "../rules";
import { equal, isUnknown, shown } from "../values";
import { ownChecks } from "./input-rules";
import { targets, type Rulebook } from "./rulebook";
import { expand, property } from "./template";

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
    const wanted = reference.id === undefined ? value : fill(reference.id, inputs, world);
    if (targets(reference).some((type) => exists(world, type, wanted, reference))) return [];
    if (reference.alsoMade?.(wanted, world) === true) return [];
    const [type = ""] = targets(reference);
    const place =
      reference.anyRegion === true || world.partition !== world.region ? "" : ` in ${world.region}`;
    return [
      {
        path: spell(steps),
        reason: `there is no ${type} with the ${identifiers(reference).join(" or ")} '${wanted}'${place}`,
      },
    ];
  });
}

function exists(world: World, type: string, value: Value, reference: Reference): boolean {
  if (identifiers(reference).some((by) => world.find(type, value, by) !== undefined)) return true;
  if (reference.anyRegion !== true) return false;
  return world.all(type, { anyRegion: true }).some((resource) => isMeant(resource, reference, value));
}

/** A template of a reference, from the properties of the resource that refers. */
function fill(template: Template, properties: Properties, { account, region }: World): string {
  return expand(template, { account, region, seed: "", get: (path) => property(properties, path) });
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

/** Whether a resource refers to a target by a reference of its type. */
function refers(user: StoredResource, reference: Reference, target: StoredResource, world: World): boolean {
  const values = findAll(user.outputs, reference.path);
  if (reference.id !== undefined)
    return values.length > 0 && fill(reference.id, user.outputs, world) === target.id;
  return values.some(({ value }) => isMeant(target, reference, value));
}

/** What refers to a resource. */
function usersOf(
  book: Rulebook,
  target: StoredResource,
  world: World,
  counts: (reference: Reference) => boolean,
): StoredResource[] {
  return book
    .referrersOf(target.type)
    .filter(({ reference }) => counts(reference))
    .flatMap(({ type, reference }) =>
      world
        .all(type, { anyRegion: reference.anyRegion === true })
        .filter((user) => !same(user, target) && refers(user, reference, target, world)),
    );
}

const same = (one: StoredResource, other: StoredResource): boolean =>
  one.id === other.id && one.type === other.type;

/** What lies in a resource, at any depth: it goes when the resource is deleted. */
export function contentsOf(book: Rulebook, resource: StoredResource, world: World): StoredResource[] {
  const found: StoredResource[] = [];
  const visit = (container: StoredResource): void => {
    for (const user of usersOf(book, container, world, ({ deletesWith }) => deletesWith === true)) {
      if (found.some((known) => same(known, user))) continue;
      found.push(user);
      visit(user);
    }
  };
  visit(resource);
  return found;
}

/** Why a resource can't be deleted, with all that lies in it: who still uses it, and what the types themselves say. */
export function judgeDeletion(book: Rulebook, resource: StoredResource, world: World): Problem[] {
  const going = [resource, ...contentsOf(book, resource, world)];
  const blocks = ({ blocksDeletion, deletesWith }: Reference): boolean =>
    blocksDeletion !== false && deletesWith !== true;
  return going.flatMap((each) => {
    const users = usersOf(book, each, world, blocks).filter(
      (user) => !going.some((other) => same(other, user)),
    );
    const used = [...new Set(users.map(({ type, id }) => `${type} ${id}`))];
    const problems: Problem[] = [];
    if (used.length > 0) {
      const listed =
        used.length > 5 ? `${used.slice(0, 5).join(", ")} and ${used.length - 5} more` : used.join(", ");
      problems.push({ path: "", reason: `DependencyViolation: ${each.id} is still used by ${listed}` });
    }
    problems.push(...(book.resource(each.type)?.checkDelete?.(each, world, each === resource) ?? []));
    return [...problems, ...(book.rules.every?.checkDelete?.(each, world) ?? [])];
  });
}
