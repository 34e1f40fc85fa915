import fc from "fast-check";
import { probes } from "../../../providers/gcp/health-check";

const paths = { liveness: "/health", readiness: "/ready", client: "none" } as const;

describe("probes", () => {
  test("ask whether a replica lives, and whether it can serve", () => {
    expect(probes(8000, { ...paths, grace: 30 })).toMatchObject({
      startupProbe: { httpGet: { path: "/ready", port: 8000 }, periodSeconds: 5, failureThreshold: 24 },
      readinessProbe: { httpGet: { path: "/ready", port: 8000 }, periodSeconds: 5, failureThreshold: 3 },
      livenessProbe: { httpGet: { path: "/health", port: 8000 }, periodSeconds: 10, failureThreshold: 3 },
    });
  });

  test("wait as long as a replica and its way into the network may take, within what Cloud Run allows", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 600 }), (grace) => {
        const { failureThreshold, periodSeconds, timeoutSeconds } = probes(8000, {
          ...paths,
          grace,
        }).startupProbe;
        const patience = failureThreshold * periodSeconds;
        expect(patience).toBeGreaterThanOrEqual(Math.min(Math.max(grace, 120), 240));
        expect(patience).toBeLessThanOrEqual(240);
        expect(timeoutSeconds).toBeLessThan(periodSeconds);
      }),
    );
  });
});
