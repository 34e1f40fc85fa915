import type * as pulumi from "@pulumi/pulumi";
import { Component } from "./component";
import type { Components } from "./provider";
import type { CloudName, Environment, ServiceSpecification } from "./specification";

export interface ServiceArgs<C extends Components> extends Omit<
  ServiceSpecification,
  "image" | "secrets" | "database" | "cache"
> {
  /** Name of the service: label of its logs, metrics and identity. */
  readonly service: string;
  readonly environmentName: Environment;
  /** Image reference, always by digest. */
  readonly image: pulumi.Input<string>;
  readonly secrets: C["secrets"];
  readonly network: C["network"];
  readonly cluster: C["cluster"];
  readonly telemetry: C["telemetry"];
  readonly logsKey: C["key"];
  /** Days that its logs are kept, and share of requests traced (0 to 1). */
  readonly logRetentionDays: number;
  readonly traceSampling: number;
  /** Given only to a public service. */
  readonly loadBalancer?: C["loadBalancer"] | undefined;
  /** Given only to a service that may connect to them; opens the way from it to them and nothing else. */
  readonly database?: C["database"] | undefined;
  readonly cache?: C["cache"] | undefined;
}

/**
 * One containerised service.
 *
 * Every cloud guarantees: secrets by reference; liveness and readiness probes; `min` to `max` replicas, scaled on CPU
 * and requests, in slower than out, the wanted count left to the autoscaler; a rollout that never goes below the wanted
 * replicas, and in which a version that does not become ready never takes the old one's place; an identity of its own that
 * may do nothing but read its own secrets and send telemetry; logs in the central store. Where the cloud can (see its
 * capabilities): scaled on memory too; not root, read-only root file system (a scratch volume at /tmp), no added capability;
 * a new version that raises errors goes back by itself; the network lets it reach only what it was given.
 */
export abstract class Service extends Component {
  protected constructor(cloud: CloudName, name: string, opts: pulumi.ComponentResourceOptions) {
    super(cloud, "Service", name, opts);
  }
}

/** What of a service is watched. */
interface Observed {
  readonly metrics: boolean;
  readonly traceSampling: number;
}

/** Whether anything of a service is traced or scraped, so that a collector runs beside it. */
export function isObserved({ metrics, traceSampling }: Observed): boolean {
  return metrics || traceSampling > 0;
}

/**
 * What OpenTelemetry's SDKs read by themselves in every language.
 *
 * @param endpoint where traces are sent (OTLP over HTTP); absent: nowhere
 */
export function telemetryVariables(
  service: Observed & { readonly service: string; readonly environmentName: Environment },
  endpoint: string | undefined,
): Record<string, string> {
  if (endpoint === undefined || !isObserved(service)) return { OTEL_SDK_DISABLED: "true" };
  return {
    OTEL_SERVICE_NAME: service.service,
    OTEL_RESOURCE_ATTRIBUTES: `deployment.environment.name=${service.environmentName}`,
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
    OTEL_TRACES_SAMPLER_ARG: String(service.traceSampling),
  };
}
