import { z } from "zod";

const seconds = (maximum: number) => z.coerce.number().min(0).max(maximum);

/** What a replica must know about where it runs, besides the application settings. */
const variables = z.object({
  SERVICE_NAME: z
    .string()
    .regex(
      /^[a-z][a-z0-9-]{0,62}$/,
      "must be lower-case letters, digits and hyphens, beginning with a letter",
    ),
  SERVICE_VERSION: z.string().max(128),
  PORT: z.coerce.number().int().min(0).max(65_535),
  TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(10),
  SHUTDOWN_DELAY: seconds(300),
  SHUTDOWN_TIMEOUT: seconds(3600),
  REDIS_TLS_CA: z.string().includes("-----BEGIN CERTIFICATE-----", "must be a certificate in PEM").optional(),
});

export interface Deployment {
  /** Name of the service: prefix of its metrics, label of its logs and traces. */
  readonly name: string;
  readonly version: string;
  /** TCP port to listen on; 0 takes a free one. */
  readonly port: number;
  /**
   * Proxies in front that append to `X-Forwarded-For`: 1 behind an AWS load balancer, 2 behind Front Door with Azure's
   * ingress or behind Google's, 0 when clients connect directly. Too high a number lets a client choose its own address.
   */
  readonly trustedProxyHops: number;
  /** Seconds between "not ready" and the end of listening, so that load balancers can look away first. */
  readonly shutdownDelay: number;
  /** Seconds that requests in flight have afterwards. With the delay less than the runtime's 30 s before SIGKILL. */
  readonly shutdownTimeout: number;
  /** The cache's own certificate authority in PEM; absent where its certificate is one that everybody trusts. */
  readonly cacheAuthority?: string;
}

/**
 * Reads where the service runs from environment variables; an empty one counts as absent.
 *
 * Defaults: the name from `OTEL_SERVICE_NAME`, else `service`; port 8000; 1 proxy; 5 s of delay and 20 s of time.
 *
 * @returns the deployment, or one line for each wrong variable.
 */
export function readDeployment(
  environment: Readonly<Record<string, string | undefined>>,
): { readonly deployment: Deployment } | { readonly problems: readonly string[] } {
  const given = (name: string, fallback: string | number) => {
    const text = environment[name];
    return text === undefined || text === "" ? fallback : text;
  };
  const result = variables.safeParse({
    SERVICE_NAME: given("SERVICE_NAME", given("OTEL_SERVICE_NAME", "service")),
    SERVICE_VERSION: given("SERVICE_VERSION", "unknown"),
    PORT: given("PORT", 8000),
    TRUSTED_PROXY_HOPS: given("TRUSTED_PROXY_HOPS", 1),
    SHUTDOWN_DELAY: given("SHUTDOWN_DELAY", 5),
    SHUTDOWN_TIMEOUT: given("SHUTDOWN_TIMEOUT", 20),
    REDIS_TLS_CA: environment.REDIS_TLS_CA === "" ? undefined : environment.REDIS_TLS_CA,
  });
  if (!result.success)
    return { problems: result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`) };
  const { data } = result;
  return {
    deployment: {
      name: data.SERVICE_NAME,
      version: data.SERVICE_VERSION,
      port: data.PORT,
      trustedProxyHops: data.TRUSTED_PROXY_HOPS,
      shutdownDelay: data.SHUTDOWN_DELAY,
      shutdownTimeout: data.SHUTDOWN_TIMEOUT,
      ...(data.REDIS_TLS_CA !== undefined && { cacheAuthority: data.REDIS_TLS_CA }),
    },
  };
}
