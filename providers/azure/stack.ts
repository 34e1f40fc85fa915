import { Provider } from "@pulumi/azure-native/provider";
import type { CloudProvider } from "../../components/provider";
import type { Specification } from "../../components/specification";
import { AzureAudit } from "./audit";
import { AzureCache } from "./cache";
import type { AzureSharedComponents } from "./components";
import { AzureContainerRegistry } from "./container-registry";
import { AzureDatabase } from "./database";
import { AzureEncryptionKey } from "./encryption-key";
import { AzureNetwork } from "./network";
import { AzureRegistry } from "./registry";
import { AzureScope } from "./scope";
import { AzureSecrets } from "./secrets";
import { AzureTelemetry } from "./telemetry";

/** What a stack on Azure makes the same whatever its services run on. */
type SharedMakes = Pick<
  CloudProvider<AzureSharedComponents>,
  | "cloud"
  | "providers"
  | "key"
  | "telemetry"
  | "network"
  | "database"
  | "cache"
  | "registry"
  | "secrets"
  | "audit"
>;

export interface AzureStack {
  readonly scope: AzureScope;
  readonly makes: SharedMakes;
  /** The repository of an image that the stack builds, by whose image it is; absent: its image is ready. */
  readonly registryOf: (owner: string) => AzureRegistry | undefined;
  /** @throws Error when it is not made yet */
  readonly telemetry: () => AzureTelemetry;
}

/**
 * A provider, and one resource group in the stack's region that all it makes stands in.
 *
 * @param podRange block that pods of a cluster have their addresses from; absent: services run on Container Apps
 */
export function azureStack(specification: Specification, podRange?: string): AzureStack {
  const { telemetry: watched, region: location } = specification;
  const provider = new Provider("azure", { location });
  const { logRetentionDays } = watched;
  const held = specification.backup.lock && specification.database !== undefined;
  const scope = new AzureScope("scope", { ...specification, logRetentionDays, held }, { provider });
  const asked = Object.values(specification.services);
  const open = {
    database: asked.some(({ database }) => database) || specification.backup.dump !== undefined,
    cache: asked.some(({ cache }) => cache),
  };
  let network: AzureNetwork | undefined;
  let telemetry: AzureTelemetry | undefined;
  let store: AzureContainerRegistry | undefined;
  const registries = new Map<string, AzureRegistry>();
  return {
    scope,
    registryOf: (owner) => registries.get(`${owner}-registry`),
    telemetry: () => {
      if (!telemetry) throw new Error("telemetry is asked for before it is made");
      return telemetry;
    },
    makes: {
      cloud: "azure",
      providers: [provider],
      key: (name, args, opts) =>
        new AzureEncryptionKey(name, { ...args, scope, held: held && args.purpose === "data" }, opts),
      telemetry: (name, args, opts) => (telemetry = new AzureTelemetry(name, { ...args, scope }, opts)),
      network: (name, args, opts) =>
        (network = new AzureNetwork(name, { ...args, scope, open, podRange }, opts)),
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
      audit: (name, args, opts) => new AzureAudit(name, { ...args, scope, plans: store?.plans }, opts),
    },
  };
}
