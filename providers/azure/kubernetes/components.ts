import type { AzureSharedComponents } from "../components";
import type { AzureMonitoring } from "../monitoring";
import type { AzureKubernetesCluster } from "./cluster";
import type { AzureKubernetesService } from "./service";

/** The component classes of Azure with AKS: those of Azure, and what services run in. */
export interface AzureKubernetesComponents extends AzureSharedComponents {
  readonly cluster: AzureKubernetesCluster;
  readonly service: AzureKubernetesService;
  readonly monitoring: AzureMonitoring;
}
