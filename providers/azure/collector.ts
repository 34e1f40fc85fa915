import * as pulumi from "@pulumi/pulumi";
import type { ServiceSpecification } from "../../components/specification";
import { containerSize } from "./container-size";
import type { AzureTelemetry } from "./telemetry";

interface ConfigurationArgs extends Pick<ServiceSpecification, "metrics" | "port"> {
  readonly service: string;
  readonly environmentName: string;
  readonly telemetry: AzureTelemetry;
  /** How the collector proves that it is the service's identity, in the words of the extension `azureauth`. */
  readonly identity: Readonly<Record<string, Readonly<Record<string, pulumi.Input<string>>>>>;
  /** Name of the variable that holds the replica's own name. */
  readonly replicaName: string;
}

interface CollectorArgs extends Omit<ConfigurationArgs, "identity" | "replicaName"> {
  /** Client id of the service's identity, which may send both. */
  readonly clientId: pulumi.Input<string>;
}

/**
 * The OpenTelemetry collector with all its components, as its project releases it.
 * Its tags are never moved; the version is raised by hand, with its release notes read.
 */
export const collectorImage =
  "ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-contrib:0.162.0";

/** What the collector takes of a replica: Container Apps' smallest share. */
export const collectorSize = containerSize(0.25, 512);

/** Where a service of the same replica sends its traces (OTLP over HTTP). */
export const traceEndpoint = "http://localhost:4318";

/**
 * The container beside a service that sends its traces to Application Insights and its metrics to Azure Monitor's
 * Prometheus. Not the environment's own agent: that speaks gRPC alone, knows no Prometheus, and samples nothing.
 */
export function collector(args: CollectorArgs) {
  return {
    name: "collector",
    image: collectorImage,
    args: ["--config=env:COLLECTOR_CONFIGURATION"],
    resources: { ...collectorSize },
    env: [
      // Names a place to send to, and proves nothing.
      {
        name: "APPLICATIONINSIGHTS_CONNECTION_STRING",
        value: args.telemetry.applicationInsights.connectionString,
      },
      {
        name: "COLLECTOR_CONFIGURATION",
        value: collectorConfiguration({
          ...args,
          identity: { managed_identity: { client_id: args.clientId } },
          replicaName: "CONTAINER_APP_REPLICA_NAME",
        }),
      },
    ],
  };
}

/** The collector's configuration, as JSON, which is YAML too. */
export function collectorConfiguration(args: ConfigurationArgs): pulumi.Output<string> {
  const { environmentName, identity, metrics, port, replicaName, service, telemetry } = args;
  const processors = ["memory_limiter", "batch"];
  const auth = { authenticator: "azureauth" };
  return pulumi.jsonStringify({
    extensions: {
      azureauth: {
        ...identity,
        scopes: ["https://monitor.azure.com/.default"],
      },
    },
    receivers: {
      otlp: {
        protocols: { grpc: { endpoint: "localhost:4317" }, http: { endpoint: "localhost:4318" } },
      },
      ...(metrics && { prometheus: { config: { scrape_configs: [scrape(service, port)] } } }),
    },
    processors: {
      // Drops data before the container is killed for its memory.
      memory_limiter: { check_interval: "1s", limit_percentage: 75, spike_limit_percentage: 15 },
      batch: { timeout: "5s" },
    },
    exporters: {
      azuremonitor: { auth },
      ...(metrics && {
        prometheusremotewrite: {
          endpoint: telemetry.metrics.remoteWriteUrl,
          auth,
          // Every replica scrapes itself at the same address: without its name they would overwrite each other's samples.
          external_labels: {
            service,
            environment: environmentName,
            replica: `\${env:${replicaName}}`,
          },
          resource_to_telemetry_conversion: { enabled: true },
        },
      }),
    },
    service: {
      telemetry: { logs: { level: "warn" } },
      extensions: ["azureauth"],
      pipelines: {
        traces: { receivers: ["otlp"], processors, exporters: ["azuremonitor"] },
        ...(metrics && {
          metrics: { receivers: ["prometheus"], processors, exporters: ["prometheusremotewrite"] },
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
