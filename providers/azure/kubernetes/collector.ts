import type { Container } from "../../../components/kubernetes/pod";
import { quantities } from "../../../components/kubernetes/quota";
import { isObserved, type ServiceArgs } from "../../../components/service";
import { collectorConfiguration, collectorImage } from "../collector";
import type { AzureKubernetesComponents } from "./components";

/** What the collector may use. */
export const collectorSize = { cpu: 0.25, memory: 256 };

/**
 * The collector beside a service, where the service is observed: the same as in a replica of Container Apps. The cluster gives it
 * a token of the service's ServiceAccount, with which it is the service's identity.
 */
export function collector(service: ServiceArgs<AzureKubernetesComponents>): Container[] {
  if (!isObserved(service)) return [];
  const { connectionString } = service.telemetry.applicationInsights;
  return [
    {
      name: "collector",
      image: collectorImage,
      args: ["--config=env:COLLECTOR_CONFIGURATION"],
      env: [
        { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
        // Names a place to send to, and proves nothing.
        { name: "APPLICATIONINSIGHTS_CONNECTION_STRING", value: connectionString },
        {
          name: "COLLECTOR_CONFIGURATION",
          value: collectorConfiguration({
            ...service,
            identity: {
              workload_identity: {
                client_id: "${env:AZURE_CLIENT_ID}",
                tenant_id: "${env:AZURE_TENANT_ID}",
                federated_token_file: "${env:AZURE_FEDERATED_TOKEN_FILE}",
              },
            },
            replicaName: "POD_NAME",
          }),
        },
      ],
      resources: { requests: quantities({ cpu: 0.05, memory: 128 }), limits: quantities(collectorSize) },
    },
  ];
}
