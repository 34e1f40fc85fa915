import { concurrentRequests, scale } from "../../../providers/azure/scaling";

const scaling = { min: 3, max: 12, cpu: 60, memory: 75, requestsPerReplica: 1000 };

describe("the scaling of a service", () => {
  test("holds CPU and memory, and requests where it takes some", () => {
    expect(scale(scaling, true)).toMatchObject({
      minReplicas: 3,
      maxReplicas: 12,
      rules: [
        { name: "cpu", custom: { type: "cpu", metadata: { type: "Utilization", value: "60" } } },
        { name: "memory", custom: { type: "memory", metadata: { type: "Utilization", value: "75" } } },
        { name: "requests", http: { metadata: { concurrentRequests: "17" } } },
      ],
    });
    expect(scale(scaling, false).rules.map(({ name }) => name)).toEqual(["cpu", "memory"]);
  });

  test.each([
    [1000, 17],
    [60, 1],
    [61, 2],
    [1, 1],
  ])("takes %i requests a minute for %i a second", (aMinute, aSecond) => {
    expect(concurrentRequests(aMinute)).toBe(aSecond);
  });
});
