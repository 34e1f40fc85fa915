import type { CloudProvider } from "../../../components/provider";
import type { Specification } from "../../../components/specification";
import { GcpAudit } from "../audit";
import { GcpBackup } from "../backup";
import { GcpCache } from "../cache";
import { GcpDatabase } from "../database";
import { GcpEncryptionKey } from "../encryption-key";
import { GcpNetwork } from "../network";
import { GcpProject } from "../project";
import { providerOf } from "../provider";
import { GcpRegistry } from "../registry";
import { GcpSecrets } from "../secrets";
import { GcpTelemetry } from "../telemetry";
import { GcpKubernetesCluster } from "./cluster";
import type { GcpKubernetesComponents } from "./components";
import { dumpInCluster } from "./dump";
import { GcpKubernetesLoadBalancer } from "./load-balancer";
import { GcpKubernetesMonitoring } from "./monitoring";
import { GcpKubernetesService } from "./service";

/** What of a cluster writes logs, as Cloud Logging calls it. */
const logSources = ["k8s_cluster", "k8s_container", "k8s_control_plane_component", "k8s_node", "k8s_pod"];

/** Google Cloud with GKE, for one stack: everything of Google Cloud but what runs in the cluster, leads to it and watches it. */
export function createProvider(specification: Specification): CloudProvider<GcpKubernetesComponents> {
  const provider = providerOf(specification);
  const project = new GcpProject("project", specification, { providers: [provider] });
  return {
    cloud: "gcp",
    providers: [provider],
    key: (name, args, opts) => new GcpEncryptionKey(name, { ...args, project }, opts),
    telemetry: (name, args, opts) => new GcpTelemetry(name, { ...args, logSources }, opts),
    network: (name, args, opts) => new GcpNetwork(name, { ...args, pods: true }, opts),
    database: (name, args, opts) => new GcpDatabase(name, args, opts),
    cache: (name, args, opts) => new GcpCache(name, args, opts),
    registry: (name, args, opts) => new GcpRegistry(name, args, opts),
    secrets: (name, args, opts) => new GcpSecrets(name, args, opts),
    cluster: (name, args, opts) => new GcpKubernetesCluster(name, { ...args, specification }, opts),
    loadBalancer: (name, args, opts) =>
      new GcpKubernetesLoadBalancer(name, { ...args, services: specification.services }, opts),
    service: (name, args, opts) => new GcpKubernetesService(name, args, opts),
    monitoring: (name, args, opts) => new GcpKubernetesMonitoring(name, args, opts),
    backup: (name, args, opts) => new GcpBackup(name, { ...args, makeDump: dumpInCluster(args) }, opts),
    audit: (name, args, opts) => new GcpAudit(name, args, opts),
  };
}
