import type { Output } from "@pulumi/pulumi";
import type { ClusterEntry, ExistingClusterSpecification } from "../components/existing-cluster";
import type { ClusterConfiguration } from "./cluster-schema";
import type { Settled } from "./settle";

/** Secrets that a stack on an existing cluster reads itself; each has a key of its own. */
export const clusterSecrets = {
  kubeconfig: "kubeconfig",
  database: "databaseUrl",
  cache: "redisUrl",
  dumpKeyId: "dumpAccessKeyId",
  dumpKey: "dumpSecretAccessKey",
} as const;

type Values = Readonly<Record<string, Output<string>>>;

/** What is given of an existing cluster, with its defaults and its secrets. */
export function clusterSpecification(
  given: ClusterConfiguration,
  settled: Pick<Settled, "database" | "cache">,
  values: Values,
): ExistingClusterSpecification {
  const { context, dumps, monitoring, namespace, pullSecret, traces } = given;
  const kubeconfig = values[clusterSecrets.kubeconfig];
  const databaseUrl = settled.database && values[clusterSecrets.database];
  const redisUrl = settled.cache && values[clusterSecrets.cache];
  const accessKeyId = values[clusterSecrets.dumpKeyId];
  const secretAccessKey = values[clusterSecrets.dumpKey];
  const entry = entryOf(given);
  return {
    ...(context !== undefined && { context }),
    ...(kubeconfig && { kubeconfig }),
    ...(namespace !== undefined && {
      namespace: typeof namespace === "string" ? { name: namespace, existing: false } : namespace,
    }),
    ...(entry && { entry }),
    ...(monitoring !== false && {
      monitoring: {
        namespace: monitoring?.namespace ?? "monitoring",
        labels: monitoring?.labels ?? {},
        ...(monitoring?.grafana !== undefined && { grafana: monitoring.grafana.replace(/\/+$/, "") }),
      },
    }),
    ...(traces !== undefined && { traces }),
    ...(pullSecret !== undefined && { pullSecret }),
    ...(databaseUrl && { databaseUrl }),
    ...(redisUrl && { redisUrl }),
    ...(dumps && {
      dumps: {
        destination: dumps.destination,
        annotations: dumps.annotations ?? {},
        ...(dumps.endpoint !== undefined && { endpoint: dumps.endpoint }),
        ...(dumps.region !== undefined && { region: dumps.region }),
        ...(accessKeyId && secretAccessKey && { credentials: { accessKeyId, secretAccessKey } }),
      },
    }),
  };
}

function entryOf({ gateway, ingress, proxies }: ClusterConfiguration): ClusterEntry | undefined {
  if (proxies === undefined) return undefined;
  if (gateway) {
    const { name, namespace, section } = gateway;
    return { proxies, way: { kind: "gateway", name, namespace, ...(section !== undefined && { section }) } };
  }
  if (ingress === undefined) return undefined;
  const { annotations = {}, issuer, tlsSecret } = ingress;
  const certificate =
    issuer !== undefined ? { issuer } : tlsSecret === undefined ? undefined : { secret: tlsSecret };
  return {
    proxies,
    way: { kind: "ingress", className: ingress.class, annotations, ...(certificate && { certificate }) },
  };
}
