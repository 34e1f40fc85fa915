import type { Properties, Value } from "../mocks";

/** What Kubernetes answers beyond the inputs of an object; nothing for resources of other packages. */
export function kubernetesOutputsOf(type: string, name: string, inputs: Properties): Properties {
  if (!type.startsWith("kubernetes:")) return {};
  const metadata = mapOf(inputs.metadata);
  const called = metadata.name ?? `${name}-1a2b3c4`;
  const namespace = metadata.namespace ?? "default";
  return {
    id: `${typeof namespace === "string" ? namespace : ""}/${typeof called === "string" ? called : ""}`,
    metadata: { ...metadata, name: called },
    ...(type === "kubernetes:core/v1:Service" && {
      status: { loadBalancer: { ingress: [{ ip: "10.0.4.7" }] } },
    }),
    ...(type === "kubernetes:networking.k8s.io/v1:Ingress" && {
      status: { loadBalancer: { ingress: [{ hostname: "entry.example.net" }] } },
    }),
  };
}

function mapOf(value: Value | undefined): Properties {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};
}
