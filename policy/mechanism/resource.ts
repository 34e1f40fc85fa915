import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { Property } from "./property";

/** A resource as rules see it. */
export interface Resource {
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  readonly urn: string;
  readonly properties: Property;
  /** Pulumi's `protect` option. */
  readonly protect: boolean;
  /** Pulumi's `ignoreChanges` option. */
  readonly ignoreChanges: readonly string[];
  /** Inputs of the provider that makes it, for example its region and default tags. */
  readonly provider: Property;
  /** URNs of the resources that a top-level property's value comes from. Empty for a rule of one resource. */
  readonly sources: (property: string) => readonly string[];
}

/** Every resource of a stack, and who refers to whom. */
export class Stack {
  private readonly byType = new Map<string, Resource[]>();

  constructor(readonly resources: readonly Resource[]) {
    for (const resource of resources) {
      const others = this.byType.get(resource.type);
      if (others) others.push(resource);
      else this.byType.set(resource.type, [resource]);
    }
  }

  ofType(types: readonly string[]): Resource[] {
    return types.flatMap((type) => this.byType.get(type) ?? []);
  }

  /**
   * Resources of some types whose top-level property names the target: by data flow, which is known in previews too, or by
   * an equal identifier.
   */
  referringTo(target: Resource, types: readonly string[], property: string): Resource[] {
    const identifiers = identifiersOf(target);
    return this.ofType(types).filter((resource) => isReference(resource, property, target, identifiers));
  }
}

/** Whether a resource's top-level property names the target, see `Stack.referringTo`. */
export function refersTo(resource: Resource, property: string, target: Resource): boolean {
  return isReference(resource, property, target, identifiersOf(target));
}

function isReference(
  resource: Resource,
  property: string,
  target: Resource,
  identifiers: ReadonlySet<string>,
): boolean {
  if (resource.sources(property).includes(target.urn)) return true;
  return textsIn(resource.properties.get(property)).some((text) => identifiers.has(text));
}

/** The names by which other resources refer to this one, as far as they are known. */
function identifiersOf({ properties }: Resource): Set<string> {
  return new Set(["id", "arn", "bucket", "name"].flatMap((name) => textsIn(properties.get(name))));
}

function textsIn(property: Property): string[] {
  if (!property.isKnown()) return [];
  return property
    .items()
    .filter((item) => item.isKnown())
    .flatMap((item) => item.text() ?? []);
}

/** The resource that a resource policy is asked about. */
export function fromArguments(args: ResourceValidationArgs): Resource {
  return { ...common(args), sources: () => [] };
}

/** What the program declared of each resource, by URN, as the engine showed it before the resource was made. */
export type Declared = Map<string, ResourceValidationArgs["props"]>;

/**
 * All resources of the stack. The engine shows them as the provider left them. In a preview that leaves everything unknown
 * which the provider may fill in; there, what the program declared counts, and the result is judged at the update.
 */
export function fromStack(resources: readonly PolicyResource[], declared: Declared): Stack {
  return new Stack(
    resources.map((resource) => ({
      ...common(resource),
      properties: new Property(declaredWhereUnknown(resource.props, declared.get(resource.urn))),
      sources: (property) => (resource.propertyDependencies[property] ?? []).map(({ urn }) => urn),
    })),
  );
}

function declaredWhereUnknown(
  props: PolicyResource["props"],
  declared: PolicyResource["props"] | undefined,
): PolicyResource["props"] {
  if (declared === undefined) return props;
  return new Proxy(props, {
    get: (target, name): unknown => {
      try {
        const value: unknown = Reflect.get(target, name);
        // Some providers, Azure's among them, leave out what says where a resource is: its owner's name, for example.
        return value === undefined ? Reflect.get(declared, name) : value;
      } catch {
        return Reflect.get(declared, name);
      }
    },
  });
}

/**
 * A type token without the version of a cloud's interface, which some SDKs put into it:
 * `azure-native:storage/v20240101:StorageAccount` is judged like `azure-native:storage:StorageAccount`.
 */
export function unversioned(type: string): string {
  return type.replace(/\/v\d{8}(preview|privatepreview|beta)?:/, ":");
}

function common(given: ResourceValidationArgs | PolicyResource): Omit<Resource, "sources"> {
  return {
    type: unversioned(given.type),
    name: given.name,
    urn: given.urn,
    properties: new Property(given.props),
    protect: given.opts.protect,
    ignoreChanges: given.opts.ignoreChanges,
    provider: new Property(given.provider?.props),
  };
}
