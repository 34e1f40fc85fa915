import { find } from "../paths";
import type { EveryResource, Properties, ResourceRules, StoredResource, Value, World } from "../rules";
import { generate } from "../schema/generate";
import type { TypeSchema } from "../schema/type-schema";
import { hasUnknown, isUnknown, UNKNOWN } from "../values";
import { DEFAULTS, nameProperty } from "./name";
import { observe } from "./observed";
import { expand, mentioned, property, randomText, type Scope } from "./template";

/** What outputs are made from. */
export interface OutputRequest {
  readonly schema: TypeSchema;
  readonly rules: ResourceRules | undefined;
  readonly every: EveryResource | undefined;
  readonly inputs: Properties;
  readonly world: World;
  readonly seed: string;
  /** The resource as it was, when it is being updated. */
  readonly old: StoredResource | undefined;
}

/** The id and outputs of a resource that is made or updated, as the cloud would give them. */
export function makeOutputs(request: OutputRequest): { id: string; outputs: Properties } {
  const { rules, schema, world, old } = request;
  const outputs = withPrefixedName(startingPoint(request), request);
  const id = old?.id ?? expandWith(idTemplate(request), outputs, "", request);
  const known = id === "" ? plausibleId(request, outputs) : id;
  for (const [name, rule] of Object.entries(rules?.outputs ?? {})) {
    if (typeof rule === "string") {
      if (request.inputs[name] === undefined) outputs[name] = expandWith(rule, outputs, known, request);
    } else {
      const resource = {
        type: schema.token,
        id: known,
        region: world.region,
        inputs: request.inputs,
        outputs,
      };
      outputs[name] = rule(resource, world);
    }
  }
  Object.assign(outputs, sharedOutputs(request, known, outputs));
  const origin = {
    type: schema,
    id: known,
    seed: request.seed,
    account: world.account,
    region: world.region,
  };
  for (const [name, declared] of Object.entries(schema.outputs)) {
    if (name === "region") outputs[name] ??= world.region;
    else if (!declared.optional && request.every?.invents !== false)
      outputs[name] ??= generate(name, declared.schema, origin);
  }
  return { id: known, outputs: { ...withoutNothing(outputs), id: known } };
}

/** What a preview of a creation says: the inputs, and unknown for what only the cloud can know. */
export function previewOutputs(request: Omit<OutputRequest, "old" | "seed">): Properties {
  const outputs = withoutMarks({ ...request.rules?.defaults, ...request.inputs });
  for (const [name, rule] of Object.entries(request.rules?.outputs ?? {})) {
    if (typeof rule !== "string" || outputs[name] === undefined) outputs[name] = UNKNOWN;
  }
  Object.assign(outputs, sharedOutputs(request, "", outputs));
  for (const [name, declared] of Object.entries(request.schema.outputs)) {
    if (name === "region") outputs[name] ??= request.world.region;
    else if (!declared.optional && request.every?.invents !== false) outputs[name] ??= UNKNOWN;
  }
  return { ...outputs, id: UNKNOWN };
}

/** What a preview of an update says: what was computed before stays, unless it is made from an input that changes. */
export function previewUpdate(request: OutputRequest & { readonly old: StoredResource }): Properties {
  const outputs = startingPoint(request);
  for (const [name, rule] of Object.entries(request.rules?.outputs ?? {})) {
    if (typeof rule === "string" && request.inputs[name] === undefined) {
      outputs[name] = expandWith(rule, outputs, request.old.id, request);
    }
  }
  return { ...outputs, ...sharedOutputs(request, request.old.id, outputs), id: request.old.id };
}

function idTemplate({ rules, inputs, world }: OutputRequest): string {
  if (rules === undefined) return "";
  return typeof rules.id === "string" ? rules.id : rules.id({ ...rules.defaults, ...inputs }, world);
}

