import type { Property } from "../mechanism/property";
import type { Resource, Stack } from "../mechanism/resource";
import { objectsIn, typesOf, type KubernetesObject } from "./kubernetes-object";

/** The object that is a namespace, alone. */
export const namespace = "kubernetes:core/v1:Namespace";
export const networkPolicyTypes = typesOf({
  NetworkPolicy: ["networking.k8s.io/v1", "extensions/v1beta1"],
});

/** An object of a stack, with the resource that it comes from. */
export interface Placed extends KubernetesObject {
  readonly resource: Resource;
}

/** The objects of some types in a stack, but patches: those belong to somebody else. */
export function objectsOf(stack: Stack, types: readonly string[]): Placed[] {
  return stack
    .ofType(types)
    .flatMap((resource) => objectsIn(resource).map((object) => ({ ...object, resource })))
    .filter(({ partial }) => !partial);
}

/** The name of an object's namespace; absent when it is known at the update only. */
export function namespaceOf({ properties, resource }: Placed): string | undefined {
  const given = properties.get("metadata").get("namespace");
  if (!given.isKnown()) return undefined;
  const name = given.text();
  return name === undefined || name === ""
    ? (knownText(resource.provider.get("namespace")) ?? "default")
    : name;
}

/** The namespaces of the stack that a resource's place comes from. */
function sourcesOf(stack: Stack, resource: Resource): string[] {
  const named = [...resource.sources("metadata"), ...resource.sources("items")];
  return stack
    .ofType([namespace])
    .map(({ urn }) => urn)
    .filter((urn) => named.includes(urn));
}

/** Whether two objects lie in the same namespace. */
export function together(stack: Stack, one: Placed, other: Placed): boolean {
  const names = [namespaceOf(one), namespaceOf(other)] as const;
  if (names[0] !== undefined && names[1] !== undefined) return names[0] === names[1];
  const sources = sourcesOf(stack, other.resource);
  return sourcesOf(stack, one.resource).some((urn) => sources.includes(urn));
}

/** Whether an object lies in a namespace that the stack makes. */
export function liesIn(stack: Stack, object: Placed, place: Resource): boolean {
  const name = knownText(place.properties.get("metadata").get("name"));
  const given = namespaceOf(object);
  if (name !== undefined && given !== undefined) return name === given;
  return sourcesOf(stack, object.resource).includes(place.urn);
}

/** Whether a selector selects what has these labels. An absent one selects nothing, an empty one everything. */
export function selects(selector: Property, labels: Property): boolean {
  if (!selector.isSet()) return false;
  return (
    selector
      .get("matchLabels")
      .entries()
      .every(([name, value]) => labels.get(name).text() === value.text()) &&
    selector
      .get("matchExpressions")
      .items()
      .every((expression) => holds(expression, labels))
  );
}

/** Whether a selector selects every pod of its namespace. */
export function selectsAll(selector: Property): boolean {
  return (
    selector.get("matchLabels").entries().length === 0 &&
    selector.get("matchExpressions").items().length === 0
  );
}

function holds(expression: Property, labels: Property): boolean {
  const label = labels.get(expression.get("key").text() ?? "").text();
  const values = expression
    .get("values")
    .items()
    .map((value) => value.text());
  switch (expression.get("operator").text()) {
    case "In":
      return label !== undefined && values.includes(label);
    case "NotIn":
      return label === undefined || !values.includes(label);
    case "Exists":
      return label !== undefined;
    case "DoesNotExist":
      return label === undefined;
    default:
      return false;
  }
}

/** Whether a policy closes a direction: by naming it, or, for what comes in, by naming none. */
export function closes(policy: Property, direction: "Ingress" | "Egress"): boolean {
  const types = policy.get("policyTypes").items();
  if (types.length > 0) return types.some((type) => type.text() === direction);
  return direction === "Ingress" || policy.get("egress").items().length > 0;
}

function knownText(property: Property): string | undefined {
  return property.isKnown() ? property.text() : undefined;
}
