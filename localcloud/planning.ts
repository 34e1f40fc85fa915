import type { Cloud } from "./cloud";
import { judgeRegion } from "./configuration";
import { differences, type Change } from "./interpreter/difference";
import { everyChecks } from "./interpreter/every-check";
import { judgeInputs, judgeUnseen } from "./interpreter/input-rules";
import { autoname, nameProperty, wasAutonamed, type NameRequest } from "./interpreter/name";
import { identifyingInputs, sharedOutputs, type OutputRequest } from "./interpreter/outputs";
import { find } from "./paths";
import type { Problem, Properties, ResourceRules } from "./rules";
import { existingPlaces, maskSecrets } from "./secrets";
import type { Subject } from "./subject";
import { equal, isUnknown, unwrap, wrapSecrets } from "./values";

/** What the engine gives for making a name. */
export type Naming = Pick<NameRequest, "seed" | "autonaming">;

/** Inputs as the cloud would take them, and what is wrong with them. */
export interface Checked {
  inputs: Properties;
  problems: Problem[];
}

/** What has to be done about new inputs. */
export interface Plan {
  changes: Change[];
  /** Whether a replacement begins with the deletion. */
  deleteBeforeReplace: boolean;
  /** Outputs that an update keeps. */
  stable: string[];
}

/** The inputs as the cloud would take them (named, tagged), and everything that is wrong with them. */
export async function checkInputs(
  cloud: Cloud,
  subject: Subject,
  old: Properties,
  wire: Properties,
  naming: Naming,
): Promise<Checked> {
  const entry = await cloud.entry(subject.type);
  const rules = cloud.book.resource(subject.type);
  const { properties, secrets } = unwrap(wire);
  const problems = entry.validate(properties);
  const { every } = cloud.book.rules;
  const has = (name: string, as?: "input"): boolean =>
    entry.schema.inputs.properties?.[name] !== undefined ||
    (as === undefined && entry.schema.outputs[name] !== undefined);
  let inputs = every?.prepare?.(properties, has, cloud.world(properties)) ?? properties;
  const property = nameProperty(entry.schema, rules?.name);
  if (property !== undefined) {
    inputs = autoname(inputs, property, rules?.name, {
      logicalName: subject.name,
      old: unwrap(old).properties,
      ending: every?.autoName,
      ...naming,
    });
  }
  problems.push(...(await judgeRegion(cloud.catalog, inputs["region"], false, cloud.book.rules.regions)));
  const world = cloud.world(inputs);
  for (const check of everyChecks(every, subject.type)) problems.push(...judgeUnseen(check, inputs, world));
  if (rules !== undefined) problems.push(...judgeInputs(rules, inputs, world));
  const places = existingPlaces(inputs, secrets);
  return {
    inputs: wrapSecrets(inputs, places),
    problems: maskSecrets(problems, { properties: inputs, secrets: places }, rules),
  };
}

/** What changes between old and new inputs, and whether that needs a new resource. */
export async function planChange(
  cloud: Cloud,
  subject: Subject,
  oldWire: Properties,
  wire: Properties,
  ignore: readonly string[],
  oldOutputs: Properties,
): Promise<Plan> {
  const { schema } = await cloud.entry(subject.type);
  const rules = cloud.book.resource(subject.type);
  const given = unwrap(oldOutputs).properties;
  const returned = (rules?.givenBack ?? []).flatMap((name) => {
    const value = given[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const old = { ...unwrap(oldWire).properties, ...Object.fromEntries(returned) };
  const inputs = unwrap(wire).properties;
  const world = cloud.world(inputs);
  const changes = differences(old, inputs, {
    immutable: [
      ...schema.immutable,
      ...(rules?.immutable ?? []),
      ...identifyingInputs(schema, rules),
      ...(cloud.book.rules.every?.immutable ?? []),
      ...(cloud.book.rules.every?.immutableOf?.(subject.type, inputs, world) ?? []),
      "region",
    ],
    mutable: rules?.mutable ?? [],
    ignore,
  });
  changes.push(
    ...outdated({ schema, rules, every: cloud.book.rules.every, inputs, world }, oldOutputs, ignore),
  );
  const stable = schema.outputs["arn"] === undefined ? ["id"] : ["id", "arn"];
  return { changes, deleteBeforeReplace: deletesFirst(rules, old, inputs), stable };
}

/** A fixed physical name can't exist twice: the old one must go first, as the bridged providers decide it. */
function deletesFirst(rules: ResourceRules | undefined, old: Properties, inputs: Properties): boolean {
  if (rules?.deleteBeforeReplace === true) return true;
  if (rules?.name === undefined || rules.name.unique === "none") return false;
  const { property } = rules.name;
  const name = find(inputs, property);
  return name !== undefined && !wasAutonamed(inputs, property) && equal(name, find(old, property));
}

/** Shared outputs that are not any more what inputs and configuration make of them. */
function outdated(
  request: Omit<OutputRequest, "old" | "seed">,
  oldOutputs: Properties,
  ignore: readonly string[],
): Change[] {
  const old = unwrap(oldOutputs).properties;
  const shared = sharedOutputs(request, "", old);
  return (request.every?.compared ?? []).flatMap((name) => {
    const now = shared[name];
    if (now === undefined || isUnknown(now) || old[name] === undefined || equal(now, old[name])) return [];
    return ignore.includes(name)
      ? []
      : [{ path: name, steps: [name], kind: "update" as const, replace: false }];
  });
}
