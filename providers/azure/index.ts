import type { CloudProvider } from "../../components/provider";
import type { Specification } from "../../components/specification";
import { appOrigin } from "./app-origin";
import { AzureBackup } from "./backup";
import { AzureCluster } from "./cluster";
import type { AzureComponents } from "./components";
import { dumpAsJob } from "./dump";
import { AzureLoadBalancer } from "./load-balancer";
import { appEvents } from "./metrics";
import { AzureMonitoring } from "./monitoring";
import { AzureService } from "./service";
import { azureStack } from "./stack";

export type { AzureComponents } from "./components";

/** Azure with Container Apps, for one stack. */
export function createProvider(specification: Specification): CloudProvider<AzureComponents> {
  const { makes, registryOf, scope } = azureStack(specification);
  return {
    ...makes,
    cluster: (name, args, opts) => new AzureCluster(name, { ...args, scope }, opts),
    loadBalancer: (name, args, opts) =>
      new AzureLoadBalancer(name, { ...args, scope, originOf: appOrigin(args.cluster) }, opts),
    service: (name, args, opts) =>
      new AzureService(name, { ...args, scope, registry: registryOf(name) }, opts),
    monitoring: (name, args, opts) => {
      const events = appEvents(args.services.map(({ app }) => app.name));
      return new AzureMonitoring(name, { ...args, scope, events }, opts);
    },
    backup: (name, args, opts) => {
      const makeDump = dumpAsJob({ ...args, scope, registry: registryOf("dump") });
      return new AzureBackup(name, { ...args, scope, makeDump }, opts);
    },
  };
}
