import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import { serviceObject } from "../../../components/kubernetes/service-object";
import type { Route } from "../../../components/load-balancer";
import type { ScalingSpecification } from "../../../components/specification";
import * as pulumi from "@pulumi/pulumi";
import { madeByGke } from "./gateway";
import type { GcpKubernetesCluster } from "./cluster";
import { capacity, capacityAnnotation } from "./request-scaling";

interface BackendArgs {
  readonly cluster: GcpKubernetesCluster;
  readonly route: Route;
  readonly scaling: ScalingSpecification | undefined;
  /** Name of the web application firewall; absent: none. */
  readonly firewall: pulumi.Output<string> | undefined;
}

/** Where the requests of one service go within the cluster. */
export interface GatewayBackend {
  readonly route: Route;
  /** Name of the Service object: the service's own. */
  readonly serviceName: pulumi.Output<string>;
  /** What the backend service is called that GKE makes of it. */
  readonly pattern: pulumi.Output<string>;
  /** What says how the load balancer treats it. */
  readonly policies: readonly pulumi.Resource[];
}

/**
 * A service as the load balancer sees it: its pods behind a Service object, which are asked the readiness path as the kubelet asks
 * it; its requests logged; and a replica that ends given the time that it takes.
 *
 * @param name logical name of the Service object
 */
export function gatewayBackend(
  name: string,
  { cluster, firewall, route, scaling }: BackendArgs,
  opts: pulumi.CustomResourceOptions,
): GatewayBackend {
  const { namespace } = cluster;
  const { health, port, service: program } = route;
  const object = serviceObject(
    name,
    {
      namespace,
      program,
      port,
      name: program,
      ...(scaling && { annotations: { [capacityAnnotation]: String(capacity(scaling)) } }),
    },
    opts,
  );
  const serviceName = object.metadata.name;
  const policy = (role: string, kind: string, defaults: object) =>
    new CustomResource(
      `${name}-${role}`,
      {
        apiVersion: "networking.gke.io/v1",
        kind,
        metadata: { ...namespace.metadata(program), name: program },
        spec: { default: defaults, targetRef: { group: "", kind: "Service", name: serviceName } },
      },
      opts,
    );
  return {
    route,
    serviceName,
    pattern: madeByGke(cluster, pulumi.interpolate`${serviceName}-${String(port)}`),
    policies: [
      policy("health", "HealthCheckPolicy", {
        checkIntervalSec: 5,
        timeoutSec: 4,
        healthyThreshold: 1,
        unhealthyThreshold: 3,
        config: {
          type: "HTTP",
          httpHealthCheck: { portSpecification: "USE_SERVING_PORT", requestPath: health },
        },
      }),
      policy("treatment", "GCPBackendPolicy", {
        // All of them, in millionths.
        logging: { enabled: true, sampleRate: 1_000_000 },
        connectionDraining: { drainingTimeoutSec: 30 },
        ...(firewall && { securityPolicy: firewall }),
      }),
    ],
  };
}
