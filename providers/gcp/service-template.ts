import type * as pulumi from "@pulumi/pulumi";
import { isObserved, type ServiceArgs, telemetryVariables } from "../../components/service";
import { collector, collectorSize, traceEndpoint } from "./collector";
import type { GcpComponents } from "./components";
import { containerSize } from "./container-size";
import { probes } from "./health-check";
import { scalingOf } from "./scaling";
import type { SecretEntry } from "./secrets";

type Args = ServiceArgs<GcpComponents>;

/** Name of the volume at `/tmp`. */
const scratch = "tmp";
/** MiB of it at most: it lies in the replica's memory. */
const scratchSize = 64;
/** Variables that Cloud Run sets itself and refuses from others. */
const reserved = ["PORT", "K_SERVICE", "K_REVISION", "K_CONFIGURATION"];
/** Seconds between the request to stop and the kill are ten; by then Cloud Run sends no more requests. */
const shutdown = { SHUTDOWN_DELAY: "0", SHUTDOWN_TIMEOUT: "8" };
/** What Google's front ends append to `X-Forwarded-For`: the client's address and the load balancer's. */
const proxies = "2";

/**
 * What a replica is: the service's container and, where it is observed, the collector's.
 *
 * @param tags network tags that firewall rules know it by
 * @throws Error when no replica of Cloud Run is that large
 */
export function serviceTemplate(args: Args, serviceAccount: pulumi.Output<string>, tags: readonly string[]) {
  const observed = isObserved(args);
  return {
    serviceAccount,
    executionEnvironment: "EXECUTION_ENVIRONMENT_GEN2",
    encryptionKey: args.cluster.encryptionKey,
    vpcAccess: args.cluster.vpcAccess(...tags),
    ...scalingOf(args.scaling, args.public),
    containers: [
      application(args, observed),
      ...(observed
        ? [
            collector({
              service: args.service,
              environmentName: args.environmentName,
              metricsPort: args.metrics ? args.port : undefined,
            }),
          ]
        : []),
    ],
    volumes: [{ name: scratch, emptyDir: { medium: "MEMORY", sizeLimit: `${String(scratchSize)}Mi` } }],
  };
}

function application(args: Args, observed: boolean) {
  const size = containerSize(args.cpu, args.memory, observed ? collectorSize : undefined);
  return {
    name: args.service,
    image: args.image,
    ports: { containerPort: args.port },
    envs: [
      ...Object.entries({ ...platformVariables(args), ...args.environment })
        .filter(([name]) => !reserved.includes(name))
        .map(([name, value]) => ({ name, value })),
      ...authority(args),
      ...Object.entries(args.secrets.entries).map(secretVariable),
    ].sort((a, b) => (a.name < b.name ? -1 : 1)),
    resources: {
      // Connection pools, traces and metrics need CPU between requests too, and a service without requests has no other.
      cpuIdle: false,
      startupCpuBoost: true,
      limits: { cpu: String(size.cpu), memory: `${String(size.memory)}Mi` },
    },
    volumeMounts: [{ name: scratch, mountPath: "/tmp" }],
    ...probes(args.port, args.probes),
  };
}

function platformVariables(args: Args): Record<string, string> {
  return {
    ...shutdown,
    ...(args.public && { TRUSTED_PROXY_HOPS: proxies }),
    ...telemetryVariables(args, traceEndpoint),
  };
}

/** Memorystore's certificate is signed by an authority that nobody else knows. It is public, and no secret. */
function authority({ cache }: Args) {
  return cache === undefined ? [] : [{ name: "REDIS_TLS_CA", value: cache.certificateAuthority }];
}

/** A version of a secret by reference, resolved when a replica starts. */
export function secretVariable([name, { secret, version }]: readonly [string, SecretEntry]) {
  return { name, valueSource: { secretKeyRef: { secret, version } } };
}
