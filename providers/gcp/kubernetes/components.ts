import type { GcpSharedComponents } from "../components";
import type { GcpKubernetesCluster } from "./cluster";
import type { GcpKubernetesLoadBalancer } from "./load-balancer";
import type { GcpKubernetesMonitoring } from "./monitoring";
import type { GcpKubernetesService } from "./service";

/** The component classes of Google Cloud with GKE: those of Google Cloud, and what services run in, are reached by and watched by. */
export interface GcpKubernetesComponents extends GcpSharedComponents {
  readonly cluster: GcpKubernetesCluster;
  readonly loadBalancer: GcpKubernetesLoadBalancer;
  readonly service: GcpKubernetesService;
  readonly monitoring: GcpKubernetesMonitoring;
}
