import type { Properties, Value } from "../unit/mocks";
import type { Resource } from "./resource";

/** Makes a stack's resources worse in one way. */
export type Breach = (resources: readonly Resource[]) => readonly Resource[];

/** For each promise, by its sentence, one way to break it on a cloud; or why no setting of the cloud's can break it. */
export type Breaches = Readonly<Record<string, Breach | { readonly impossible: string }>>;

type Which = (resource: Resource) => boolean;

/** Changes inputs of all resources of a type, or of some of them. */
export function alter(
  type: string,
  change: Properties | ((inputs: Properties) => Properties),
  which: Which = () => true,
): Breach {
  return (resources) =>
    resources.map((resource) => {
      if (resource.type !== type || !which(resource)) return resource;
      const changed = typeof change === "function" ? change(resource.inputs) : change;
      return {
        ...resource,
        inputs: { ...resource.inputs, ...changed },
        outputs: { ...resource.outputs, ...changed },
      };
    });
}

/** Takes away all resources of a type, or some of them. */
export function remove(type: string, which: Which = () => true): Breach {
  return (resources) => resources.filter((resource) => resource.type !== type || !which(resource));
}

/** Adds a resource. */
export function add(resource: Pick<Resource, "type" | "name" | "component" | "inputs">): Breach {
  return (resources) => [
    ...resources,
    { id: `${resource.name}-id`, outputs: resource.inputs, protect: false, ...resource },
  ];
}

/** Several breaches one after another. */
export function all(...breaches: readonly Breach[]): Breach {
  return (resources) => breaches.reduce((changed, breach) => breach(changed), resources);
}

/** Lifts Pulumi's protection of a type. */
export function unprotect(type: string): Breach {
  return (resources) =>
    resources.map((resource) => (resource.type === type ? { ...resource, protect: false } : resource));
}

/** Changes what stands under a key that holds an object. */
export const within =
  (key: string, change: Properties | ((inner: Value) => Properties)) =>
  (inputs: Properties): Properties => {
    const inner = inputs[key] ?? null;
    const changed = typeof change === "function" ? change(inner) : change;
    return { [key]: { ...(typeof inner === "object" && !Array.isArray(inner) ? inner : {}), ...changed } };
  };

/** Leaves what the platform makes as secrets as it is for good; the provider of these values is the same on every cloud. */
export const neverRenewed: Breach = alter("random:index/randomPassword:RandomPassword", { keepers: {} });
