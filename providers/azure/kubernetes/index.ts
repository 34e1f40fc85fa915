import type { CloudProvider } from "../../../components/provider";
import type { Specification } from "../../../components/specification";
import { AzureBackup } from "../backup";
import { AzureLoadBalancer } from "../load-balancer";
import { AzureMonitoring } from "../monitoring";
import { azureStack } from "../stack";
import { AzureKubernetesCluster } from "./cluster";
import { clusterRanges } from "./cluster-network";
import type { AzureKubernetesComponents } from "./components";
import { dumpInCluster } from "./dump";
import { podEvents } from "./pod-metrics";
import { podOrigin } from "./pod-origin";
import { AzureKubernetesService } from "./service";

/** Azure with AKS, for one stack: everything of Azure but what services run in. */
export function createProvider(specification: Specification): CloudProvider<AzureKubernetesComponents> {
  const { pods } = clusterRanges(specification.network.cidr);
  const { makes, registryOf, scope, telemetry } = azureStack(specification, pods);
  return {
    ...makes,
    cluster: (name, args, opts) =>
      new AzureKubernetesCluster(name, { ...args, scope, specification, telemetry: telemetry() }, opts),
    loadBalancer: (name, args, opts) => {
      const originOf = podOrigin(args.cluster, args.network);
      return new AzureLoadBalancer(name, { ...args, scope, originOf, privateLink: true }, opts);
    },
    service: (name, args, opts) =>
      new AzureKubernetesService(name, { ...args, registry: registryOf(name) }, opts),
    monitoring: (name, args, opts) => {
      const events = podEvents(args.services.map(({ handles }) => handles));
      return new AzureMonitoring(name, { ...args, scope, events }, opts);
    },
    backup: (name, args, opts) => {
      const makeDump = dumpInCluster({ ...args, registry: registryOf("dump") });
      return new AzureBackup(name, { ...args, scope, makeDump }, opts);
    },
  };
}
