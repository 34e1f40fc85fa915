/** What the collector takes of a replica, on top of the service's own. */
export const collectorSize = { cpu: 0.25, memory: 256 };

/**
 * Google's build of the OpenTelemetry collector, from its public repository.
 * Its tags are never moved; the version is raised by hand, with its release notes read.
 */
export const collectorImage =
  "us-docker.pkg.dev/cloud-ops-agents-artifacts/google-cloud-opentelemetry-collector/otelcol-google:0.151.0";

/** Variable that the collector reads its configuration from. */
export const configurationVariable = "COLLECTOR_CONFIGURATION";
/** Port on which it says whether it lives. */
const healthPort = 13_133;

/** What tells it to read that. */
export const collectorFlags = [`--config=env:${configurationVariable}`];
/** Asks whether it lives, while it starts. */
export const collectorProbe = {
  httpGet: { path: "/", port: healthPort },
  periodSeconds: 5,
  timeoutSeconds: 4,
  failureThreshold: 12,
};

/** Where a service of the same replica sends its traces (OTLP over HTTP). */
export const traceEndpoint = "http://localhost:4318";

interface CollectorArgs {
  readonly service: string;
  readonly environmentName: string;
  /** Port whose `/metrics` is scraped; absent: none is. */
  readonly metricsPort?: number | undefined;
}

/**
 * The container beside a service that sends its traces to Cloud Trace and its metrics to Managed Service for Prometheus. It
 * starts after the service, and stops before it; on Cloud Run a replica ends with any of its containers.
 */
export function collector(args: CollectorArgs) {
  // All replicas are scraped at `localhost`: the replica's own id keeps them from overwriting each other's samples.
  const attributes = [
    { key: "service.instance.id", from_attribute: "faas.instance", action: "upsert" },
    { key: "cluster", value: "__run__", action: "upsert" },
    { key: "namespace", value: args.service, action: "upsert" },
  ];
  const configured = { ...args, attributes };
  return {
    name: "collector",
    image: collectorImage,
    args: collectorFlags,
    envs: [{ name: configurationVariable, value: JSON.stringify(collectorConfiguration(configured)) }],
    dependsOns: [args.service],
    resources: {
      cpuIdle: false,
      limits: { cpu: `${String(collectorSize.cpu * 1000)}m`, memory: `${String(collectorSize.memory)}Mi` },
    },
    startupProbe: collectorProbe,
  };
}

interface ConfigurationArgs extends CollectorArgs {
  /** What the replica is told apart by, as its `resource` processor takes it. */
  readonly attributes: readonly object[];
}

/** The collector's configuration: JSON is YAML too. */
export function collectorConfiguration({
  attributes,
  environmentName,
  metricsPort,
  service,
}: ConfigurationArgs) {
  const metrics = metricsPort !== undefined;
  return {
    extensions: { health_check: { endpoint: `0.0.0.0:${String(healthPort)}` } },
    receivers: {
      otlp: {
        protocols: { grpc: { endpoint: "localhost:4317" }, http: { endpoint: "localhost:4318" } },
      },
      ...(metrics && {
        prometheus: { config: { scrape_configs: [scrape(service, environmentName, metricsPort)] } },
      }),
    },
    processors: {
      // Drops data before the container is killed for its memory.
      memory_limiter: { check_interval: "1s", limit_percentage: 65, spike_limit_percentage: 20 },
      resourcedetection: { detectors: ["env", "gcp"], timeout: "2s" },
      resource: { attributes },
      batch: { send_batch_size: 200, timeout: "5s" },
    },
    exporters: { googlecloud: {}, ...(metrics && { googlemanagedprometheus: {} }) },
    service: {
      telemetry: { logs: { level: "warn" } },
      extensions: ["health_check"],
      pipelines: {
        traces: {
          receivers: ["otlp"],
          processors: ["memory_limiter", "resourcedetection", "batch"],
          exporters: ["googlecloud"],
        },
        ...(metrics && {
          metrics: {
            receivers: ["prometheus"],
            processors: ["memory_limiter", "resourcedetection", "resource", "batch"],
            exporters: ["googlemanagedprometheus"],
          },
        }),
      },
    },
  };
}

function scrape(service: string, environment: string, port: number) {
  return {
    job_name: service,
    scrape_interval: "5s",
    scrape_timeout: "4s",
    metrics_path: "/metrics",
    static_configs: [{ targets: [`localhost:${String(port)}`], labels: { environment } }],
  };
}
