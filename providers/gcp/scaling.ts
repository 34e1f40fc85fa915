import type { ScalingSpecification } from "../../components/specification";

/** Seconds that a request is taken to last, on average, when requests a minute become requests at a time. */
const requestSeconds = 1;
/** Share of its limit of requests at a time that a replica is meant to have in use; the rest takes a burst. */
const concurrencyUse = 0.6;
/** Most requests at a time that a replica can be allowed (Cloud Run guide, "Concurrency"). */
const mostConcurrent = 1000;
/** Between these Cloud Run takes a target for CPU use (guide, "Custom scaling controls"). */
const cpuBounds = { from: 0.1, to: 0.95 };

/**
 * How Cloud Run chooses the number of replicas between `min` and `max`. The target that wants most wins; it adds replicas
 * within seconds and takes one away only after 15 minutes without a request.
 *
 * - CPU: the average use to hold
 * - requests: Cloud Run counts requests at a time, not a minute. A replica's limit is what `requestsPerReplica` comes to
 *   when each lasts a second, and 60 % of it is held. A request beyond the limit waits for another replica.
 * - memory: Cloud Run does not scale on it. An alert tells when replicas are short of it.
 *
 * A service that is not public has no requests, so that CPU alone counts.
 */
export function scalingOf(scaling: ScalingSpecification, isPublic: boolean) {
  const cpu = Math.min(cpuBounds.to, Math.max(cpuBounds.from, scaling.cpu / 100));
  const atATime = (scaling.requestsPerReplica / 60) * requestSeconds;
  return {
    scaling: {
      minInstanceCount: scaling.min,
      maxInstanceCount: scaling.max,
      cpuUtilization: cpu,
      concurrencyUtilization: isPublic ? concurrencyUse : 0,
    },
    ...(isPublic && {
      maxInstanceRequestConcurrency: Math.min(mostConcurrent, Math.ceil(atATime / concurrencyUse)),
    }),
  };
}
