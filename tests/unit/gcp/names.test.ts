import fc from "fast-check";
import { labelsOf } from "../../../providers/gcp/labels";
import { type NameKind, nameRules, physicalName } from "../../../providers/gcp/names";

const kinds = Object.keys(nameRules) as NameKind[];
const suffix = fc.stringMatching(/^[a-z0-9]{6}$/);
/** What logical names and services' names are made of. */
const stem = fc.stringMatching(/^[a-z]([a-z0-9-]{0,60}[a-z0-9])?$/);

describe("a physical name", () => {
  test.each(kinds)("of a %s keeps Google's rule, whatever it is made of", (kind) => {
    const { maximum, minimum, pattern } = nameRules[kind];
    fc.assert(
      fc.property(stem, suffix, (text, end) => {
        const name = physicalName(kind, text, end);
        expect(name).toMatch(pattern);
        expect(name.length).toBeGreaterThanOrEqual(minimum);
        expect(name.length).toBeLessThanOrEqual(maximum);
        expect(name.endsWith(`-${end}`)).toBe(true);
      }),
    );
  });

  test("says what it names, as long as there is room", () => {
    expect(physicalName("serviceAccount", "api-server", "x7k2qm")).toBe("api-server-x7k2qm");
    expect(physicalName("secret", "api-secrets-OPENAI_API_KEY", "x7k2qm")).toBe(
      "api-secrets-openai-api-key-x7k2qm",
    );
  });

  test("is another for another stem, even where both are cut at the same place", () => {
    const long = "a-service-with-a-rather-long-name";
    const [first, second] = ["-one", "-two"].map((end) =>
      physicalName("serviceAccount", long + end, "x7k2qm"),
    );
    expect(first).not.toBe(second);
    expect(first).toMatch(/^a-service-with-a-[a-z0-9-]*-[0-9a-f]{4}-x7k2qm$/);
  });

  test.each([
    ["begins with a digit", "1st-service", /"1st-service-x7k2qm" can't be the name of a cloudRunService/],
    ["is empty", "", /"-x7k2qm" can't be the name of a cloudRunService: 1 to 49 characters/],
  ])("is refused when its stem %s", (_, text, message) => {
    expect(() => physicalName("cloudRunService", text, "x7k2qm")).toThrow(message);
  });

  test("has a source for each rule", () => {
    for (const kind of kinds) expect(nameRules[kind].source).toMatch(/^cloud\.google\.com\//);
  });
});

describe("labels", () => {
  test("are spelled as Google wants them, whatever the tags are", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z].{0,80}$/), fc.string()), (tags) => {
        let labels: Record<string, string> = {};
        try {
          labels = labelsOf(tags);
        } catch (error) {
          // Two tags that Google can't tell apart are refused, below.
          expect((error as Error).message).toMatch(/same label/);
        }
        for (const [key, value] of Object.entries(labels)) {
          expect(key).toMatch(/^[a-z][a-z0-9_-]{0,62}$/);
          expect(value).toMatch(/^[a-z0-9_-]{0,63}$/);
        }
      }),
    );
  });

  test("say the same as the tags", () => {
    expect(labelsOf({ Project: "Platform", "managed-by": "pulumi", cost_center: "R&D 42" })).toEqual({
      project: "platform",
      "managed-by": "pulumi",
      cost_center: "r-d-42",
    });
  });

  test.each([
    [{ Team: "a", team: "b" }, 'two tags become the same label of Google, "team"'],
    [{ "42": "a" }, `the tag "42" can't be a label of Google: a label begins with a letter`],
  ])("of %j are refused", (tags, message) => {
    expect(() => labelsOf(tags)).toThrow(message);
  });
});
