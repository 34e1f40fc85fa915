import type { Operation } from "../../../tools/report/operations";
import { typicalDurations } from "../../../tools/report/durations";
import { estimateTime, roughly, type TimedStep } from "../../../tools/report/time-estimate";

const durations = new Map([
  ["slow", { create: 100, update: 50, delete: 30 }],
  ["fast", { create: 2, update: 1, delete: 1 }],
]);

function step(name: string, type: string, operation: Operation, more: Partial<TimedStep> = {}): TimedStep {
  const usual = { component: "c", custom: true, protect: false, deletesFirst: false };
  return { urn: name, name, type, operation, ...usual, ...more };
}

const chain = (steps: TimedStep[], needs: Record<string, string[]>) => {
  const { seconds, path } = estimateTime(steps, new Map(Object.entries(needs)), durations);
  return [seconds, path.map(({ work, name }) => `${work} ${name}`)];
};

describe("the time estimate", () => {
  test("follows the longest chain: what needs nothing of one another goes on at once", () => {
    const steps = [step("a", "fast", "create"), step("b", "slow", "create"), step("c", "slow", "update")];
    expect(chain(steps, {})).toEqual([100, ["create b"]]);
    expect(chain(steps, { b: ["a"], c: ["b"] })).toEqual([152, ["create a", "create b", "update c"]]);
  });

  test("waits through what does not change itself, but not for it", () => {
    const steps = [step("a", "slow", "create"), step("b", "slow", "same"), step("c", "fast", "create")];
    expect(chain(steps, { b: ["a"], c: ["b"] })).toEqual([102, ["create a", "create c"]]);
  });

  test("takes away last, and what is needed after what needs it", () => {
    const steps = [step("new", "fast", "create"), step("a", "fast", "delete"), step("b", "slow", "delete")];
    expect(chain(steps, { b: ["a"] })).toEqual([33, ["create new", "delete b", "delete a"]]);
  });

  test("makes a replacement first and takes the old one away at the end, or the other way round", () => {
    const steps = [step("a", "slow", "replace"), step("b", "fast", "update")];
    expect(chain(steps, { b: ["a"] })).toEqual([131, ["create a", "update b", "delete a"]]);
    const first = [step("a", "slow", "replace", { deletesFirst: true }), step("b", "fast", "update")];
    expect(chain(first, { b: ["a"] })).toEqual([131, ["delete a", "create a", "update b"]]);
  });

  test("is told without the replacement of what is protected too", () => {
    const steps = [step("a", "slow", "replace", { protect: true }), step("b", "fast", "update")];
    expect(estimateTime(steps, new Map([["b", ["a"]]]), durations)).toMatchObject({
      seconds: 131,
      withoutProtected: 1,
    });
    expect(
      estimateTime([step("b", "fast", "update")], new Map(), durations).withoutProtected,
    ).toBeUndefined();
  });

  test("names the types that it knows no time of", () => {
    const steps = [step("a", "unheard:of:Type", "create"), step("b", "other", "same")];
    expect(estimateTime(steps, new Map(), durations)).toMatchObject({
      seconds: 0,
      untimed: ["unheard:of:Type"],
    });
  });

  test("ends on a file in which things need one another", () => {
    const steps = [step("a", "fast", "create"), step("b", "fast", "create")];
    expect(chain(steps, { a: ["b"], b: ["a"] })[0]).toBe(4);
  });
});

test("the clouds' typical times are found by the types of a stack", async () => {
  const found = await typicalDurations([
    "aws:rds/instance:Instance",
    "gcp:sql/databaseInstance:DatabaseInstance",
  ]);
  expect(found.get("aws:rds/instance:Instance")?.create).toBeGreaterThan(60);
  expect(found.get("gcp:sql/databaseInstance:DatabaseInstance")?.create).toBeGreaterThan(60);
  expect([...found.keys()].some((type) => type.startsWith("azure-native:"))).toBe(false);
});

test.each([
  [1, "1 second"],
  [89, "89 seconds"],
  [90, "2 minutes"],
  [3600, "1 hour"],
  [5400, "1 hour 30 minutes"],
])("%i s are %s", (seconds, text) => {
  expect(roughly(seconds)).toBe(text);
});
