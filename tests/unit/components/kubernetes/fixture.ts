import { ComponentResource } from "@pulumi/pulumi";
import { Namespace, type NamespaceArgs } from "../../../../components/kubernetes/namespace";
import { Workload, type WorkloadArgs } from "../../../../components/kubernetes/workload";
import { trackedSpecification } from "../../fixture";
import type { Properties, Registration, Value } from "../../mocks";

export const image = `registry.example.com/api@sha256:${"a".repeat(64)}`;
export const ingressController = {
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "ingress" } },
};

/** What a cluster's provider would make the objects below. */
export function parent(): ComponentResource {
  return new ComponentResource("platform:test:Parent", "parent");
}

export function namespace(args: Partial<NamespaceArgs> = {}): Namespace {
  return new Namespace(
    "place",
    { specification: trackedSpecification("prod"), ...args },
    { parent: parent() },
  );
}

export function workload(args: Partial<WorkloadArgs> = {}): Workload {
  return new Workload(
    "api",
    {
      service: "api",
      environmentName: "prod",
      image,
      namespace: namespace(),
      port: 8000,
      public: true,
      cpu: 0.5,
      memory: 512,
      scaling: { min: 3, max: 12, cpu: 60, memory: 75, requestsPerReplica: 1000 },
      probes: { liveness: "/health", readiness: "/ready", grace: 30, client: "none" },
      environment: { PORT: "8000" },
      metrics: true,
      traceSampling: 0.1,
      secrets: { DATABASE_URL: { secret: "api-database-url", key: "DATABASE_URL", version: "1" } },
      callers: [ingressController],
      destinations: [],
      ...args,
    },
    { parent: parent() },
  );
}

/** A part of an object's inputs, such as `spec.template.spec`. */
export function part({ inputs }: Registration, path: string): Value | undefined {
  return path
    .split(".")
    .reduce<Value | undefined>((value, key) => (isMap(value) ? value[key] : undefined), inputs);
}

function isMap(value: Value | undefined): value is Properties {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
