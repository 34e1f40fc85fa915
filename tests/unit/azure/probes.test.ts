import fc from "fast-check";
import { probes } from "../../../providers/azure/probes";

const specification = { liveness: "/health", readiness: "/ready", grace: 30, client: "none" } as const;

describe("the probes of a container", () => {
  test("ask for start, life and readiness, at the service's port", () => {
    expect(
      probes(8000, specification).map(({ httpGet, type }) => [type, httpGet.path, httpGet.port]),
    ).toEqual([
      ["Startup", "/health", 8000],
      ["Liveness", "/health", 8000],
      ["Readiness", "/ready", 8000],
    ]);
  });

  test("give a replica its grace, in numbers that Container Apps takes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2400 }), (grace) => {
        const [start] = probes(8000, { ...specification, grace });
        const { failureThreshold = 0, periodSeconds = 0 } = start ?? {};
        expect(failureThreshold).toBeLessThanOrEqual(10);
        expect(periodSeconds).toBeGreaterThanOrEqual(1);
        expect(periodSeconds).toBeLessThanOrEqual(240);
        const given = failureThreshold * periodSeconds;
        expect(given).toBeGreaterThanOrEqual(grace);
        expect(given).toBeLessThan(grace + 11);
      }),
    );
  });
});
