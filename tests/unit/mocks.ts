import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { call, outputsOf } from "./mock-cloud";

/** Any value of a property, as the engine would be sent it. */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
export type Properties = Record<string, Value>;

/** What stands in `Registration.inputs` for a value that is not known during a preview. */
export const UNKNOWN = "<unknown>";

/** One resource, exactly as the program registered it. */
export interface Registration {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  /** Inputs with secrets unwrapped; what is unknown is `UNKNOWN`, by itself or as part of the string `${UNKNOWN}`. */
  readonly inputs: Properties;
  /** Names of the inputs that are, or hold, a secret. */
  readonly secretInputs: readonly string[];
  /** What it was answered with: its id (empty in a preview), and its outputs with the inputs among them. */
  readonly id: string;
  readonly outputs: Properties;
  /** URN of the parent; empty for the stack itself. */
  readonly parent: string;
  /** `URN::ID` of the explicit provider; empty where the default one would be used. */
  readonly provider: string;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly ignoreChanges: readonly string[];
  /** URNs of everything that it waits for: data flow and `dependsOn`. */
  readonly dependencies: readonly string[];
  /** URNs of the resources that each input's value comes from. */
  readonly sources: Readonly<Record<string, readonly string[]>>;
  readonly deleteBeforeReplace: boolean;
  readonly additionalSecretOutputs: readonly string[];
  readonly customTimeouts: { readonly create: string; readonly update: string; readonly delete: string };
}

/** Everything that a program registered, by name: the order of registration depends on which promise settles first. */
export class Recording {
  readonly registrations: readonly Registration[];

  constructor(
    registrations: readonly Registration[],
    /** Tokens of the functions that were called, with their arguments. */
    readonly calls: readonly { readonly token: string; readonly inputs: Properties }[],
  ) {
    this.registrations = [...registrations].sort((a, b) => (a.urn < b.urn ? -1 : 1)).sort(byName);
  }

  /** All resources of a type, for example `aws:ec2/subnet:Subnet`. */
  ofType(type: string): readonly Registration[] {
    return this.registrations.filter((registration) => registration.type === type);
  }

  /** The one resource of a type. Throws when there is none or several. */
  only(type: string): Registration {
    const found = this.ofType(type);
    const [first] = found;
    if (first === undefined || found.length > 1)
      throw new Error(
        `expected one ${type}, found ${String(found.length)}: ${found.map(({ name }) => name).join(", ")}`,
      );
    return first;
  }

  /** The resource of a logical name (and type, where a name is used by several). Throws when there isn't exactly one. */
  named(name: string, type?: string): Registration {
    const found = this.registrations.filter(
      (registration) => registration.name === name && (type === undefined || registration.type === type),
    );
    const [first] = found;
    if (first === undefined || found.length > 1)
      throw new Error(
        `expected one resource named ${name}, found ${String(found.length)} among: ${this.names().join(", ")}`,
      );
    return first;
  }

  has(name: string): boolean {
    return this.registrations.some((registration) => registration.name === name);
  }

  names(): readonly string[] {
    return this.registrations.map(({ name }) => name);
  }

  /** `TYPE NAME` of every resource with its parents, sorted: a readable list of URNs. */
  urns(): readonly string[] {
    return this.registrations.map(({ urn }) => urn.split("::").slice(2).join("::")).sort();
  }

  /** Resources that are no child of one of the platform's components; providers stand apart. */
  orphans(): readonly Registration[] {
    const components = new Set(this.ofComponents().map(({ urn }) => urn));
    return this.registrations.filter(
      ({ custom, type, parent }) =>
        custom && !type.startsWith("pulumi:providers:") && !components.has(parent),
    );
  }

  private ofComponents(): readonly Registration[] {
    return this.registrations.filter(({ type }) => type.startsWith("platform:"));
  }
}

export interface RecordOptions {
  /** Run as `pulumi preview` does: ids and computed outputs are unknown. Default false. */
  readonly preview?: boolean;
  /** Outputs that a resource gets beyond those of `mock-cloud.ts`. */
  readonly outputs?: (type: string, name: string, inputs: Properties) => Properties;
}

/**
 * Runs a program against mocks and returns what it registered, and what it returned, when everything has settled.
 *
 * @throws what the program throws, or the first registration or function call that failed.
 */
export async function record<Result>(
  program: () => Result | Promise<Result>,
  options: RecordOptions = {},
): Promise<Recording & { readonly result: Result }> {
  const preview = options.preview ?? false;
  const monitor = new RecordingMonitor(preview, options.outputs);
  // `setMocks` switches on what a current engine supports; the recording monitor then takes the plain mocks' place.
  await pulumi.runtime.setMocks({ call, newResource: unused }, "platform", "test", preview);
  pulumi.runtime.setMockOptions(monitor, "platform", "test", preview);
  // Pulumi takes a stack trace for each resource, and mapping those back to TypeScript takes three quarters of the time.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  let outcome: { result: Result } | { error: unknown } = { error: new Error("the program never ran") };
  await pulumi.runtime.runInPulumiStack(async () => {
    try {
      outcome = { result: await program() };
    } catch (error) {
      outcome = { error };
    }
  });
  await pulumi.runtime.disconnect();
  Error.stackTraceLimit = stackTraceLimit;
  const { calls, failures, registrations } = monitor;
  if (failures[0] !== undefined) throw failures[0];
  // The compiler can't see that the program has run by now.
  const ended = outcome as { result: Result } | { error: unknown };
  if ("error" in ended) throw ended.error;
  return Object.assign(new Recording(registrations, calls), ended);
}

