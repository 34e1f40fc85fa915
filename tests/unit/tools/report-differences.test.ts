import { differences, excerpts } from "../../../tools/report/differences";
import type { Step } from "../../../tools/report/event-log";
import type { Json } from "../../../tools/report/json";

type Inputs = Record<string, Json>;

function step(before: Inputs | undefined, after: Inputs | undefined, more: Partial<Step> = {}): Step {
  return {
    ...{ urn: "urn", type: "a:b:C", name: "c", operation: "update", custom: true, parent: undefined },
    ...{ protect: false, details: new Map(), replacing: [], deletesFirst: false, failed: false },
    before: before && { inputs: before, outputs: {} },
    after: after && { inputs: after, outputs: {} },
    ...more,
  };
}

const told = (of: Step) => differences(of).map(({ path, before, after }) => [path, before, after]);

describe("the differences of a resource", () => {
  test("are its properties that changed, deep down and in JSON texts", () => {
    const before = { size: 1, deep: { a: [1, 2], same: true }, text: '{"port":80,"name":"x"}', gone: "x" };
    const after = { size: 2, deep: { a: [1, 3, 4], same: true }, text: '{"port":81,"name":"x"}', added: [] };
    expect(told(step(before, after))).toEqual([
      ["size", "1", "2"],
      ["deep.a[1]", "2", "3"],
      ["deep.a[2]", undefined, "4"],
      ["text.port", "80", "81"],
      ["gone", "x", undefined],
      ["added", undefined, "[]"],
    ]);
  });

  test("find an element of a list by its name, wherever it stands", () => {
    const before = { environment: [{ name: "A", value: "1" }] };
    const after = {
      environment: [
        { name: "NEW", value: "0" },
        { name: "A", value: "2" },
      ],
    };
    expect(told(step(before, after))).toEqual([
      ["environment[A].value", "1", "2"],
      ["environment[NEW].name", undefined, "NEW"],
      ["environment[NEW].value", undefined, "0"],
    ]);
  });

  test("tell a secret that is another one now, without either", () => {
    const details = new Map([["password", { diffKind: "update", inputDiff: true }]]);
    const both = { password: "[secret]" };
    expect(told(step(both, both, { details }))).toEqual([["password", "[secret]", "[secret]"]]);
  });

  test("tell what somebody changed behind the engine's back", () => {
    const details = new Map([["ttl", { diffKind: "update", inputDiff: false }]]);
    const before = { inputs: { ttl: 60 }, outputs: { ttl: 300 } };
    expect(told(step(undefined, { ttl: 60 }, { details, before }))).toEqual([["ttl", "300", "60"]]);
  });

  test("say which of them makes it a replacement", () => {
    const changed = differences(
      step({ name: "a", tags: { x: "1" } }, { name: "b", tags: { x: "2" } }, { replacing: ["name"] }),
    );
    expect(changed.map(({ path, replaces }) => [path, replaces])).toEqual([
      ["name", true],
      ["tags.x", false],
    ]);
  });

  test("are all of its inputs when it comes or goes, and none when it stays", () => {
    expect(told(step(undefined, { a: { b: 1 } }, { operation: "create" }))).toEqual([
      ["a.b", undefined, "1"],
    ]);
    expect(told(step({ a: 1 }, undefined, { operation: "delete" }))).toEqual([["a", "1", undefined]]);
    expect(told(step({ a: 1 }, { a: 2 }, { operation: "same" }))).toEqual([]);
  });
});

test("long values are cut to where they begin to differ", () => {
  const common = "x".repeat(500);
  const { before, after } = excerpts({ before: `${common}first`, after: `${common}second` });
  expect(before).toMatch(/^…x{40}first$/);
  expect(after).toMatch(/^…x{40}second$/);
  expect(excerpts({ before: "short", after: common }).after).toHaveLength(241);
});
