import { databaseSizes } from "../../../providers/aws/database-size";

describe("the sizes of a database", () => {
  const sizes = (["micro", "small", "medium", "large"] as const).map((size) => databaseSizes[size]);

  test("grow from one class to the next", () => {
    const memory = sizes.map((size) => size.memory);
    expect(memory).toEqual([...memory].sort((a, b) => a - b));
    expect(new Set(sizes.map(({ instanceClass }) => instanceClass)).size).toBe(4);
  });

  test("allow no more connections than RDS's own formula, so that the alert is not late", () => {
    for (const { connections, memory } of sizes)
      expect(connections).toBeLessThan(Math.min(5000, (memory * 2 ** 30) / 9531392));
  });
});
