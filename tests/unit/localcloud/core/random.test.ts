import * as fc from "fast-check";
import { Rulebook } from "../../../../localcloud/interpreter/rulebook";
import { rules } from "../../../../localcloud/random";
import type { Properties, StatelessRules } from "../../../../localcloud/rules";
import { shown } from "../../../../localcloud/values";

function ruleOf(type: string): StatelessRules {
  const rule = rules.stateless?.find((candidate) => candidate.type.endsWith(`:${type}`));
  if (rule === undefined) throw new Error(`no rules for ${type}`);
  return rule;
}

const make = (type: string, inputs: Properties): { id: string; outputs: Properties } =>
  ruleOf(type).make(inputs);

describe("random", () => {
  it("is a rulebook", () => {
    expect(new Rulebook(rules).rules.package).toBe("random");
  });

  it("passwords have their length, their minimums, and only allowed characters", () => {
    const amounts = fc.record({
      minLower: fc.nat(4),
      minUpper: fc.nat(4),
      minNumeric: fc.nat(4),
      minSpecial: fc.nat(4),
      rest: fc.nat(20),
      numeric: fc.boolean(),
    });
    fc.assert(
      fc.property(amounts, ({ rest, numeric, ...minimums }) => {
        const length = rest + Object.values(minimums).reduce((sum, minimum) => sum + minimum, 1);
        const { id, outputs } = make("RandomPassword", {
          ...minimums,
          length,
          numeric,
          overrideSpecial: "_%",
        });
        const result = shown(outputs["result"]);
        expect(id).toBe("none");
        expect(result).toHaveLength(length);
        expect(result).toMatch(/^[a-zA-Z0-9_%]*$/);
        expect(result.replace(/[^a-z]/g, "").length).toBeGreaterThanOrEqual(minimums.minLower);
        expect(result.replace(/[^A-Z]/g, "").length).toBeGreaterThanOrEqual(minimums.minUpper);
        expect(result.replace(/[^_%]/g, "").length).toBeGreaterThanOrEqual(minimums.minSpecial);
        const digits = result.replace(/[^0-9]/g, "").length;
        expect(digits).toBeGreaterThanOrEqual(minimums.minNumeric);
        if (!numeric) expect(digits).toBe(minimums.minNumeric);
      }),
    );
  });

  it("refuses minimums that do not fit, and nothing to choose from", () => {
    const { check } = ruleOf("RandomPassword");
    if (typeof check !== "function") throw new Error("one check expected");
    const world = new Proxy({}, {}) as Parameters<typeof check>[1];
    expect(check({ length: 3, minLower: 2, minUpper: 2 }, world, undefined)).toEqual([
      { path: "length", reason: "must be at least 4, the sum of the minimums, but is 3" },
    ]);
    const none = { length: 3, lower: false, upper: false, numeric: false, special: false };
    expect(check(none, world, undefined)).toHaveLength(1);
    expect(check({ length: 4, minLower: 2, minUpper: 2 }, world, undefined)).toEqual([]);
  });

  it("ids say the same bytes in every form", () => {
    const { id, outputs } = make("RandomId", { byteLength: 8, prefix: "p-" });
    const bytes = Buffer.from(id, "base64url");
    expect(bytes).toHaveLength(8);
    expect(outputs).toEqual({
      hex: `p-${bytes.toString("hex")}`,
      b64Url: `p-${id}`,
      b64Std: `p-${bytes.toString("base64")}`,
      dec: `p-${BigInt(`0x${bytes.toString("hex")}`).toString()}`,
    });
  });

  it("integers stay in their range, both ends included", () => {
    const seen = new Set(
      Array.from({ length: 200 }, () => make("RandomInteger", { min: 1, max: 3 }).outputs["result"]),
    );
    expect([...seen].sort()).toEqual([1, 2, 3]);
  });

  it("shuffles keep every element, and repeat only when asked for more", () => {
    const { outputs } = make("RandomShuffle", { inputs: ["a", "b", "c"] });
    expect([...(outputs["results"] as string[])].sort()).toEqual(["a", "b", "c"]);
    expect(make("RandomShuffle", { inputs: ["a"], resultCount: 3 }).outputs["results"]).toEqual([
      "a",
      "a",
      "a",
    ]);
  });

  it("pets, UUIDs and bytes have their forms", () => {
    expect(make("RandomPet", { length: 3, separator: "_", prefix: "x" }).id).toMatch(
      /^x_[a-z]+_[a-z]+_[a-z]+$/,
    );
    expect(make("RandomUuid", {}).outputs["result"]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    expect(Buffer.from(shown(make("RandomBytes", { length: 5 }).outputs["base64"]), "base64")).toHaveLength(
      5,
    );
  });
});
