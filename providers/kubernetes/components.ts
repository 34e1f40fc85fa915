import type { KubernetesSecrets } from "../../components/kubernetes/secrets";
import type { Components } from "../../components/provider";
import type { NoAudit, NoEncryptionKey, NoNetwork } from "./absent";
import type { KubernetesBackup } from "./backup";
import type { KubernetesCluster } from "./cluster";
import type { KubernetesLoadBalancer } from "./load-balancer";
import type { KubernetesMonitoring } from "./monitoring";
import type { KubernetesService } from "./service";
import type { KubernetesCache, KubernetesDatabase } from "./stores";
import type { KubernetesTelemetry } from "./telemetry";

/** The component classes of a cluster that is there already: what each may expect of the others. */
export interface KubernetesComponents extends Components {
  readonly key: NoEncryptionKey;
  readonly telemetry: KubernetesTelemetry;
  readonly network: NoNetwork;
  readonly database: KubernetesDatabase;
  readonly cache: KubernetesCache;
  readonly registry: never;
  readonly secrets: KubernetesSecrets;
  readonly cluster: KubernetesCluster;
  readonly loadBalancer: KubernetesLoadBalancer;
  readonly service: KubernetesService;
  readonly monitoring: KubernetesMonitoring;
  readonly backup: KubernetesBackup;
  readonly audit: NoAudit;
}
