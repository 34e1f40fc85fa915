import type { Properties, Recording, Value } from "../unit/mocks";

/** One resource as it was really registered: by the program on mocks, or by the engine in a stack's state. */
export interface Resource {
  readonly type: string;
  readonly name: string;
  /** Name of the component that it is a part of. */
  readonly component: string;
  readonly id: string;
  readonly inputs: Properties;
  /** What the cloud made of it; holds the inputs too. */
  readonly outputs: Properties;
  /** Whether Pulumi refuses to delete it. */
  readonly protect: boolean;
}

/** The resources of a run on mocks, with the outputs that the mocks answered. */
export function recorded(recording: Recording): readonly Resource[] {
  return recording.registrations
    .filter(({ custom }) => custom)
    .map(({ type, name, parent, inputs, outputs, id, protect }) => {
      return { type, name, component: lastName(parent), id, inputs, outputs, protect };
    });
}

interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly custom?: boolean;
  readonly protect?: boolean;
  readonly parent?: string;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
}

/** The resources of an exported state. */
export function exported(state: readonly StateResource[]): readonly Resource[] {
  return state
    .filter(({ custom }) => custom === true)
    .map(({ type, urn, parent = "", id = "", inputs = {}, outputs = {}, protect = false }) => ({
      type,
      name: lastName(urn),
      component: lastName(parent),
      id,
      inputs: inputs as Properties,
      outputs: outputs as Properties,
      protect,
    }));
}

function lastName(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** What stands at a dotted path, `[n]` being the n-th element of a list; `null` where nothing does. */
export function at(value: Value | undefined, path: string): Value {
  let found: Value = value ?? null;
  for (const step of path.split(/[.[\]]+/).filter((part) => part !== "")) {
    if (found === null || typeof found !== "object") return null;
    found = (Array.isArray(found) ? found[Number(step)] : found[step]) ?? null;
  }
  return found;
}

/** Text as it is, anything else as an empty one. */
export function text(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}

/** A number, also one that is written as text; NaN for anything else. */
export function number(value: Value | undefined): number {
  return typeof value === "number" ? value : typeof value === "string" && value !== "" ? Number(value) : NaN;
}

/** A list as it is; a single value as a list of it; nothing as an empty one. */
export function list(value: Value | undefined): readonly Value[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** JSON text, parsed; anything else as it is. */
export function parsed(value: Value | undefined): Value {
  return typeof value === "string" ? (JSON.parse(value) as Value) : (value ?? null);
}

/** The resources of a stack, to be looked through. */
export class Resources {
  constructor(readonly all: readonly Resource[]) {}

  /** Those of a type, for example `aws:ec2/subnet:Subnet`. */
  of(type: string): readonly Resource[] {
    return this.all.filter((resource) => resource.type === type);
  }

  /** The resource of a type that has a value as its id, or as another of its outputs. */
  with(type: string, value: Value | undefined, output = "id"): Resource | undefined {
    if (value === undefined || value === null || value === "") return undefined;
    return this.of(type).find(
      ({ id, outputs }) => outputs[output] === value || (output === "id" && id === value),
    );
  }

  /** Whether one of a type exists with this value in an input. */
  some(type: string, input: string, value: Value | undefined): boolean {
    return this.of(type).some(({ inputs }) => at(inputs, input) === (value ?? null));
  }
}
