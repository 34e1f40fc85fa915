import fc from "fast-check";
import { read } from "../../../stacks/read";
import { stackSchema } from "../../../stacks/schema";
import { asPulumiGivesIt, clouds, onDisk, valid } from "./configuration";

const runs = { numRuns: 300 };

/** Any configuration gives a specification or problems that a person can act on: nothing is ever thrown. */
function judged(values: Record<string, string>, secrets: readonly string[] = []): void {
  const reading = read({ values, secrets, project: "platform", stack: "any", kindOf: onDisk }, clouds);
  if (reading.problems === undefined) return;
  expect(reading.problems.length).toBeGreaterThan(0);
  for (const { key, wrong, right } of reading.problems) {
    expect(key).toMatch(/^[^:]+:/);
    expect(wrong).not.toBe("");
    expect(right).toMatch(/[.?]$|^[A-Z]/);
  }
}

const keys = Object.keys(stackSchema.shape);

test("any text under any known key", () => {
  const values = fc.dictionary(fc.constantFrom(...keys), fc.string({ unit: "binary" }));
  fc.assert(
    fc.property(values, (given) => {
      judged(asPulumiGivesIt(given));
    }),
    runs,
  );
});

test("any JSON under any key", () => {
  const key = fc.oneof(fc.constantFrom(...keys), fc.string());
  fc.assert(
    fc.property(fc.dictionary(key, fc.jsonValue()), (given) => {
      judged(asPulumiGivesIt(given));
    }),
    runs,
  );
});

test("any JSON anywhere inside a valid stack", () => {
  const service = Object.keys(stackSchema.shape.services.valueType.shape);
  const part = fc.oneof(fc.constantFrom(...service), fc.string());
  const spoiled = fc.dictionary(part, fc.jsonValue(), { maxKeys: 4 });
  fc.assert(
    fc.property(
      spoiled,
      fc.string(),
      fc.constantFrom("dev", "staging", "prod"),
      (given, name, environment) => {
        judged(asPulumiGivesIt({ ...valid, environment, services: { api: given, [name]: given } }));
      },
    ),
    runs,
  );
});

test("any keys encrypted", () => {
  const chosen = fc.subarray([...keys, "openaiApiKey", "stripeKey"]);
  fc.assert(
    fc.property(chosen, (given) => {
      judged(
        { ...asPulumiGivesIt(valid), "platform:openaiApiKey": "x", "platform:stripeKey": "y" },
        given.map((key) => `platform:${key}`),
      );
    }),
    runs,
  );
});

test("the value of an encrypted key is never in a message", () => {
  const chosen = fc.subarray([...keys, "openaiApiKey", "stripeKey", "logLevel"], { minLength: 1 });
  fc.assert(
    fc.property(chosen, (given) => {
      const values = Object.fromEntries(given.map((key) => [`platform:${key}`, "canary-5e1"]));
      const { problems } = read(
        { values, secrets: Object.keys(values), project: "p", stack: "s", kindOf: onDisk },
        clouds,
      );
      expect(problems).toBeDefined();
      expect(JSON.stringify(problems)).not.toContain("canary-5e1");
    }),
    runs,
  );
});
