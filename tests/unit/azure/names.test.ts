import fc from "fast-check";
import { type NamedKind, type NameRule, nameRules, physicalName } from "../../../providers/azure/names";

const kinds = Object.keys(nameRules) as NamedKind[];
const ruleOf = (kind: NamedKind): NameRule => nameRules[kind];
const suffix = "x7k2qm9d";

/** Stems as they are written in the program: words of letters and digits, joined by hyphens. */
const stem = fc.stringMatching(/^[a-z][a-z0-9]{2,9}(-[a-z0-9]{1,9}){0,6}$/);

describe("physical names", () => {
  test.each(kinds)("of a %s are always such as Azure takes", (kind) => {
    fc.assert(
      fc.property(stem, (words) => {
        const { maximum, minimum, pattern, unique } = ruleOf(kind);
        // A short stem alone may be too short: then the suffix makes up for it.
        const name = physicalName(kind, words, unique === "global" || minimum > 3 ? suffix : undefined);
        expect(name).toMatch(pattern);
        expect(name.length).toBeGreaterThanOrEqual(minimum);
        expect(name.length).toBeLessThanOrEqual(maximum);
      }),
    );
  });

  test("keep the random end whole, however long the stem is", () => {
    fc.assert(
      fc.property(stem, (words) => {
        expect(physicalName("storageAccount", words, suffix).endsWith(suffix)).toBe(true);
      }),
    );
  });

  test("of two long stems stay different where they are cut", () => {
    const long = "a-service-with-a-name-of-forty-characters";
    const names = ["1", "2"].map((number) => physicalName("containerApp", `${long}-${number}`));
    expect(new Set(names).size).toBe(2);
    expect(names.every((name) => name.length <= 32 && name.startsWith("a-service-with"))).toBe(true);
  });

  test.each(kinds)("of a %s have a source for their rule", (kind) => {
    expect(ruleOf(kind).source).toMatch(/^learn\.microsoft\.com\//);
  });

  test("are the stem itself where it fits", () => {
    expect(physicalName("containerApp", "api")).toBe("api");
    expect(physicalName("frontDoorRule", "strict-transport")).toBe("stricttransport");
    expect(physicalName("keyVault", "data-key", suffix)).toBe("data-key-x7k2qm9d");
  });

  test.each(kinds.filter((kind) => ruleOf(kind).unique === "global"))(
    "of a %s need a random end, because they are the only ones in Azure",
    (kind) => {
      expect(() => physicalName(kind, "stem")).toThrow('"stem" needs a random suffix');
    },
  );

  test.each([
    ["containerApp", "Api"],
    ["containerApp", "1api"],
    ["containerApp", "my--api"],
    ["containerApp", "a"],
    ["frontDoorRule", "under_score"],
  ] as const)("of a %s are not made of %s", (kind, words) => {
    expect(() => physicalName(kind, words)).toThrow(`can't be the name of a ${kind}`);
  });
});
