import * as fc from "fast-check";
import { logRetention } from "../../../providers/aws/log-retention";

describe("the retention of a log", () => {
  test("is a period of CloudWatch Logs that is at least as long as asked for, and the shortest such", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3653 }), (days) => {
        const period = logRetention(days);
        expect(period).toBeGreaterThanOrEqual(days);
        expect(logRetention(period)).toBe(period);
        if (days > 1) expect(logRetention(days - 1)).toBeLessThanOrEqual(period);
      }),
    );
    expect([8, 365, 366, 2000].map(logRetention)).toEqual([14, 365, 400, 2192]);
  });

  test("is ten years at most", () => {
    expect(logRetention(10_000)).toBe(3653);
  });
});
