import type { Path, ResourceType } from "../rules";
import type { NameForm } from "./formats";

/** What a kind is like, beyond its schema. */
export interface KindFacts {
  /** `GROUP/VERSION` as in Pulumi's tokens. */
  readonly module: string;
  readonly kind: string;
  /** Where its objects lie. Default: in a namespace. */
  readonly scope?: "cluster";
  /** How they may be called. Default: a subdomain. */
  readonly name?: NameForm;
  /** Whose change makes a new object, as in Pulumi's provider. */
  readonly immutable?: readonly Path[];
  /** Seconds until one works: what an image's pull and start take. Default 1. */
  readonly seconds?: number;
}

const selector = ["spec.selector"];

export const kinds: readonly KindFacts[] = [
  { module: "core/v1", kind: "Namespace", scope: "cluster", name: "label" },
  { module: "core/v1", kind: "Node", scope: "cluster" },
  { module: "core/v1", kind: "PersistentVolume", scope: "cluster" },
  {
    module: "core/v1",
    kind: "PersistentVolumeClaim",
    immutable: ["spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeName"],
    seconds: 10,
  },
  { module: "core/v1", kind: "ConfigMap" },
  { module: "core/v1", kind: "Secret", immutable: ["type"] },
  { module: "core/v1", kind: "Service", name: "service", immutable: ["spec.clusterIP"], seconds: 5 },
  { module: "core/v1", kind: "ServiceAccount" },
  { module: "core/v1", kind: "ResourceQuota", immutable: ["spec.scopes"] },
  { module: "core/v1", kind: "LimitRange" },
  {
    module: "core/v1",
    kind: "Pod",
    // Only images, deadlines and tolerations of a pod can be changed, and Pulumi replaces it for an image too.
    immutable: ["spec"],
    seconds: 20,
  },
  { module: "apps/v1", kind: "Deployment", immutable: selector, seconds: 30 },
  { module: "apps/v1", kind: "DaemonSet", immutable: selector, seconds: 30 },
  { module: "apps/v1", kind: "ReplicaSet", immutable: selector, seconds: 30 },
  {
    module: "apps/v1",
    kind: "StatefulSet",
    immutable: [
      ...selector,
      "spec.podManagementPolicy",
      "spec.revisionHistoryLimit",
      "spec.serviceName",
      "spec.volumeClaimTemplates",
    ],
    seconds: 60,
  },
  {
    module: "batch/v1",
    kind: "Job",
    immutable: [...selector, "spec.completions", "spec.parallelism", "spec.template"],
    seconds: 30,
  },
  { module: "batch/v1", kind: "CronJob" },
  { module: "autoscaling/v2", kind: "HorizontalPodAutoscaler" },
  { module: "policy/v1", kind: "PodDisruptionBudget" },
  { module: "networking.k8s.io/v1", kind: "Ingress", seconds: 60 },
  { module: "networking.k8s.io/v1", kind: "IngressClass", scope: "cluster" },
  { module: "networking.k8s.io/v1", kind: "NetworkPolicy" },
  { module: "rbac.authorization.k8s.io/v1", kind: "Role", name: "path" },
  { module: "rbac.authorization.k8s.io/v1", kind: "RoleBinding", name: "path", immutable: ["roleRef"] },
  { module: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", scope: "cluster", name: "path" },
  {
    module: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    scope: "cluster",
    name: "path",
    immutable: ["roleRef"],
  },
  {
    module: "storage.k8s.io/v1",
    kind: "StorageClass",
    scope: "cluster",
    immutable: ["parameters", "provisioner"],
  },
  { module: "scheduling.k8s.io/v1", kind: "PriorityClass", scope: "cluster" },
  { module: "node.k8s.io/v1", kind: "RuntimeClass", scope: "cluster" },
  { module: "coordination.k8s.io/v1", kind: "Lease" },
  { module: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition", scope: "cluster" },
  { module: "apiregistration.k8s.io/v1", kind: "APIService", scope: "cluster" },
  { module: "admissionregistration.k8s.io/v1", kind: "MutatingWebhookConfiguration", scope: "cluster" },
  { module: "admissionregistration.k8s.io/v1", kind: "ValidatingWebhookConfiguration", scope: "cluster" },
  { module: "admissionregistration.k8s.io/v1", kind: "ValidatingAdmissionPolicy", scope: "cluster" },
  { module: "admissionregistration.k8s.io/v1", kind: "ValidatingAdmissionPolicyBinding", scope: "cluster" },
];

export const typeOf = ({ module, kind }: Pick<KindFacts, "module" | "kind">): ResourceType =>
  `kubernetes:${module}:${kind}`;

const byType = new Map(kinds.map((facts) => [typeOf(facts), facts]));

/** Custom resources say by their namespace whether they lie in one. */
export const scopeOf = (type: ResourceType): "cluster" | "namespace" | "unknown" => {
  const facts = byType.get(type);
  return facts === undefined ? "unknown" : (facts.scope ?? "namespace");
};

export const formOf = (type: ResourceType): NameForm => byType.get(type)?.name ?? "subdomain";
