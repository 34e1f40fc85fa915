import * as fc from "fast-check";
import { nearest } from "../../../../localcloud/nearest";
import { find, findAll, matches, spell } from "../../../../localcloud/paths";
import type { Properties } from "../../../../localcloud/rules";
import { equal, hasUnknown, secret, unwrap, UNKNOWN, wrapSecrets } from "../../../../localcloud/values";

const json = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 4 }).filter((key) => key !== "__proto__"),
  fc.jsonValue({ maxDepth: 3 }).filter((value) => !JSON.stringify(value).includes("null")),
) as fc.Arbitrary<Properties>;

describe("values of the wire", () => {
  it("come back the same from unwrapping and wrapping", () => {
    fc.assert(
      fc.property(json, fc.string(), (properties, hidden) => {
        const wire = { ...properties, hidden: secret(hidden), list: [1, secret({ deep: hidden })] };
        const { properties: plain, secrets } = unwrap(wire);
        expect(secrets).toEqual([["hidden"], ["list", 1]]);
        expect(plain["hidden"]).toBe(hidden);
        expect(wrapSecrets(plain, secrets)).toEqual(wire);
      }),
    );
  });

  it("lose what is null, because the engine means absent", () => {
    expect(unwrap({ a: null, b: { c: null, d: 1 } }).properties).toEqual({ b: { d: 1 } });
  });

  it("are known to be unknown at any depth, whatever type the engine expects", () => {
    expect(hasUnknown({ a: [{ b: UNKNOWN }] })).toBe(true);
    expect(unwrap({ a: "3eeb2bf0-c639-47a8-9e75-3b44932eb421" }).properties).toEqual({ a: UNKNOWN });
    expect(hasUnknown({ a: ["x"] })).toBe(false);
  });

  it("are compared by content", () => {
    fc.assert(fc.property(json, (value) => equal(value, structuredClone(value))));
    expect(equal({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
    expect(equal({ a: 1 }, { a: 1, b: 1 })).toBe(false);
  });
});

describe("paths", () => {
  const inputs = { list: [{ port: 1 }, { port: 2 }], map: { x: "a", y: "b" } };

  it("name every element and every value", () => {
    expect(findAll(inputs, "list[].port").map(({ value }) => value)).toEqual([1, 2]);
    expect(findAll(inputs, "map.*").map(({ steps }) => spell(steps))).toEqual(["map.x", "map.y"]);
    expect(find(inputs, "list[1].port")).toBe(2);
    expect(find(inputs, "list.port")).toBeUndefined();
  });

  it("are spelt as the engine does", () => {
    expect(spell(["ingress", 0, "fromPort"])).toBe("ingress[0].fromPort");
    expect(spell(["tags", "a.b"])).toBe('tags["a.b"]');
  });

  it("match what lies within them, and around only when asked", () => {
    expect(matches(["list", 3, "port"], "list[].port")).toBe(true);
    expect(matches(["list", 3, "port", "x"], "list[].port")).toBe(true);
    expect(matches(["list", 3, "name"], "list[].port")).toBe(false);
    expect(matches(["list"], "list[].port")).toBe(false);
    expect(matches(["list"], "list[].port", true)).toBe(true);
  });
});

describe("suggestions", () => {
  it.each([
    ["cidrblok", "cidrBlock"],
    ["vpcid", "vpcId"],
    ["retentoinInDays", "retentionInDays"],
  ])("finds %s → %s", (word, expected) => {
    expect(nearest(word, ["cidrBlock", "vpcId", "retentionInDays"])).toBe(expected);
  });

  it("says nothing when nothing is close", () => {
    expect(nearest("banana", ["cidrBlock", "vpcId"])).toBeUndefined();
  });
});
