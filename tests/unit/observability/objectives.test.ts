import * as fc from "fast-check";
import { burnAlerts, type Objective, objectives } from "../../../observability/objectives";

const hour = 3600;
const period = 30 * 24 * hour;

const objective = (target: number, budget: number, window: number): Objective => ({
  id: "availability",
  summary: "requests are answered",
  target,
  bad: "errors",
  period,
  burn: [{ severity: "critical", budget, window }],
  runbook: "failing-requests",
});

describe("burn-rate alerts", () => {
  test("of 99.9 % availability are those of the Site Reliability Workbook", () => {
    const [availability] = objectives;
    expect(availability && burnAlerts(availability)).toEqual([
      {
        id: "availability-1h",
        severity: "critical",
        factor: 14.4,
        long: hour,
        short: 300,
        threshold: 1.44,
      },
      {
        id: "availability-6h",
        severity: "critical",
        factor: 6,
        long: 6 * hour,
        short: 1800,
        threshold: 0.6,
      },
      {
        id: "availability-24h",
        severity: "warning",
        factor: 3,
        long: 24 * hour,
        short: 7200,
        threshold: 0.3,
      },
    ]);
  });

  test("promise 99.9 % availability, and 95 of 100 requests within 100 ms", () => {
    expect(objectives.map(({ id, target }) => [id, target])).toEqual([
      ["availability", 0.999],
      ["latency", 0.95],
    ]);
    expect(objectives[1]?.summary).toContain("100 ms");
  });

  test("wake nobody because requests are slow", () => {
    expect(objectives[1]?.burn.map(({ severity }) => severity)).toEqual(["warning"]);
  });

  test("fire exactly when the stated share of the budget is spent within the window", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.9, max: 0.9999, noNaN: true }),
        fc.double({ min: 0.001, max: 0.2, noNaN: true }),
        fc.integer({ min: 1, max: 120 }).map((units) => units * 720),
        (target, budget, window) => {
          const bad = (budget * period * (1 - target)) / window;
          // Thresholds have six decimals of a percent: what is closer to all requests is all requests, and refused.
          fc.pre(bad < 1 - 1e-7);
          const [alert] = burnAlerts(objective(target, budget, window));
          if (alert === undefined) throw new Error("no alert was made");
          const allowed = period * (1 - target);
          expect(((alert.threshold / 100) * alert.long) / allowed).toBeCloseTo(budget, 4);
          expect(alert.short * 12).toBe(alert.long);
          expect(alert.short % 60).toBe(0);
        },
      ),
    );
  });

  test("are stricter the higher the target", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.9, max: 0.998, noNaN: true }), (target) => {
        const [loose] = burnAlerts(objective(target, 0.02, 12 * hour));
        const [strict] = burnAlerts(objective(target + 0.001, 0.02, 12 * hour));
        expect(strict?.threshold).toBeLessThan(loose?.threshold ?? 0);
      }),
    );
  });

  test("that could never fire are refused", () => {
    expect(() => burnAlerts(objective(0.9, 0.02, hour))).toThrow(
      "objective availability: 144 % of requests would have to be bad within 3600 s; take a longer window",
    );
  });

  test("that could fire only when all requests are bad, but for a rounding, are refused too", () => {
    expect(() => burnAlerts(objective(0.9, 0.19999999000000004, 51_840))).toThrow("100 % of requests");
  });

  test("that can't be measured in whole minutes are refused", () => {
    expect(() => burnAlerts(objective(0.999, 0.02, 1000))).toThrow(
      "a window of 1000 s has no twelfth in whole minutes; take a multiple of 720 s",
    );
  });
});
