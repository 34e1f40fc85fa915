import { scalingOf } from "../../../providers/gcp/scaling";

const wanted = { min: 2, max: 8, cpu: 70, memory: 75, requestsPerReplica: 1200 };

describe("scaling", () => {
  test("holds the CPU use, and 60 % of the requests at a time that the rate comes to", () => {
    expect(scalingOf(wanted, true)).toEqual({
      // 1200 a minute are 20 a second; when each lasts a second, 20 at a time, which is 60 % of 34.
      maxInstanceRequestConcurrency: 34,
      scaling: {
        minInstanceCount: 2,
        maxInstanceCount: 8,
        cpuUtilization: 0.7,
        concurrencyUtilization: 0.6,
      },
    });
  });

  test("of a service without requests looks at CPU alone", () => {
    const scaling = scalingOf(wanted, false);
    expect(scaling.scaling).toMatchObject({ cpuUtilization: 0.7, concurrencyUtilization: 0 });
    expect(scaling).not.toHaveProperty("maxInstanceRequestConcurrency");
  });

  test("stays within what Cloud Run takes", () => {
    expect(scalingOf({ ...wanted, cpu: 5 }, true).scaling.cpuUtilization).toBe(0.1);
    expect(scalingOf({ ...wanted, cpu: 100 }, true).scaling.cpuUtilization).toBe(0.95);
    expect(scalingOf({ ...wanted, requestsPerReplica: 1 }, true)).toMatchObject({
      maxInstanceRequestConcurrency: 1,
    });
    expect(scalingOf({ ...wanted, requestsPerReplica: 1_000_000 }, true)).toMatchObject({
      maxInstanceRequestConcurrency: 1000,
    });
  });
});
