import { Provider } from "@pulumi/azure-native/provider";
import type { CloudProvider } from "../../components/provider";
import type { Specification } from "../../components/specification";
import { AzureAudit } from "./audit";
import { AzureBackup } from "./backup";
import { AzureCache } from "./cache";
import { AzureCluster } from "./cluster";
import type { AzureComponents } from "./components";
import { AzureContainerRegistry } from "./container-registry";
import { AzureDatabase } from "./database";
import { AzureEncryptionKey } from "./encryption-key";
import { AzureLoadBalancer } from "./load-balancer";
import { AzureMonitoring } from "./monitoring";
import { AzureNetwork } from "./network";
import { AzureRegistry } from "./registry";
import { AzureScope } from "./scope";
import { AzureSecrets } from "./secrets";
import { AzureService } from "./service";
import { AzureTelemetry } from "./telemetry";

export type { AzureComponents } from "./components";

/** Azure, for one stack: a provider, and one resource group in the stack's region that all it makes stands in. */
export function createProvider(specification: Specification): CloudProvider<AzureComponents> {
  const { telemetry, region: location } = specification;
  const provider = new Provider("azure", { location });
  const { logRetentionDays } = telemetry;
  const held = specification.backup.lock && specification.database !== undefined;
  const scope = new AzureScope("scope", { ...specification, logRetentionDays, held }, { provider });
  const asked = Object.values(specification.services);
  const open = {
    database: asked.some(({ database }) => database) || specification.backup.dump !== undefined,
    cache: asked.some(({ cache }) => cache),
  };
  let network: AzureNetwork | undefined;
  let store: AzureContainerRegistry | undefined;
  /** The repository of each image that the stack builds, by its logical name: who may pull from it. */
  const registries = new Map<string, AzureRegistry>();
  return {
    cloud: "azure",
    providers: [provider],
    key: (name, args, opts) =>
      new AzureEncryptionKey(name, { ...args, scope, held: held && args.purpose === "data" }, opts),
    telemetry: (name, args, opts) => new AzureTelemetry(name, { ...args, scope }, opts),
    network: (name, args, opts) => (network = new AzureNetwork(name, { ...args, scope, open }, opts)),
    database: (name, args, opts) => new AzureDatabase(name, { ...args, scope }, opts),
    cache: (name, args, opts) => new AzureCache(name, { ...args, scope }, opts),
    registry: (name, args, opts) => {
      if (!network)
        throw new Error(`the registry "${name}" is asked for before the network that pulls from it`);
      const { protection } = args;
      const scan = !specification.audit.threatDetection;
      store ??= new AzureContainerRegistry("registry", { scope, network, protection, scan }, opts);
      const registry = new AzureRegistry(name, { ...args, store }, opts);
      registries.set(name, registry);
      return registry;
    },
    secrets: (name, args, opts) => new AzureSecrets(name, { ...args, scope }, opts),
    cluster: (name, args, opts) => new AzureCluster(name, { ...args, scope }, opts),
    loadBalancer: (name, args, opts) => new AzureLoadBalancer(name, { ...args, scope }, opts),
    service: (name, args, opts) =>
      new AzureService(name, { ...args, scope, registry: registries.get(`${name}-registry`) }, opts),
    monitoring: (name, args, opts) => new AzureMonitoring(name, { ...args, scope }, opts),
    backup: (name, args, opts) =>
      new AzureBackup(name, { ...args, scope, registry: registries.get("dump-registry") }, opts),
    audit: (name, args, opts) => new AzureAudit(name, { ...args, scope, plans: store?.plans }, opts),
  };
}
