import type { AwsSharedComponents } from "../components";
import type { AwsKubernetesCluster } from "./cluster";
import type { AwsKubernetesMonitoring } from "./monitoring";
import type { AwsKubernetesService } from "./service";

/** The component classes of AWS with EKS: those of AWS, and what services run in and what watches them. */
export interface AwsKubernetesComponents extends AwsSharedComponents {
  readonly cluster: AwsKubernetesCluster;
  readonly service: AwsKubernetesService;
  readonly monitoring: AwsKubernetesMonitoring;
}
