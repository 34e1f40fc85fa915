import type { AuditArgs } from "../../../components/audit";
import type { BackupArgs } from "../../../components/backup";
import type { CacheArgs } from "../../../components/cache";
import type { DatabaseArgs } from "../../../components/database";
import type { LoadBalancerArgs } from "../../../components/load-balancer";
import type { MonitoringArgs } from "../../../components/monitoring";
import type { ServiceArgs } from "../../../components/service";
import { appOrigin } from "../../../providers/azure/app-origin";
import { AzureAudit } from "../../../providers/azure/audit";
import { AzureBackup } from "../../../providers/azure/backup";
import { AzureCache } from "../../../providers/azure/cache";
import { AzureCluster } from "../../../providers/azure/cluster";
import type { AzureComponents } from "../../../providers/azure/components";
import { AzureDatabase } from "../../../providers/azure/database";
import { dumpAsJob } from "../../../providers/azure/dump";
import { AzureEncryptionKey } from "../../../providers/azure/encryption-key";
import { AzureLoadBalancer } from "../../../providers/azure/load-balancer";
import { appEvents } from "../../../providers/azure/metrics";
import { AzureMonitoring } from "../../../providers/azure/monitoring";
import { AzureNetwork } from "../../../providers/azure/network";
import { AzureContainerRegistry } from "../../../providers/azure/container-registry";
import type { AzureRegistry } from "../../../providers/azure/registry";
import { AzureScope } from "../../../providers/azure/scope";
import { AzureSecrets } from "../../../providers/azure/secrets";
import { AzureService } from "../../../providers/azure/service";
import { AzureTelemetry } from "../../../providers/azure/telemetry";
import { type Value } from "../mocks";
import { AZURE_REGION } from "./mock-outputs";

/** Components to be put under test, with all that they need. Each is made inside `record`. */

const digest = `sha256:${"b".repeat(64)}`;
export const image = `registry.example.com/api@${digest}`;
export const RECOVERY = "northeurope";

/** What a stack stands in. */
export const scope = (name = "scope", region = AZURE_REGION): AzureScope =>
  new AzureScope(
    name,
    { region, tags: { environment: "prod" }, protection: true, held: true, logRetentionDays: 365 },
    {},
  );

/** What the components of a stack share, as production asks for it. */
export function stack({ recoveryRegion = RECOVERY, protection = true }: StackOptions = {}) {
  const logRetentionDays = 365;
  const scope = new AzureScope(
    "scope",
    {
      region: AZURE_REGION,
      ...(recoveryRegion !== "" && { recoveryRegion }),
      tags: { environment: "prod" },
      protection,
      held: false,
      logRetentionDays,
    },
    {},
  );
  const key = new AzureEncryptionKey("data-key", { purpose: "data", protection, scope }, {});
  const logsKey = new AzureEncryptionKey("logs-key", { purpose: "logs", protection, scope }, {});
  const telemetry = new AzureTelemetry(
    "telemetry",
    { logRetentionDays, traceSampling: 0.1, email: "oncall@example.com", protection, key: logsKey, scope },
    {},
  );
  const network = new AzureNetwork(
    "network",
    { cidr: "10.0.0.0/16", zones: 3, egress: "zonal", key: logsKey, logRetentionDays, scope },
    {},
  );
  const cluster = new AzureCluster("cluster", { network, key, logsKey, logRetentionDays, scope }, {});
  return { scope, key, logsKey, telemetry, network, cluster, logRetentionDays };
}

/** The registry of the stack, which the repositories of its services are in. */
export const containerRegistry = (on: Stack): AzureContainerRegistry =>
  new AzureContainerRegistry("registry", { ...on, protection: true, scan: false }, {});

interface StackOptions {
  /** Empty: none. */
  readonly recoveryRegion?: string;
  readonly protection?: boolean;
}
type Stack = ReturnType<typeof stack>;

export function database(on: Stack, args: Partial<DatabaseArgs<AzureComponents>> = {}): AzureDatabase {
  return new AzureDatabase(
    "database",
    {
      ...on,
      size: "medium",
      version: "17",
      storage: 100,
      maximumStorage: 500,
      highAvailability: true,
      retentionDays: 35,
      protection: true,
      secretGeneration: "1",
      ...args,
    },
    {},
  );
}

