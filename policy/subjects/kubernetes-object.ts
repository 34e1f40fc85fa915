import { type Answer, every } from "../mechanism/answer";
import type { Property } from "../mechanism/property";
import type { Resource } from "../mechanism/resource";

/** One object of a resource: itself, or an element of a list. */
export interface KubernetesObject {
  readonly kind: string;
  /** What it is in its resource, for messages: empty, or `items[1]: `. */
  readonly where: string;
  readonly properties: Property;
  /** Whether it only says what changes of an object (a `Patch`): what it leaves out stays as it is. */
  readonly partial: boolean;
}

/** Type tokens of kinds, by the versions of their interface: the object itself, its patch, and its list. */
export function typesOf(kinds: Readonly<Record<string, readonly string[]>>): string[] {
  return Object.entries(kinds).flatMap(([kind, versions]) =>
    versions.flatMap((version) =>
      ["", "Patch", "List"].map((form) => `kubernetes:${version}:${kind}${form}`),
    ),
  );
}

/** The objects of a resource. */
export function objectsIn({ properties, type }: Pick<Resource, "properties" | "type">): KubernetesObject[] {
  const token = type.split(":").at(-1) ?? "";
  const kind = token.replace(/(Patch|List)$/, "");
  if (!token.endsWith("List")) return [{ kind, where: "", properties, partial: token.endsWith("Patch") }];
  return properties
    .get("items")
    .items()
    .map((item) => ({ kind, where: `${item.path}: `, properties: item, partial: false }));
}

/** Judges each object of a resource. */
export function everyObject(resource: Resource, check: (object: KubernetesObject) => Answer): Answer {
  return every(objectsIn(resource), check);
}

/** Whether an object leaves all of these as they are, so that there is nothing to judge. */
export function unchanged({ partial }: Pick<KubernetesObject, "partial">, ...settings: Property[]): boolean {
  return partial && settings.every((setting) => !setting.isSet());
}