/** Records a program once for each set of arguments: a stand-in for a network is slow to make, and never changes. */
export function remembered<Args extends object, Result>(
  make: (args: Args) => Result,
): (args: Args) => Promise<Recording & { readonly result: Result }> {
  const made = new Map<string, Promise<Recording & { readonly result: Result }>>();
  return (args) => {
    const id = JSON.stringify(args, (_, value: unknown) => value ?? null);
    const recording = made.get(id) ?? record(() => make(args));
    made.set(id, recording);
    return recording;
  };
}

/** The value of an output, as text that can be compared; rejects during a preview when it is unknown. */
export async function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}

/** Whether an output is marked as a secret. */
export function isSecret(output: pulumi.Output<unknown>): Promise<boolean> {
  return pulumi.isSecret(output);
}

/** Jest's matchers for text, without the `any` of their types. */
export const containing = (part: string): unknown => expect.stringContaining(part);
export const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

/** A value that must be text. */
export function text(value: Value | undefined): string {
  if (typeof value !== "string") throw new Error(`${JSON.stringify(value)} is not text`);
  return value;
}

/** An input that holds JSON text, parsed. */
export function json(registration: Registration, property: string): Value {
  const text = registration.inputs[property];
  if (typeof text !== "string") throw new Error(`${registration.name}.${property} is not JSON text`);
  return JSON.parse(text) as Value;
}

function byName(a: Registration, b: Registration): number {
  if (a.name === b.name) return 0;
  return a.name < b.name ? -1 : 1;
}

function unused(): never {
  throw new Error("the recording monitor answers registrations itself");
}

class RecordingMonitor extends MockMonitor {
  readonly registrations: Registration[] = [];
  readonly calls: { token: string; inputs: Properties }[] = [];
  readonly failures: Error[] = [];

  constructor(
    private readonly preview: boolean,
    private readonly outputs: RecordOptions["outputs"],
  ) {
    super({
      newResource: unused,
      call: ({ token, inputs }) => {
        this.calls.push({ token, inputs: inputs as Properties });
        try {
          return call({ token, inputs: inputs as Properties });
        } catch (error) {
          this.failures.push(error as Error);
          throw error;
        }
      },
    });
  }

  override registerResource(
    request: RegisterResourceRequest,
    callback: (error: Error | null, response: RegisterResourceResponse | undefined) => void,
  ): Promise<void> {
    try {
      const raw = (request.getObject() ?? new Struct()).toJavaScript();
      const registration = this.registration(request, raw);
      const { urn, type, name, custom, inputs } = registration;
      const computed = this.preview || !custom ? {} : { ...outputsOf(type, name, inputs) };
      const extra = this.preview ? {} : (this.outputs?.(type, name, inputs) ?? {});
      const { id, ...outputs } = { ...computed, ...extra };
      this.registrations.push({
        ...registration,
        id: typeof id === "string" ? id : "",
        outputs: { ...inputs, ...outputs },
      });
      const response = new RegisterResourceResponse();
      response.setUrn(urn);
      response.setId(this.preview || !custom || typeof id !== "string" ? "" : id);
      response.setObject(Struct.fromJavaScript({ ...raw, ...outputs }));
      this.resources.set(urn, { urn, id: response.getId(), state: { ...raw, ...outputs } });
      callback(null, response);
    } catch (error) {
      this.failures.push(error as Error);
      callback(error as Error, undefined);
    }
    return Promise.resolve();
  }

  private registration(
    request: RegisterResourceRequest,
    raw: Properties,
  ): Omit<Registration, "id" | "outputs"> {
    const parent = request.getParent();
    const type = request.getType();
    const parentType = parent.split("::")[2] ?? "";
    const path = parentType === "" || parentType === "pulumi:pulumi:Stack" ? type : `${parentType}$${type}`;
    const timeouts = request.getCustomtimeouts();
    return {
      urn: `urn:pulumi:test::platform::${path}::${request.getName()}`,
      type,
      name: request.getName(),
      custom: request.getCustom(),
      inputs: Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, unwrap(value)])),
      secretInputs: Object.keys(raw).filter((key) => holdsSecret(raw[key])),
      parent,
      provider: request.getProvider(),
      protect: request.getProtect() ?? false,
      retainOnDelete: request.getRetainondelete() ?? false,
      ignoreChanges: request.getIgnorechangesList(),
      dependencies: request.getDependenciesList(),
      sources: sourcesOf(request),
      deleteBeforeReplace: request.getDeletebeforereplace(),
      additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
      customTimeouts: {
        create: timeouts?.getCreate() ?? "",
        update: timeouts?.getUpdate() ?? "",
        delete: timeouts?.getDelete() ?? "",
      },
    };
  }
}

function sourcesOf(request: RegisterResourceRequest): Record<string, readonly string[]> {
  const sources: Record<string, readonly string[]> = {};
  request.getPropertydependenciesMap().forEach((urns, property) => {
    sources[property] = urns.getUrnsList();
  });
  return sources;
}

const { specialSigKey, specialSecretSig, specialResourceSig, unknownValue } = pulumi.runtime;

/** A property without the engine's wrapping: secrets and resource references become what they hold. */
function unwrap(value: Value | undefined): Value {
  if (typeof value === "string") return value.replaceAll(unknownValue, UNKNOWN);
  if (Array.isArray(value)) return value.map(unwrap);
  if (value === null || typeof value !== "object") return value ?? null;
  if (value[specialSigKey] === specialSecretSig) return unwrap(value.value);
  if (value[specialSigKey] === specialResourceSig) return unwrap(value.id ?? value.urn);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unwrap(inner)]));
}

function holdsSecret(value: Value | undefined): boolean {
  if (value === null || typeof value !== "object") return false;
  if (Array.isArray(value)) return value.some(holdsSecret);
  return value[specialSigKey] === specialSecretSig || Object.values(value).some(holdsSecret);
}
