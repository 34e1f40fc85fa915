import { DEFAULTS } from "../interpreter/name";
import { at, record, text } from "../reading";
import type { Properties, ResourceType } from "../rules";

/** What an object's type says: `kubernetes:apps/v1:Deployment`. */
export interface Kind {
  /** As in manifests: `v1`, `apps/v1`. */
  readonly apiVersion: string;
  readonly kind: string;
}

/** The kind that a type's token names; the core group is written `core/v1` there. */
export function kindOf(type: ResourceType): Kind {
  const [, version = "", kind = ""] = type.split(":");
  return { apiVersion: version.replace(/^core\//, ""), kind };
}

export const nameOf = (object: Properties): string => text(at(object, "metadata.name")) ?? "";

export const namespaceOf = (object: Properties): string | undefined => text(at(object, "metadata.namespace"));

/** As in Pulumi's provider: `NAMESPACE/NAME`, or the name where there is no namespace. */
export function idOf(object: Properties): string {
  const namespace = namespaceOf(object);
  return namespace === undefined ? nameOf(object) : `${namespace}/${nameOf(object)}`;
}

/** The annotations that tell Pulumi's provider what to do, and all others. */
export const annotationsOf = (object: Properties): Properties => record(at(object, "metadata.annotations"));

/** The object that inputs describe. */
export function objectOf(inputs: Properties): Properties {
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => key !== DEFAULTS));
}
