import fc from "fast-check";
import { type NameKind, nameRules, physicalName } from "../../../providers/aws/names";

const stem = fc.oneof(fc.string({ maxLength: 300 }), fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/));
const kinds = Object.keys(nameRules) as NameKind[];

test.each(kinds)("a %s is named by AWS's rule, or not at all", (kind) => {
  const { maximum, pattern } = nameRules[kind];
  fc.assert(
    fc.property(stem, fc.stringMatching(/^[0-9a-f]{8}$/), (stem, suffix) => {
      const name = attempt(() => physicalName(kind, stem, suffix));
      const fits = `${stem}-${suffix}`.length <= maximum && pattern.test(`${stem}-${suffix}`);
      expect(name).toEqual(fits ? `${stem}-${suffix}` : undefined);
    }),
  );
});

test.each([
  ["databaseInstance", "a".repeat(55), '"aaaa.*can.t be the name of a databaseInstance: 1 to 63 characters'],
  ["databaseInstance", "my--database", "my--database-0f"],
  ["databaseInstance", "1st", "1st-0f"],
  ["cacheSnapshot", "Cache", "Cache-0f"],
  ["trail", "audit..trail", "docs.aws.amazon.com/awscloudtrail"],
  ["analyzer", "_posture", "_posture-0f"],
  ["dashboard", "plat form", "plat form-0f"],
] as const)("a %s can't be called %s", (kind, stem, message) => {
  expect(() => physicalName(kind, stem, "0f1e2d3c")).toThrow(new RegExp(message));
});

function attempt(make: () => string): string | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
