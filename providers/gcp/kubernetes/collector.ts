import type { Container } from "../../../components/kubernetes/pod";
import { quantities } from "../../../components/kubernetes/quota";
import { isObserved, type ServiceArgs } from "../../../components/service";
import {
  collectorConfiguration,
  collectorFlags,
  collectorImage,
  collectorProbe,
  collectorSize,
  configurationVariable,
} from "../collector";
import type { GcpKubernetesComponents } from "./components";

/** The collector beside a service, where the service is observed: the same as on Cloud Run. */
export function collector(service: ServiceArgs<GcpKubernetesComponents>): Container[] {
  if (!isObserved(service)) return [];
  const field = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } });
  return [
    {
      name: "collector",
      image: collectorImage,
      args: collectorFlags,
      env: [
        field("POD_NAME", "metadata.name"),
        field("POD_NAMESPACE", "metadata.namespace"),
        {
          name: "OTEL_RESOURCE_ATTRIBUTES",
          value: "k8s.pod.name=$(POD_NAME),k8s.namespace.name=$(POD_NAMESPACE)",
        },
        {
          name: configurationVariable,
          value: JSON.stringify(
            collectorConfiguration({
              service: service.service,
              environmentName: service.environmentName,
              metricsPort: service.metrics ? service.port : undefined,
              // All replicas are scraped at `localhost`: the pod's name keeps them from overwriting each other's samples.
              attributes: [{ key: "service.instance.id", from_attribute: "k8s.pod.name", action: "upsert" }],
            }),
          ),
        },
      ],
      resources: { requests: quantities({ cpu: 0.05, memory: 128 }), limits: quantities(collectorSize) },
      startupProbe: collectorProbe,
      livenessProbe: { ...collectorProbe, periodSeconds: 10, failureThreshold: 3 },
    },
  ];
}
