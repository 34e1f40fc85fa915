import { createHash, randomBytes } from "crypto";
import { find } from "../paths";
import type { EveryResource, NameRule, Path, Properties, Value } from "../rules";
import type { TypeSchema } from "../schema/type-schema";
import { isObject, isUnknown } from "../values";

/** Inputs that the provider filled in, as the real (bridged) providers remember it. */
export const DEFAULTS = "__defaults";

/** How the engine wants names made (`CheckRequest.autonaming`). */
export interface Autonaming {
  readonly proposed: string;
  readonly mode: "propose" | "enforce" | "disable";
}

export interface NameRequest {
  readonly logicalName: string;
  readonly old: Properties | undefined;
  /** Same seed, same name: a plan and its update agree. */
  readonly seed: Uint8Array | undefined;
  readonly autonaming: Autonaming | undefined;
  /** How the package ends its automatic names. */
  readonly ending?: EveryResource["autoName"];
}

/**
 * Which input of a type holds its physical name and may be auto-named: the rules say, or else the declarations do, where
 * `name` may be left out and is always given back.
 */
export function nameProperty(schema: TypeSchema, rule: NameRule | undefined): string | undefined {
  if (rule !== undefined) return rule.auto === false ? undefined : rule.property;
  const input = schema.inputs.properties?.["name"];
  const output = schema.outputs["name"];
  const required = schema.inputs.required?.includes("name") === true;
  return input?.type === "string" && output?.optional === false && !required ? "name" : undefined;
}

/**
 * Fills in the physical name when the program gave none: the logical name with a random end, or what the type's rule says
 * instead; kept from the old inputs when it was auto-named then.
 */
export function autoname(
  inputs: Properties,
  property: string,
  rule: NameRule | undefined,
  request: NameRequest,
): Properties {
  if (find(inputs, property) !== undefined || inputs[`${property}Prefix`] !== undefined) return inputs;
  if (request.autonaming?.mode === "disable") return inputs;
  const old = request.old === undefined ? undefined : find(request.old, property);
  const kept = wasAutonamed(request.old, property) ? old : undefined;
  const name: Value = kept ?? makeName(rule, request);
  // The logical name as it is would be taken by a replacement made first: to that it is like a name that was given.
  if (rule?.auto === "copy") return withValue(inputs, property, name);
  return { ...withValue(inputs, property, name), [DEFAULTS]: [property] };
}

/** The properties with a value at a dotted path of objects. */
function withValue(properties: Properties, path: Path, value: Value): Properties {
  const [first = "", ...rest] = path.split(".");
  const inner = properties[first];
  return {
    ...properties,
    [first]: rest.length === 0 ? value : withValue(isObject(inner) ? inner : {}, rest.join("."), value),
  };
}

export function wasAutonamed(inputs: Properties | undefined, property: string): boolean {
  const defaults = inputs?.[DEFAULTS];
  if (inputs === undefined || !Array.isArray(defaults)) return false;
  return defaults.includes(property) && !isUnknown(find(inputs, property));
}

function makeName(rule: NameRule | undefined, request: NameRequest): string {
  const { autonaming, ending = { separator: "-", digits: 7 }, logicalName, seed } = request;
  const uuid = rule?.auto === "uuid";
  if (autonaming !== undefined && autonaming.proposed !== "" && !(uuid && autonaming.mode === "propose"))
    return autonaming.proposed;
  if (rule?.auto === "copy") return logicalName;
  const random =
    seed === undefined || seed.length === 0
      ? randomBytes(16).toString("hex")
      : createHash("sha256").update(seed).digest("hex");
  if (uuid) return random.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  return `${logicalName}${ending.separator}${random.slice(0, ending.digits)}${rule?.suffix ?? ""}`;
}

/** Why a name is refused, or `undefined`. */
export function nameProblem(name: string, rule: NameRule, automatic: boolean): string | undefined {
  const hint = automatic ? "; it is made from the resource's logical name: shorten that, or give a name" : "";
  if (name.length > rule.maximum)
    return `'${name}' is longer than ${rule.maximum} characters (${name.length})${hint}`;
  const minimum = rule.minimum ?? 1;
  if (name.length < minimum) return `'${name}' is shorter than ${minimum} characters`;
  if (!matchesWhole(rule.pattern, name)) {
    return `'${name}' may only have ${rule.alphabet}${hint}`;
  }
  return undefined;
}

/** Whether a pattern describes all of a text, with or without anchors of its own. */
export function matchesWhole(pattern: RegExp, text: string): boolean {
  return new RegExp(`^(?:${pattern.source})$`, pattern.flags.replace(/[gy]/g, "")).test(text);
}
