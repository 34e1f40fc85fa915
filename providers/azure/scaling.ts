import type { ScalingSpecification } from "../../components/specification";

/**
 * How many requests at once one replica is meant to serve. What Container Apps calls concurrent requests are those of
 * the last 15 seconds, divided by 15: requests a second (documentation: "Set scaling rules", HTTP).
 *
 * @param requestsPerReplica requests a minute
 */
export function concurrentRequests(requestsPerReplica: number): number {
  return Math.max(1, Math.ceil(requestsPerReplica / 60));
}

/**
 * Between how many replicas, and on what, a service is scaled. Several rules never fight: the one that wants most
 * replicas wins. KEDA scales out at once and in only on what was wanted least within five minutes, on its own account.
 */
export function scale(scaling: ScalingSpecification, isPublic: boolean) {
  const use = (kind: "cpu" | "memory") => ({
    name: kind,
    custom: { type: kind, metadata: { type: "Utilization", value: String(scaling[kind]) } },
  });
  const requests = {
    name: "requests",
    http: { metadata: { concurrentRequests: String(concurrentRequests(scaling.requestsPerReplica)) } },
  };
  return {
    minReplicas: scaling.min,
    maxReplicas: scaling.max,
    // Seconds.
    pollingInterval: 30,
    cooldownPeriod: 300,
    rules: [use("cpu"), use("memory"), ...(isPublic ? [requests] : [])],
  };
}
