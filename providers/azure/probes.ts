import type { ProbeSpecification } from "../../components/specification";

/** Seconds in which an answer counts. */
const timeoutSeconds = 5;
/** The most failures in a row that Container Apps lets a probe have. */
const mostFailures = 10;

/**
 * The probes of a container. Container Apps asks from outside of it, so that the image needs no program for that.
 *
 * - start: the liveness path, until it answers or the grace is over; the other two wait for it
 * - liveness: every 10 s, three failures in a row replace the replica
 * - readiness: every 5 s, three failures in a row take the replica from the ingress until it answers again
 */
export function probes(port: number, { grace, liveness, readiness }: ProbeSpecification) {
  const ask = (path: string) => ({ httpGet: { path, port, scheme: "HTTP" }, timeoutSeconds });
  return [
    {
      type: "Startup",
      ...ask(liveness),
      // Longer than the grace by less than one period, as there are only so many failures.
      periodSeconds: Math.max(1, Math.ceil(grace / mostFailures)),
      failureThreshold: mostFailures,
    },
    { type: "Liveness", ...ask(liveness), periodSeconds: 10, failureThreshold: 3 },
    { type: "Readiness", ...ask(readiness), initialDelaySeconds: 5, periodSeconds: 5, failureThreshold: 3 },
  ];
}
