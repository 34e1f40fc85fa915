import type { ProbeSpecification } from "../specification";

/** Name of a service's port within its pods. */
export const portName = "http";
/** Seconds in which an answer counts. */
const timeoutSeconds = 4;
/** Seconds between two questions while a replica starts. */
const startPeriod = 5;

/**
 * The three probes of a service. The kubelet asks from outside of the container: no program in the image is needed.
 *
 * - startup: the liveness path, every 5 s, until the grace is over and three more have failed; the others wait for it
 * - liveness: every 10 s, three failures in a row start the container again
 * - readiness: after 5 s, every 5 s, three failures in a row take the replica from its Service until it answers again
 */
export function probes({ grace, liveness, readiness }: ProbeSpecification) {
  const ask = (path: string) => ({ httpGet: { path, port: portName }, timeoutSeconds });
  return {
    startupProbe: {
      ...ask(liveness),
      periodSeconds: startPeriod,
      failureThreshold: Math.ceil(grace / startPeriod) + 3,
    },
    livenessProbe: { ...ask(liveness), periodSeconds: 10, failureThreshold: 3 },
    readinessProbe: { ...ask(readiness), initialDelaySeconds: 5, periodSeconds: 5, failureThreshold: 3 },
  };
}
