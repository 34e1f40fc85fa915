import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { Namespace } from "../../components/kubernetes/namespace";
import { KubernetesSecrets } from "../../components/kubernetes/secrets";
import type { CloudProvider } from "../../components/provider";
import type { Specification } from "../../components/specification";
import { NoAudit, NoEncryptionKey, NoNetwork, noRegistry } from "./absent";
import { KubernetesBackup } from "./backup";
import { KubernetesCluster } from "./cluster";
import type { KubernetesComponents } from "./components";
import { KubernetesLoadBalancer } from "./load-balancer";
import { KubernetesMonitoring } from "./monitoring";
import { KubernetesService } from "./service";
import { KubernetesCache, KubernetesDatabase } from "./stores";
import { KubernetesTelemetry } from "./telemetry";

export type { KubernetesComponents } from "./components";

/**
 * A cluster that is there already, for one stack: a provider bound to it, and one namespace that all it makes stands in.
 *
 * @throws pulumi.RunError when the stack does not say which cluster
 */
export function createProvider(specification: Specification): CloudProvider<KubernetesComponents> {
  const { cluster } = specification;
  if (cluster === undefined) throw new pulumi.RunError("the stack does not say which cluster is meant");
  const { context, kubeconfig } = cluster;
  const provider = new Provider("kubernetes", {
    ...(context !== undefined && { context }),
    ...(kubeconfig && { kubeconfig }),
  });
  const { existing, name: namespaceName } = cluster.namespace ?? {};
  const namespace = new Namespace(
    "namespace",
    { specification, name: namespaceName, existing },
    { provider },
  );
  const place = { namespace, cluster };
  return {
    cloud: "kubernetes",
    providers: [provider],
    key: (name, _, opts) => new NoEncryptionKey(name, opts),
    telemetry: (name, args, opts) => new KubernetesTelemetry(name, { ...args, place }, opts),
    network: (name, _, opts) => new NoNetwork(name, opts),
    database: (name, _, opts) => new KubernetesDatabase(name, cluster.databaseUrl, opts),
    cache: (name, _, opts) => new KubernetesCache(name, cluster.redisUrl, opts),
    registry: noRegistry,
    secrets: (name, args, opts) => new KubernetesSecrets(name, { ...args, namespace }, opts),
    cluster: (name, _, opts) => new KubernetesCluster(name, place, opts),
    loadBalancer: (name, args, opts) => new KubernetesLoadBalancer(name, { ...args, place }, opts),
    service: (name, args, opts) => new KubernetesService(name, args, opts),
    monitoring: (name, args, opts) => new KubernetesMonitoring(name, { ...args, place }, opts),
    backup: (name, args, opts) => new KubernetesBackup(name, { ...args, place }, opts),
    audit: (name, _, opts) => new NoAudit(name, opts),
  };
}
