import fc from "fast-check";
import { subnetPlan } from "../../../providers/aws/subnet-plan";

interface Range {
  readonly first: number;
  readonly last: number;
}

/** Read anew here, by other arithmetic than the plan's. */
function range(cidr: string): Range {
  const [address = "", prefix = ""] = cidr.split("/");
  const first = Number.parseInt(
    address
      .split(".")
      .map((octet) => Number(octet).toString(2).padStart(8, "0"))
      .join(""),
    2,
  );
  return { first, last: first + 2 ** (32 - Number(prefix)) - 1 };
}

const size = ({ first, last }: Range) => last - first + 1;

const network = fc
  .record({ prefix: fc.integer({ min: 16, max: 20 }), seed: fc.integer({ min: 0, max: 2 ** 20 - 1 }) })
  .map(({ prefix, seed }) => {
    const step = 2 ** (32 - prefix);
    const address = (seed % 2 ** prefix) * step;
    return `${[24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".")}/${String(prefix)}`;
  });
const zones = fc.integer({ min: 1, max: 4 });

describe("the subnet plan", () => {
  test("keeps all inside the network, and apart", () => {
    fc.assert(
      fc.property(network, zones, (cidr, count) => {
        const plan = subnetPlan(cidr, count);
        const whole = range(cidr);
        const ranges = [...plan.public, ...plan.private, ...plan.data]
          .map(range)
          .sort((a, b) => a.first - b.first);
        expect(ranges).toHaveLength(3 * count);
        ranges.forEach((subnet, index) => {
          expect(subnet.first).toBeGreaterThanOrEqual(whole.first);
          expect(subnet.last).toBeLessThanOrEqual(whole.last);
          const before = ranges[index - 1];
          if (before) expect(subnet.first).toBeGreaterThan(before.last);
        });
      }),
    );
  });

  test("starts each subnet on a boundary of its size, as AWS demands", () => {
    fc.assert(
      fc.property(network, zones, (cidr, count) => {
        for (const subnet of Object.values(subnetPlan(cidr, count)).flat().map(range))
          expect(subnet.first % size(subnet)).toBe(0);
      }),
    );
  });

  test("gives the load balancer its 27 addresses, services most, and leaves a quarter free", () => {
    fc.assert(
      fc.property(network, (cidr) => {
        const plan = subnetPlan(cidr, 4);
        const total = (cidrs: readonly string[]) => cidrs.map(range).reduce((sum, r) => sum + size(r), 0);
        for (const subnet of plan.public) expect(size(range(subnet))).toBeGreaterThanOrEqual(32);
        expect(total(plan.private)).toBeGreaterThanOrEqual(total(plan.public) + total(plan.data));
        const used = total([...plan.public, ...plan.private, ...plan.data]);
        expect(size(range(cidr)) - used).toBeGreaterThanOrEqual(size(range(cidr)) / 4);
      }),
    );
  });

  test("moves no subnet when a zone is added", () => {
    fc.assert(
      fc.property(network, fc.integer({ min: 1, max: 3 }), (cidr, count) => {
        const before = subnetPlan(cidr, count);
        const after = subnetPlan(cidr, count + 1);
        for (const tier of ["public", "private", "data"] as const)
          expect(after[tier].slice(0, count)).toEqual(before[tier]);
      }),
    );
  });

  test("cuts the default network into these", () => {
    expect(subnetPlan("10.0.0.0/16", 2)).toEqual({
      private: ["10.0.0.0/19", "10.0.64.0/19"],
      public: ["10.0.32.0/21", "10.0.96.0/21"],
      data: ["10.0.40.0/21", "10.0.104.0/21"],
    });
  });

  test.each([
    ["10.0.0.0/21", 2, "from /16 to /20"],
    ["10.0.0.0/15", 2, "from /16 to /20"],
    ["10.0.0.256/16", 2, "from /16 to /20"],
    ["10.0.0.0", 2, "from /16 to /20"],
    ["ten/16", 2, "from /16 to /20"],
    ["10.0.1.0/16", 2, "the block is 10.0.0.0/16"],
    ["10.0.0.0/16", 0, "1 to 4 zones, not 0"],
    ["10.0.0.0/16", 5, "1 to 4 zones, not 5"],
    ["10.0.0.0/16", 2.5, "1 to 4 zones, not 2.5"],
  ])("refuses %s over %s zones", (cidr, count, reason) => {
    expect(() => subnetPlan(cidr, count)).toThrow(reason);
  });
});
