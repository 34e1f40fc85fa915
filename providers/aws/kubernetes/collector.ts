import type { Container } from "../../../components/kubernetes/pod";
import { quantities } from "../../../components/kubernetes/quota";
import { isObserved, type ServiceArgs } from "../../../components/service";
import { collectorConfiguration, collectorImage, collectorMemory } from "../collector";
import type { AwsKubernetesComponents } from "./components";

/** vCPU that the collector may use. */
export const collectorCpu = 0.25;

/** The collector beside a service, where the service is observed: the same as in a task of ECS. */
export function collector(service: ServiceArgs<AwsKubernetesComponents>): Container[] {
  if (!isObserved(service)) return [];
  const { region } = service.logsKey.account;
  const size = { cpu: collectorCpu, memory: collectorMemory };
  return [
    {
      name: "collector",
      image: collectorImage,
      env: [
        { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
        { name: "OTEL_RESOURCE_ATTRIBUTES", value: "k8s.pod.name=$(POD_NAME)" },
        {
          name: "AOT_CONFIG_CONTENT",
          value: collectorConfiguration({
            service: service.service,
            environmentName: service.environmentName,
            region,
            metricsPort: service.metrics ? service.port : undefined,
            workspace: service.telemetry.metrics,
            detectors: ["env"],
          }),
        },
      ],
      resources: { requests: quantities({ cpu: 0.05, memory: 128 }), limits: quantities(size) },
      livenessProbe: { exec: { command: ["/healthcheck"] }, periodSeconds: 10, timeoutSeconds: 5 },
    },
  ];
}
