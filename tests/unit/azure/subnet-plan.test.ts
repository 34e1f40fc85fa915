import fc from "fast-check";
import { subnetPlan } from "../../../providers/azure/subnet-plan";

/** First and last address, read by other arithmetic than the plan's. */
function range(cidr: string): readonly [first: number, last: number] {
  const [address = "", prefix = ""] = cidr.split("/");
  const bits = address.split(".").map((octet) => Number(octet).toString(2).padStart(8, "0"));
  const first = Number.parseInt(bits.join(""), 2);
  return [first, first + 2 ** (32 - Number(prefix)) - 1];
}

/** Blocks inside 10.0.0.0/8. */
const network = fc
  .record({ prefix: fc.integer({ min: 16, max: 20 }), seed: fc.integer({ min: 0, max: 4095 }) })
  .map(({ prefix, seed }) => {
    const index = seed % 2 ** (prefix - 8);
    const offset = index * 2 ** (32 - prefix);
    return `10.${[16, 8, 0].map((shift) => Math.floor(offset / 2 ** shift) % 256).join(".")}/${String(prefix)}`;
  });

describe("the subnet plan", () => {
  test("keeps all subnets inside the network, apart, and on boundaries of their sizes", () => {
    fc.assert(
      fc.property(network, (cidr) => {
        const [from, to] = range(cidr);
        let last = from - 1;
        for (const [first, end] of Object.values(subnetPlan(cidr)).map(range)) {
          expect(first).toBeGreaterThan(last);
          expect(end).toBeLessThanOrEqual(to);
          expect(first % (end - first + 1)).toBe(0);
          last = end;
        }
      }),
    );
  });

  test("gives services the half, and leaves a quarter free", () => {
    expect(subnetPlan("10.0.0.0/16")).toEqual({
      services: "10.0.0.0/17",
      database: "10.0.128.0/19",
      endpoints: "10.0.160.0/19",
    });
  });

  test("leaves each subnet more than the smallest that Container Apps takes, a /27", () => {
    const { database, endpoints, services } = subnetPlan("10.0.0.0/20");
    const prefixes = [services, database, endpoints].map((cidr) => Number(cidr.split("/")[1]));
    expect(Math.max(...prefixes)).toBeLessThanOrEqual(27);
  });

  test.each(["10.0.0.0/15", "10.0.0.0/21", "10.0.0/16", "10.0.0.256/16", "network"])(
    "does not cut %s",
    (cidr) => {
      expect(() => subnetPlan(cidr)).toThrow("is no IPv4 block from /16 to /20");
    },
  );

  test("names the block that a wrong address lies in", () => {
    expect(() => subnetPlan("10.0.1.0/16")).toThrow("the block is 10.0.0.0/16");
  });
});
