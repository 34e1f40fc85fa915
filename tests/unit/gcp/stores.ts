import type { AuditArgs } from "../../../components/audit";
import type { BackupArgs } from "../../../components/backup";
import type { CacheArgs } from "../../../components/cache";
import type { DatabaseArgs } from "../../../components/database";
import type { ServiceArgs } from "../../../components/service";
import { GcpAudit } from "../../../providers/gcp/audit";
import { GcpBackup } from "../../../providers/gcp/backup";
import { GcpCache } from "../../../providers/gcp/cache";
import type { GcpComponents } from "../../../providers/gcp/components";
import { GcpDatabase } from "../../../providers/gcp/database";
import { dumpOnCloudRun } from "../../../providers/gcp/dump";
import { GcpMonitoring } from "../../../providers/gcp/monitoring";
import type { GcpProject } from "../../../providers/gcp/project";
import { GcpSecrets } from "../../../providers/gcp/secrets";
import { GcpService } from "../../../providers/gcp/service";
import { cluster, key, loadBalancer, network, project, telemetry } from "./fixture";

/** Components that run or hold something, as production asks for them, to be put under test. Each is made inside `record`. */

export const image = `europe-west1-docker.pkg.dev/acme-platform/api-registry-x7k2qm/image@sha256:${"b".repeat(64)}`;

function shared(within: GcpProject) {
  const logsKey = key("logs", true, within);
  return {
    network: network({ key: logsKey, zones: 2, egress: "single" }),
    key: key("data", true, within),
    logsKey,
    logRetentionDays: 365,
  };
}

const databaseArgs = {
  size: "medium",
  version: "17",
  storage: 100,
  maximumStorage: 500,
  highAvailability: true,
  retentionDays: 35,
  protection: true,
  secretGeneration: "1",
} as const;
const cacheArgs = {
  size: "medium",
  highAvailability: true,
  protection: true,
  secretGeneration: "1",
} as const;

/** @param environment `dev` has no recovery region */
export const database = (
  args: Partial<DatabaseArgs<GcpComponents>> & { readonly environment?: "dev" | "prod" } = {},
) => {
  const { environment, ...rest } = args;
  return new GcpDatabase("database", { ...shared(project(environment)), ...databaseArgs, ...rest }, {});
};

export const cache = (args: Partial<CacheArgs<GcpComponents>> = {}) =>
  new GcpCache("cache", { ...shared(project()), ...cacheArgs, ...args }, {});

export interface ServiceOptions {
  readonly public?: boolean;
  readonly stores?: boolean;
  readonly args?: Partial<ServiceArgs<GcpComponents>>;
}

function running(options: ServiceOptions) {
  const common = shared(project());
  const place = cluster(common.network, common.key, common.logsKey);
  const watching = telemetry({ key: common.logsKey, email: "oncall@example.com" });
  const entry =
    options.public === false
      ? undefined
      : loadBalancer({ network: common.network, logsKey: common.logsKey, cluster: place });
  const stores = options.stores
    ? {
        database: new GcpDatabase("database", { ...common, ...databaseArgs }, {}),
        cache: new GcpCache("cache", { ...common, ...cacheArgs }, {}),
      }
    : {};
  const service = new GcpService(
    "api",
    {
      ...common,
      ...stores,
      service: "api",
      environmentName: "prod",
      image,
      port: 8000,
      public: options.public ?? true,
      path: "/*",
      cpu: 0.5,
      memory: 512,
      scaling: { min: 3, max: 12, cpu: 70, memory: 75, requestsPerReplica: 1000 },
      probes: { liveness: "/health", readiness: "/ready", grace: 30, client: "node" },
      environment: { PORT: "8000", LOG_LEVEL: "INFO" },
      interruptible: false,
      metrics: true,
      secrets: new GcpSecrets(
        "api-secrets",
        {
          owner: "api",
          key: common.key,
          values: { SECRET_KEY: { from: "generated", length: 64 } },
          secretGeneration: "1",
          protection: false,
        },
        {},
      ),
      cluster: place,
      telemetry: watching,
      traceSampling: 0.1,
      loadBalancer: entry,
      ...options.args,
    },
    {},
  );
  return { ...common, ...stores, place, watching, entry, service };
}

/** The service `api`, with all that it needs. */
export const service = (options: ServiceOptions = {}) => running(options).service;

/** What watches the service `api`, its stores and its load balancer. */
export const monitoring = (
  options: ServiceOptions & { readonly uptimeCheck?: boolean; readonly services?: number } = {},
) => {
  const { entry, service: api, watching, ...rest } = running({ stores: true, ...options });
  return new GcpMonitoring(
    "monitoring",
    {
      ...("database" in rest && { database: rest.database, cache: rest.cache }),
      telemetry: watching,
      services: Array.from({ length: options.services ?? 1 }, () => api),
      loadBalancer: entry,
      uptimePath: "/health",
      uptimeCheck: options.uptimeCheck ?? true,
    },
    {},
  );
};

export const backup = (args: Partial<BackupArgs<GcpComponents>> = {}) => {
  const common = shared(project());
  const asked = {
    ...common,
    database: new GcpDatabase("database", { ...common, ...databaseArgs }, {}),
    cluster: cluster(common.network, common.key, common.logsKey),
    telemetry: telemetry({ key: common.logsKey, email: "oncall@example.com" }),
    retentionDays: 35,
    recoveryRegion: "europe-west4",
    lock: true,
    protection: true,
    dumpImage: image,
    ...args,
  };
  return new GcpBackup("backup", { ...asked, makeDump: dumpOnCloudRun(asked) }, {});
};

export const audit = (args: Partial<AuditArgs<GcpComponents>> = {}) => {
  const logsKey = key("logs");
  return new GcpAudit(
    "audit",
    {
      key: logsKey,
      telemetry: telemetry({ key: logsKey, email: "oncall@example.com" }),
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
};
