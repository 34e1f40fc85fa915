import { every, compliant, require as demand, violation } from "../../../policy/mechanism/answer";
import { isRelaxed } from "../../../policy/mechanism/environment";
import { enforcementLevel, policyOf } from "../../../policy/mechanism/policies";
import type { Declared } from "../../../policy/mechanism/resource";
import type { ResourceRule, StackRule } from "../../../policy/mechanism/rule";
import { Waivers } from "../../../policy/mechanism/waivers";
import { analyze, analyzeStack, levels, unknown, urnOf } from "./pack";

const type = "aws:s3/bucket:Bucket";
const base = {
  id: "some-rule",
  title: "Some title.",
  severity: "low",
  controls: { cis: ["1.1"], checkov: ["CKV_1"] },
  enforcement: "always",
  reason: "Some reason.",
  remedy: "Some remedy.",
  types: [type],
} as const;
const resourceRule = (check: ResourceRule["check"]): ResourceRule => ({ ...base, scope: "resource", check });
const stackRule = (check: StackRule["check"]): StackRule => ({ ...base, scope: "stack", check });
const none = () => new Waivers([], [], "2026-01-01");
const bucket = { type, name: "data", properties: { a: "1" } };

test("a violation says rule, resource, what, why, remedy and controls", async () => {
  const policy = policyOf(
    resourceRule(() => violation("a is wrong")),
    none(),
    "prod",
  );
  const { diagnostics } = await analyze([policy], bucket);
  expect(diagnostics[0]?.message.split("\n")).toEqual([
    "Some title.",
    '[some-rule] aws:s3/bucket:Bucket "data": a is wrong.',
    "Why: Some reason.",
    "Remedy: Some remedy.",
    "Controls: CIS 1.1; checkov CKV_1",
  ]);
});

test("several wrongs are one report with a line each", async () => {
  const policy = policyOf(
    resourceRule(() => every(["a", "b"], (name) => violation(`${name} is wrong`))),
    none(),
    "prod",
  );
  const { diagnostics } = await analyze([policy], bucket);
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]?.message).toContain("- a is wrong.\n- b is wrong.");
});

test("a rule that crashes is a violation that names it", async () => {
  const crash = () => {
    throw new TypeError("x is not a function");
  };
  const one = await analyze([policyOf(resourceRule(crash), none(), "prod")], bucket);
  const all = await analyzeStack([policyOf(stackRule(crash), none(), "prod")], [bucket]);
  for (const { diagnostics } of [one, all]) {
    expect(diagnostics.map(({ level }) => level)).toEqual([levels.mandatory]);
    expect(diagnostics[0]?.message).toContain("the rule itself failed (x is not a function)");
    expect(diagnostics[0]?.message).toContain("[some-rule]");
  }
});

test("a stack rule's violation is attributed to its resource", async () => {
  const policy = policyOf(
    stackRule(() => violation("wrong")),
    none(),
    "prod",
  );
  const { diagnostics } = await analyzeStack([policy], [{ type: "pulumi:pulumi:Stack" }, bucket]);
  expect(diagnostics.map(({ urn }) => urn)).toEqual([urnOf(bucket)]);
});

test("an unknown value hides no violation, of the same resource or of another", async () => {
  const policy = policyOf(
    stackRule(({ properties }) => demand(properties.get("a").text() === "1", "a is wrong")),
    none(),
    "prod",
  );
  const { diagnostics } = await analyzeStack(
    [policy],
    [
      { ...bucket, name: "first", properties: { a: unknown } },
      { ...bucket, name: "second", properties: { a: "2" } },
    ],
  );
  expect(diagnostics.map(({ level }) => level)).toEqual([levels.mandatory, levels.advisory]);
  expect(diagnostics[0]?.message).toContain('"second": a is wrong');
  expect(diagnostics[1]?.message).toContain('"first": a is not known before the update');
});

test("where a preview leaves the stack's outputs unknown, what the program declared counts", async () => {
  const declared: Declared = new Map();
  const rule = stackRule(({ properties }) =>
    every(["a", "b", "c"], (name) => demand(properties.get(name).text() === name, `${name} is wrong`)),
  );
  const inputs = { ...bucket, properties: { a: "a", b: "wrong", c: unknown } };
  const outputs = { ...bucket, properties: { a: unknown, b: unknown, c: unknown } };
  await analyze(
    [
      policyOf(
        resourceRule(() => compliant),
        none(),
        "prod",
        declared,
      ),
    ],
    inputs,
  );
  const { diagnostics } = await analyzeStack([policyOf(rule, none(), "prod", declared)], [outputs]);
  expect(diagnostics.map(({ level }) => level)).toEqual([levels.mandatory, levels.advisory]);
  expect(diagnostics[0]?.message).toContain("b is wrong");
  expect(diagnostics[1]?.message).toContain("c is not known");
});

test("what the provider left out of its answer is taken from the program", async () => {
  const declared: Declared = new Map();
  const rule = stackRule(({ properties }) =>
    every(["owner", "a"], (name) => demand(properties.get(name).text() === name, `${name} is wrong`)),
  );
  const first = [
    policyOf(
      resourceRule(() => compliant),
      none(),
      "prod",
      declared,
    ),
  ];
  await analyze(first, { ...bucket, properties: { owner: "owner", a: "a" } });
  const { diagnostics } = await analyzeStack(
    [policyOf(rule, none(), "prod", declared)],
    [{ ...bucket, properties: { a: "changed" } }],
  );
  expect(diagnostics.map(({ message }) => message.split("\n")[1])).toEqual([
    expect.stringContaining("a is wrong"),
  ]);
});

test("a policy's configuration reaches its rule", async () => {
  const rule = resourceRule((_, configuration) =>
    configuration.get("days").number() === undefined ? compliant : violation("configured"),
  );
  expect((await analyze([policyOf(rule, none(), "prod")], bucket)).diagnostics).toEqual([]);
});

describe("enforcement", () => {
  const always = resourceRule(() => compliant);
  const prod: ResourceRule = { ...always, enforcement: "prod" };
  test.each([
    ["dev", "advisory"],
    ["staging", "advisory"],
    ["prod", "mandatory"],
    ["production", "mandatory"],
    ["Dev", "mandatory"],
    [undefined, "mandatory"],
  ] as const)("in %s a rule for prod is %s, and a rule for always mandatory", (environment, level) => {
    expect(enforcementLevel(prod, environment)).toBe(level);
    expect(enforcementLevel(always, environment)).toBe("mandatory");
    expect(isRelaxed(environment)).toBe(level === "advisory");
  });
});
