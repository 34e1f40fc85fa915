import type { Output } from "@pulumi/pulumi";
import type { SecretSource, ServiceSpecification, Specification } from "../components/specification";
import { clusterSpecification } from "./cluster";
import { problem, type Problem } from "./problem";
import { environmentVariables, type Given, type Settled, type SettledService } from "./settle";
import { variableName } from "./settings";

/** Characters of a generated `secretKey`: 64 letters and digits hold more than the 256 bits that HS256 asks for. */
const secretKeyLength = 64;

type SecretValues = Readonly<Record<string, Output<string>>>;

/** Puts the specification together from a configuration that no rule has refused. */
export function specify(
  { project, stack }: { readonly project: string; readonly stack: string },
  given: Given,
  settled: Settled,
  values: SecretValues,
): { specification: Specification } | { problems: readonly Problem[] } {
  const { environment, cloud, cluster, region = cluster && "", recoveryRegion } = given;
  const services: Record<string, ServiceSpecification> = {};
  for (const [name, service] of Object.entries(settled.services)) {
    if (service.image === undefined) return incomplete(`services.${name}`);
    services[name] = specifyService(name, { ...service, image: service.image }, values);
  }
  if (environment === undefined) return incomplete("environment");
  if (cloud === undefined) return incomplete("cloud");
  if (region === undefined) return incomplete("region");

  const { kubernetes, domain, database, cache, logs, backup, budget } = settled;
  const { dump, ...keeping } = backup;
  const specification: Specification = {
    project,
    stack,
    environment,
    cloud,
    region,
    ...(recoveryRegion !== undefined && { recoveryRegion }),
    runtime: settled.runtime,
    ...(kubernetes && { kubernetes }),
    ...(cluster && { cluster: clusterSpecification(cluster, settled, values) }),
    tags: { ...given.tags, project, stack, environment, "managed-by": "pulumi" },
    protection: settled.protection,
    network: settled.network,
    ...(domain && { domain }),
    webApplicationFirewall: settled.webApplicationFirewall,
    services,
    ...(database && { database }),
    ...(cache && { cache }),
    telemetry: {
      logRetentionDays: logs.retentionDays,
      traceSampling: logs.traceSampling,
      ...(given.alerts?.email !== undefined && { email: given.alerts.email }),
      ...(given.alerts?.webhook !== undefined && { webhook: given.alerts.webhook }),
    },
    backup: { ...keeping, ...(dump && { dump: { image: dump } }) },
    audit: settled.audit,
    ...(budget !== undefined && { monthlyBudget: budget }),
    secretGeneration: String(given.rotation ?? "1"),
  };
  return { specification };
}

type PinnedService = SettledService & Pick<ServiceSpecification, "image">;

function specifyService(name: string, service: PinnedService, values: SecretValues): ServiceSpecification {
  const { image, port, path, cpu, memory, scaling, probes, database, cache, canary, interruptible, metrics } =
    service;
  return {
    image,
    port,
    public: service.public,
    path,
    cpu,
    memory,
    scaling,
    probes,
    environment: environmentVariables(name, service),
    secrets: Object.fromEntries(secretSources(service, values)),
    database,
    cache,
    ...(canary && { canary }),
    interruptible,
    metrics,
  };
}

/** A secret that the service lists comes from the configuration; the platform makes those that it can and are not listed. */
function secretSources(
  { database, cache, secrets }: SettledService,
  values: SecretValues,
): [string, SecretSource][] {
  const made: [string, SecretSource][] = [["secretKey", { from: "generated", length: secretKeyLength }]];
  if (database) made.push(["databaseUrl", { from: "database" }]);
  if (cache) made.push(["redisUrl", { from: "cache" }]);
  const listed = secrets.flatMap((secret): [string, SecretSource][] => {
    const value = values[secret];
    return value === undefined ? [] : [[secret, { from: "configuration", value }]];
  });
  return [...made, ...listed].map(([secret, source]) => [variableName(secret), source]);
}

/** Only reached when a rule is missing: still a message and never a half-built specification. */
function incomplete(key: string): { problems: readonly Problem[] } {
  return { problems: [problem([key], "is missing", "Add it.")] };
}
