import type { ProbeSpecification } from "../../components/specification";

/** Seconds in which an answer counts. */
const timeoutSeconds = 4;
/**
 * Seconds within which a replica must have started: Cloud Run takes no longer probe (guide, "Configure container health checks
 * for services"), and a replica's first connections into the network take "a minute or more" (guide, "Direct VPC egress"), so
 * that a shorter time would end replicas that only wait for their database.
 */
const start = { shortest: 120, longest: 240 };
/** Seconds between two questions whether a replica can serve. */
export const readinessPeriod = 5;

/**
 * The three probes of a container on Cloud Run, which asks over the network: a program in the image (`client`) is not needed.
 *
 * - startup: the readiness path, every 5 s, until the grace is over, or two minutes: a replica gets its first request when it
 *   can serve
 * - readiness: the same path, every 5 s: a replica that fails three times gets no requests until it answers again
 * - liveness: every 10 s, three failures in a row replace it
 */
export function probes(port: number, { grace, liveness, readiness }: ProbeSpecification) {
  const period = readinessPeriod;
  return {
    startupProbe: {
      httpGet: { path: readiness, port },
      periodSeconds: period,
      timeoutSeconds,
      failureThreshold: Math.ceil(Math.min(Math.max(grace, start.shortest), start.longest) / period),
    },
    readinessProbe: {
      httpGet: { path: readiness, port },
      periodSeconds: period,
      timeoutSeconds,
      failureThreshold: 3,
      successThreshold: 1,
    },
    livenessProbe: {
      httpGet: { path: liveness, port },
      periodSeconds: 10,
      timeoutSeconds,
      failureThreshold: 3,
    },
  };
}