/** Outputs that the whole package computes alike, where the type has them and no table of its own says how. */
export function sharedOutputs(
  request: Omit<OutputRequest, "old" | "seed">,
  id: string,
  outputs: Properties,
): Properties {
  const { schema, rules, every, world, inputs } = request;
  const shared: Properties = {};
  for (const [name, make] of Object.entries(every?.outputs ?? {})) {
    if (schema.outputs[name] === undefined || rules?.outputs?.[name] !== undefined) continue;
    const looks: unknown[] = [];
    const seen = observe(inputs, () => looks.push(name));
    const value = make({ type: schema.token, id, region: world.region, inputs: seen, outputs }, world);
    // What was made may only lead to what is unknown: looking through it is a look too.
    shared[name] = hasUnknown(value) || looks.length > 0 ? UNKNOWN : value;
  }
  return shared;
}

/** The old computed values under the new inputs; an input that is no longer given falls back to its default. */
function startingPoint({ old, rules, inputs }: Pick<OutputRequest, "old" | "rules" | "inputs">): Properties {
  const computed = Object.entries(old?.outputs ?? {}).filter(([name]) => old?.inputs[name] === undefined);
  return withoutMarks({ ...Object.fromEntries(computed), ...rules?.defaults, ...inputs });
}

/** `namePrefix` makes a name that starts so, with 26 digits, as Terraform's providers do. */
function withPrefixedName(outputs: Properties, { schema, rules, seed }: OutputRequest): Properties {
  const name = nameProperty(schema, rules?.name);
  const prefix = name === undefined ? undefined : outputs[`${name}Prefix`];
  if (name === undefined || typeof prefix !== "string" || outputs[name] !== undefined) return outputs;
  return { ...outputs, [name]: `${prefix}${randomText(seed, false, 26)}` };
}

function expandWith(template: string, outputs: Properties, id: string, request: OutputRequest): string {
  const { rules, schema, world, seed } = request;
  const visiting = new Set<string>();
  const scope: Scope = {
    account: world.account,
    region: world.region,
    seed,
    get(path): Value | undefined {
      if (path === "id") return id;
      if (path === "name" && outputs["name"] === undefined) return physicalName(schema, rules, outputs);
      const known = property(outputs, path);
      if (known !== undefined) return known;
      const rule = rules?.outputs?.[path];
      // An id may be made from an output (an ARN) that itself is a template.
      if (typeof rule !== "string" || visiting.has(path)) return undefined;
      visiting.add(path);
      return expand(rule, scope);
    },
  };
  return expand(template, scope);
}

function physicalName(
  schema: TypeSchema,
  rules: ResourceRules | undefined,
  outputs: Properties,
): Value | undefined {
  const path = rules?.name?.property ?? nameProperty(schema, rules?.name);
  return path === undefined ? undefined : find(outputs, path);
}

/** The ids of types without rules: their name, or their type and random text. */
function plausibleId(request: OutputRequest, outputs: Properties): string {
  const name = physicalName(request.schema, request.rules, outputs);
  if (typeof name === "string" && !isUnknown(name)) return name;
  const type = request.schema.token.split(":").at(-1) ?? "";
  return `${type.toLowerCase()}-${randomText(request.seed, true, 17)}`;
}

/** Inputs that the id is made from: another value would be another resource. */
export function identifyingInputs(schema: TypeSchema, rules: ResourceRules | undefined): string[] {
  if (rules === undefined) return [];
  if (typeof rules.id !== "string") return [];
  const names = mentioned(rules.id).flatMap((name) => {
    const output = rules.outputs?.[name];
    return typeof output === "string" ? mentioned(output) : [name];
  });
  return names
    .map((name) => (name === "name" ? (rules.name?.property ?? name) : name))
    .filter((name) => schema.inputs.properties?.[name.split(".")[0] ?? ""] !== undefined);
}

function withoutMarks(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => name !== DEFAULTS));
}

function withoutNothing(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null));
}
