import { randomUUID } from "node:crypto";
import { amount, at, record, text } from "../reading";
import type { EveryResource, ResourceType, StoredResource, Value, World } from "../rules";
import { UNKNOWN } from "../values";
import { scopeOf } from "./kinds";
import { metadataCheck, namespaceCheck } from "./metadata";
import { namespaceOf } from "./object";

/** The token of a type whose data Pulumi's provider replaces, and the setting that lets it change in place. */
const data: Readonly<Record<ResourceType, { readonly setting: string; readonly paths: readonly string[] }>> =
  {
    "kubernetes:core/v1:ConfigMap": { setting: "enableConfigMapMutable", paths: ["data", "binaryData"] },
    "kubernetes:core/v1:Secret": { setting: "enableSecretMutable", paths: ["data", "stringData"] },
  };

/** What the server adds to an object's metadata. */
function serverMetadata({ type, id, outputs }: StoredResource, world: World): Value {
  const given = record(outputs["metadata"]);
  if (id === "") return given;
  const before = record(world.find(type, id)?.outputs["metadata"]);
  return {
    creationTimestamp: new Date().toISOString(),
    uid: randomUUID(),
    ...before,
    ...given,
    resourceVersion: String(Number(text(before["resourceVersion"]) ?? "0") + 1),
    generation: (amount(before["generation"]) ?? 0) + 1,
  };
}

/** What controllers say of an object that works. */
function status({ type, id, outputs }: StoredResource): Value {
  if (id === "") return UNKNOWN;
  const replicas = amount(at(outputs, "spec.replicas")) ?? 1;
  switch (type) {
    case "kubernetes:apps/v1:Deployment":
    case "kubernetes:apps/v1:StatefulSet":
      return { replicas, readyReplicas: replicas, availableReplicas: replicas, updatedReplicas: replicas };
    case "kubernetes:core/v1:Service":
      return at(outputs, "spec.type") === "LoadBalancer" ? balanced : {};
    case "kubernetes:networking.k8s.io/v1:Ingress":
      return balanced;
    case "kubernetes:core/v1:Namespace":
      return { phase: "Active" };
    default:
      return {};
  }
}

/** An address of documentation (RFC 5737). */
const balanced = { loadBalancer: { ingress: [{ ip: "192.0.2.1" }] } };

/** What holds for all objects: where they lie, and what the server adds. */
export const every: EveryResource = {
  prepare(object, _, world) {
    const kind = text(object["kind"]) ?? "";
    const version = text(object["apiVersion"]) ?? "";
    const type = `kubernetes:${version.includes("/") ? version : `core/${version}`}:${kind}`;
    if (namespaceOf(object) !== undefined || record(object["metadata"])["namespace"] !== undefined)
      return object;
    if (scopeOf(type) !== "namespace") return object;
    const namespace = text(world.configuration["namespace"]) ?? "default";
    return { ...object, metadata: { ...record(object["metadata"]), namespace } };
  },
  check: [metadataCheck, namespaceCheck],
  outputs: { metadata: serverMetadata, status },
  immutable: ["metadata.name", "metadata.namespace"],
  immutableOf(type, object, { configuration }) {
    const rule = data[type];
    if (rule === undefined) return [];
    return configuration[rule.setting] === true && object["immutable"] !== true ? [] : rule.paths;
  },
  invents: false,
  autoName: { separator: "-", digits: 8 },
};