export function cache(on: Stack, args: Partial<CacheArgs<AzureComponents>> = {}): AzureCache {
  return new AzureCache(
    "cache",
    {
      ...on,
      size: "medium",
      highAvailability: true,
      protection: true,
      secretGeneration: "1",
      ...args,
    },
    {},
  );
}

export function loadBalancer(
  on: Stack,
  args: Partial<LoadBalancerArgs<AzureComponents>> = {},
): AzureLoadBalancer {
  return new AzureLoadBalancer(
    "entry",
    {
      ...on,
      originOf: appOrigin(on.cluster),
      routes: [{ service: "api", path: "/*", port: 8000, health: "/ready" }],
      webApplicationFirewall: false,
      protection: true,
      ...args,
    },
    {},
  );
}

export function service(
  on: Stack,
  args: Partial<ServiceArgs<AzureComponents>> = {},
  registry?: AzureRegistry,
): AzureService {
  const isPublic = args.public ?? true;
  return new AzureService(
    "api",
    {
      ...on,
      registry,
      service: "api",
      environmentName: "prod",
      image,
      port: 8000,
      public: isPublic,
      path: "/*",
      cpu: 0.5,
      memory: 512,
      scaling: { min: 3, max: 12, cpu: 60, memory: 75, requestsPerReplica: 1000 },
      probes: { liveness: "/health", readiness: "/ready", grace: 30, client: "none" },
      environment: { PORT: "8000", LOG_LEVEL: "INFO" },
      interruptible: false,
      metrics: true,
      secrets: new AzureSecrets(
        "api-secrets",
        {
          scope: on.scope,
          owner: "api",
          key: on.key,
          values: {
            SECRET_KEY: { from: "generated", length: 64 },
            SESSION_KEY: { from: "generated", length: 32 },
          },
          secretGeneration: "1",
          protection: false,
        },
        {},
      ),
      traceSampling: 0.1,
      ...args,
      loadBalancer: isPublic ? (args.loadBalancer ?? loadBalancer(on)) : undefined,
    },
    {},
  );
}

export function monitoring(
  on: Stack,
  {
    isPublic = true,
    ...args
  }: Partial<MonitoringArgs<AzureComponents>> & { readonly isPublic?: boolean } = {},
): AzureMonitoring {
  const entry = isPublic ? loadBalancer(on) : undefined;
  const api = service(on, { public: isPublic, loadBalancer: entry });
  return new AzureMonitoring(
    "monitoring",
    {
      ...on,
      services: [api],
      events: appEvents([api.app.name]),
      loadBalancer: entry,
      database: database(on),
      cache: cache(on),
      uptimePath: "/health",
      uptimeCheck: false,
      ...args,
    },
    {},
  );
}

export function backup(on: Stack, args: Partial<BackupArgs<AzureComponents>> = {}): AzureBackup {
  const asked = {
    ...on,
    registry: undefined,
    database: database(on),
    retentionDays: 35,
    recoveryRegion: on.scope.recoveryLocation,
    lock: true,
    protection: true,
    dumpImage: image,
    ...args,
  };
  return new AzureBackup("backup", { ...asked, makeDump: dumpAsJob(asked) }, {});
}

export function audit(on: Stack, args: Partial<AuditArgs<AzureComponents>> = {}): AzureAudit {
  return new AzureAudit(
    "audit",
    {
      scope: on.scope,
      key: on.logsKey,
      telemetry: on.telemetry,
      plans: undefined,
      trail: true,
      retentionDays: 400,
      threatDetection: true,
      posture: true,
      protection: true,
      monthlyBudget: 1500,
      budgetEmail: "owner@example.com",
      ...args,
    },
    {},
  );
}

/** A value below a resource's inputs, by its path: `at(inputs, "template", "containers", 0)`. */
export function at(value: Value | undefined, ...path: readonly (string | number)[]): Value {
  let found: Value = value ?? null;
  for (const step of path) {
    if (found === null || typeof found !== "object") return null;
    found = (Array.isArray(found) ? found[Number(step)] : found[step]) ?? null;
  }
  return found;
}
