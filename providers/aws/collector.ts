import type { ContainerDefinition } from "@pulumi/aws/ecs";
import * as pulumi from "@pulumi/pulumi";
import type { MetricsWorkspace } from "./telemetry";

interface CollectorArgs {
  readonly service: string;
  readonly environmentName: string;
  readonly region: string;
  /** Port whose `/metrics` is scraped; absent: none is. */
  readonly metricsPort?: number | undefined;
  readonly workspace: MetricsWorkspace;
  /** How the collector finds out which replica it is beside. */
  readonly detectors: readonly string[];
}

/**
 * AWS's build of the OpenTelemetry collector, from Amazon's public gallery.
 * Its tags are never moved; the version is raised by hand, with its release notes read.
 */
export const collectorImage = "public.ecr.aws/aws-observability/aws-otel-collector:v0.49.0";

/** MiB that the collector may use, and is given on top of the service's own. */
export const collectorMemory = 256;

/** Where a service of the same task sends its traces (OTLP over HTTP). */
export const traceEndpoint = "http://localhost:4318";

/**
 * The container beside a service that sends its traces to X-Ray and its metrics to Prometheus. The service runs on
 * without it.
 *
 * @returns the container, without what all containers of a task have in common
 */
export function collector(args: Omit<CollectorArgs, "detectors">): ContainerDefinition {
  return {
    name: "collector",
    image: collectorImage,
    essential: false,
    memory: collectorMemory,
    environment: [
      { name: "AOT_CONFIG_CONTENT", value: collectorConfiguration({ ...args, detectors: ["env", "ecs"] }) },
    ],
    healthCheck: { command: ["CMD", "/healthcheck"], interval: 10, timeout: 5, retries: 3, startPeriod: 10 },
    // An exit starts it again without a new task.
    restartPolicy: { enabled: true, restartAttemptPeriod: 60 },
  };
}

/** The collector's configuration, as JSON, which is YAML too. */
export function collectorConfiguration(args: CollectorArgs): pulumi.Output<string> {
  const { detectors, environmentName, metricsPort, region, service, workspace } = args;
  const labels = { service, environment: environmentName };
  const metrics = metricsPort !== undefined;
  return pulumi.jsonStringify({
    extensions: { health_check: {}, sigv4auth: { region, service: "aps" } },
    receivers: {
      otlp: {
        protocols: { grpc: { endpoint: "localhost:4317" }, http: { endpoint: "localhost:4318" } },
      },
      ...(metrics && { prometheus: { config: { scrape_configs: [scrape(service, metricsPort)] } } }),
    },
    processors: {
      // Drops data before the container is killed for its memory.
      memory_limiter: { check_interval: "1s", limit_percentage: 75, spike_limit_percentage: 15 },
      // Adds the replica to each sample, so that replicas do not overwrite each other's.
      resourcedetection: { detectors: [...detectors], timeout: "2s" },
      batch: { timeout: "5s" },
    },
    exporters: {
      awsxray: { region, indexed_attributes: ["service.name", "deployment.environment.name"] },
      ...(metrics && {
        prometheusremotewrite: {
          endpoint: workspace.remoteWriteUrl,
          auth: { authenticator: "sigv4auth" },
          external_labels: labels,
          resource_to_telemetry_conversion: { enabled: true },
        },
      }),
    },
    service: {
      telemetry: { logs: { level: "warn" } },
      extensions: ["health_check", "sigv4auth"],
      pipelines: {
        traces: {
          receivers: ["otlp"],
          processors: ["memory_limiter", "resourcedetection", "batch"],
          exporters: ["awsxray"],
        },
        ...(metrics && {
          metrics: {
            receivers: ["prometheus"],
            processors: ["memory_limiter", "resourcedetection", "batch"],
            exporters: ["prometheusremotewrite"],
          },
        }),
      },
    },
  });
}

function scrape(service: string, port: number) {
  return {
    job_name: service,
    scrape_interval: "5s",
    scrape_timeout: "4s",
    metrics_path: "/metrics",
    static_configs: [{ targets: [`localhost:${String(port)}`] }],
  };
}
