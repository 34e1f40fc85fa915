import type { Properties, Value } from "../../mocks";
import type { Registered } from "./stacks";
import { type Weaker, weakerThan } from "./weaker";

/** A resource with one property weaker than the platform made it, or without Pulumi's protection. */
export interface Weakening {
  /** Type and property, with `[]` for any place in a list: `aws:ec2/subnet:Subnet mapPublicIpOnLaunch`. */
  readonly what: string;
  /** The weaker value, for people. */
  readonly to: string;
  readonly weaker: Registered;
}

type Step = string | number;

/** Whether a resource is there to protect others, so that its absence is a weakening too. */
export function isGuard({ type }: Registered): boolean {
  return /(Block|Lock|LockByScope|Versioning|Encryption\w*|FlowLog|WebAclAssociation|LockConfiguration|BucketPolicy|NetworkPolicy|DisruptionBudget|DiagnosticSetting|RecorderStatus|ReplicationConfig|DefaultSecurityGroup|DefaultNetworkAcl|SecurityPolicy|AuditConfig|ImmutabilityPolicy|StandardsSubscription)$/.test(
    type,
  );
}

/** Every weakening of a resource, one at a time. */
export function* weakeningsOf(resource: Registered): Generator<Weakening> {
  const { type } = resource;
  for (const { path, weaker } of places(resource.inputs, []))
    yield {
      what: `${type} ${written(path)}`,
      to: weaker === undefined ? "absent" : JSON.stringify(weaker),
      weaker: {
        ...resource,
        inputs: changed(resource.inputs, path, weaker),
        outputs: changed(resource.outputs, path, weaker),
      },
    };
  if (resource.protect)
    yield { what: `${type} (protect)`, to: "false", weaker: { ...resource, protect: false } };
  if (resource.ignoreChanges.length > 0)
    yield { what: `${type} (ignoreChanges)`, to: "none", weaker: { ...resource, ignoreChanges: [] } };
}

/** Every place below a value that can be weaker, through JSON text too. */
function* places(value: Value, path: readonly Step[]): Generator<{ path: readonly Step[]; weaker: Weaker }> {
  const name = path.findLast((step) => typeof step === "string") ?? "";
  if (path.length > 0) for (const weaker of weakerThan(name, value)) yield { path, weaker };
  const inner = opened(value);
  if (Array.isArray(inner))
    for (const [index, item] of inner.entries()) yield* places(item, [...path, index]);
  else if (isObject(inner))
    for (const [key, item] of Object.entries(inner)) yield* places(item, [...path, key]);
}

/** A value with what is at a path replaced; one that has no such path, as it is. */
function changed(properties: Properties, path: readonly Step[], weaker: Weaker): Properties {
  const result = replaced(properties, path, weaker);
  return isObject(result) ? result : properties;
}

function replaced(value: Value, [step, ...rest]: readonly Step[], weaker: Weaker): Value | undefined {
  if (step === undefined) return weaker;
  const inner = opened(value);
  const isText = inner !== value;
  if (Array.isArray(inner) && typeof step === "number" && step < inner.length) {
    const items = inner.flatMap((item, index) => {
      const next = index === step ? replaced(item, rest, weaker) : item;
      return next === undefined ? [] : [next];
    });
    return isText ? JSON.stringify(items) : items;
  }
  if (isObject(inner) && typeof step === "string" && inner[step] !== undefined) {
    const { [step]: old, ...others } = inner;
    const next = replaced(old ?? null, rest, weaker);
    const copy = next === undefined ? others : { ...others, [step]: next };
    return isText ? JSON.stringify(copy) : copy;
  }
  return value;
}

/** What a JSON text says; any other value as it is. */
function opened(value: Value): Value {
  if (typeof value !== "string" || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return value;
  }
}

function isObject(value: Value | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function written(path: readonly Step[]): string {
  return path
    .map((step, index) => (typeof step === "number" ? "[]" : index === 0 ? step : `.${step}`))
    .join("");
}
