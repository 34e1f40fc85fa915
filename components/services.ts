import type * as pulumi from "@pulumi/pulumi";
import { imageReference } from "./image";
import type { CloudProvider, Components } from "./provider";
import type { Specification } from "./specification";

/** What all services of a stack share. */
export interface Shared<C extends Components> {
  readonly key: C["key"];
  readonly logsKey: C["key"];
  readonly telemetry: C["telemetry"];
  readonly network: C["network"];
  readonly cluster: C["cluster"];
  readonly database: C["database"] | undefined;
  readonly cache: C["cache"] | undefined;
}

export interface RunningServices<C extends Components> {
  readonly services: readonly C["service"][];
  /** Absent when no service is public. */
  readonly loadBalancer: C["loadBalancer"] | undefined;
  readonly images: Readonly<Record<string, pulumi.Output<string>>>;
  /** Path that the uptime check asks for: the first public service's liveness path. */
  readonly uptimePath: string;
}

/** Makes the load balancer and every service, each with its own registry, image, secrets and identity. */
export function services<C extends Components>(
  specification: Specification,
  cloud: CloudProvider<C>,
  opts: pulumi.ComponentResourceOptions,
  shared: Shared<C>,
): RunningServices<C> {
  const { protection, secretGeneration } = specification;
  const { logRetentionDays, traceSampling } = specification.telemetry;
  const entries = Object.entries(specification.services);
  const open = entries.filter(([, service]) => service.public);
  const routes = open.map(([service, { canary, path, port, probes }]) => ({
    service,
    path,
    port,
    health: probes.readiness,
    canary: canary !== undefined,
  }));
  const loadBalancer =
    routes.length === 0
      ? undefined
      : cloud.loadBalancer(
          "entry",
          {
            routes,
            network: shared.network,
            cluster: shared.cluster,
            logsKey: shared.logsKey,
            domain: specification.domain,
            webApplicationFirewall: specification.webApplicationFirewall,
            logRetentionDays,
            protection,
          },
          opts,
        );

  const images: Record<string, pulumi.Output<string>> = {};
  const made = entries.map(([service, { image: source, secrets: values, database, cache, ...rest }]) => {
    const image = imageReference(service, source, cloud, { ...opts, key: shared.key, protection });
    images[service] = image;
    const data = {
      database: database ? shared.database : undefined,
      cache: cache ? shared.cache : undefined,
    };
    const secrets = cloud.secrets(
      `${service}-secrets`,
      { owner: service, key: shared.key, values, secretGeneration, protection, ...data },
      opts,
    );
    return cloud.service(
      service,
      {
        ...rest,
        ...data,
        service,
        secrets,
        image,
        environmentName: specification.environment,
        network: shared.network,
        cluster: shared.cluster,
        telemetry: shared.telemetry,
        logsKey: shared.logsKey,
        logRetentionDays,
        traceSampling,
        loadBalancer: rest.public ? loadBalancer : undefined,
      },
      opts,
    );
  });
  return { services: made, loadBalancer, images, uptimePath: open[0]?.[1].probes.liveness ?? "/health" };
}
