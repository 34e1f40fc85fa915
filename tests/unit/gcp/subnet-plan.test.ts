import fc from "fast-check";
import { subnetPlan } from "../../../providers/gcp/subnet-plan";

/** Read anew here, by other arithmetic than the plan's. */
function range(cidr: string): { first: number; last: number } {
  const [address = "", prefix = ""] = cidr.split("/");
  const bits = address
    .split(".")
    .map((octet) => Number(octet).toString(2).padStart(8, "0"))
    .join("");
  const first = Number.parseInt(bits, 2);
  return { first, last: first + 2 ** (32 - Number(prefix)) - 1 };
}

const network = fc
  .record({ prefix: fc.integer({ min: 16, max: 20 }), seed: fc.nat(2 ** 20 - 1) })
  .map(({ prefix, seed }) => {
    const address = (seed % 2 ** prefix) * 2 ** (32 - prefix);
    return `${[24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".")}/${String(prefix)}`;
  });

describe("the subnet plan", () => {
  test("keeps services and data inside the network, apart, and on boundaries of their size", () => {
    fc.assert(
      fc.property(network, (cidr) => {
        const { privateServices, services } = subnetPlan(cidr);
        const whole = range(cidr);
        const [own, data] = [range(services), range(privateServices.cidr)];
        expect(own.first).toBe(whole.first);
        expect(data.first).toBeGreaterThan(own.last);
        expect(data.last).toBeLessThanOrEqual(whole.last);
        for (const { first, last } of [own, data]) expect(first % (last - first + 1)).toBe(0);
      }),
    );
  });

  test("gives services half, and data a quarter", () => {
    expect(subnetPlan("10.0.0.0/16")).toEqual({
      services: "10.0.0.0/17",
      privateServices: { address: "10.0.128.0", prefixLength: 18, cidr: "10.0.128.0/18" },
      pods: "10.0.192.0/18",
    });
    expect(subnetPlan("172.16.16.0/20")).toEqual({
      services: "172.16.16.0/21",
      privateServices: { address: "172.16.24.0", prefixLength: 22, cidr: "172.16.24.0/22" },
      pods: "172.16.28.0/22",
    });
  });

  test.each([
    ["10.0.0.0/24", "is no IPv4 block from /16 to /20"],
    ["10.0.0.0/8", "is no IPv4 block from /16 to /20"],
    ["10.0.300.0/16", "is no IPv4 block from /16 to /20"],
    ["ten", "one looks like 10.0.0.0/16"],
    ["10.0.1.0/16", "has bits set beyond its prefix; the block is 10.0.0.0/16"],
  ])("refuses %s", (cidr, message) => {
    expect(() => subnetPlan(cidr)).toThrow(message);
  });
});
