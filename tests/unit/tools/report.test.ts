import { instance } from "@viz-js/viz";
import { longestSummary, markdown, marker } from "../../../tools/report/markdown";
import { page } from "../../../tools/report/page/page";
import { makeReport } from "../../../tools/report/report";
import { readFiles, readSources } from "../../../tools/report/sources";

const urn = (name: string, type = "aws:s3/bucket:Bucket") =>
  `urn:pulumi:trial::platform::platform:index:Platform$platform:aws:Bucket$${type}::${name}`;
const [platform, component] = [
  "urn:pulumi:trial::platform::platform:index:Platform::platform",
  "urn:pulumi:trial::platform::platform:index:Platform$platform:aws:Bucket::files",
];

let sequence = 0;
const line = (event: object) => JSON.stringify({ sequence: sequence++, timestamp: 1, ...event });

interface About {
  readonly protect?: boolean;
  readonly before?: object;
  readonly after?: object;
  readonly custom?: boolean;
  readonly parent?: string;
}

function step(op: string, at: string, { before, after, ...more }: About = {}): string {
  const shared = { custom: true, parent: component, ...more };
  const type = at.split("::")[2]?.split("$").at(-1) ?? "";
  const metadata = {
    ...{ op, urn: at, type },
    old: before ? { ...shared, inputs: before } : null,
    new: after ? { ...shared, inputs: after } : null,
  };
  return line({ resourcePreEvent: { metadata } });
}

const home = [
  step("same", platform, { before: {}, after: {}, custom: false, parent: "" }),
  step("same", component, { before: {}, after: {}, custom: false, parent: platform }),
];
const end = (result = "succeeded", isPreview = true) =>
  line({ summaryEvent: { durationSeconds: 3, resourceChanges: {}, isPreview, result } });
const report = (...lines: string[]) =>
  makeReport(readSources([{ name: "events", text: [...home, ...lines].join("\n") }]));

describe("what a report reads", () => {
  test("says what a file is not, or which is missing", () => {
    expect(() => readSources([{ name: "a.txt", text: "hello" }])).toThrow(/^a.txt is none of what/);
    expect(() => readSources([{ name: "state", text: '{"deployment":{"resources":[]}}' }])).toThrow(
      /--event-log/,
    );
    expect(() => readFiles(["/does/not/exist"])).toThrow(/no file/);
  });

  test("takes the state of a stack that has nothing yet", async () => {
    const [state, events] = ['{"version":3,"deployment":{"manifest":{}}}', [...home, end()].join("\n")];
    const sources = readSources([
      { name: "state", text: state },
      { name: "events", text: events },
    ]);
    expect((await makeReport(sources)).graphKnown).toBe(true);
  });

  test("passes over a last line that was cut off", async () => {
    const made = await report(step("create", urn("a"), { after: {} }), step("create", urn("b")).slice(0, 60));
    expect(made.components[0]?.resources.map(({ name }) => name)).toEqual(["a"]);
  });

  test.each([
    ["a state", { deployment: { resources: [{ urn: urn("b"), dependencies: [urn("a")] }] } }],
    ["a preview", { steps: [{ newState: { urn: urn("b"), dependencies: [urn("a")] } }] }],
    ["a preview of a deletion", { steps: [{ oldState: { urn: urn("b"), dependencies: [urn("a")] } }] }],
    ["a plan", { resourcePlans: { [urn("b")]: { goal: { dependencies: [urn("a")] } } } }],
  ])("finds what needs what in %s", async (_, source) => {
    const events = [
      ...home,
      step("create", urn("a"), { after: {} }),
      step("create", urn("b"), { after: {} }),
      end(),
    ];
    const made = await makeReport(
      readSources([
        { name: "graph", text: JSON.stringify(source, null, 2) },
        { name: "events", text: events.join("\n") },
      ]),
    );
    expect(made.graphKnown).toBe(true);
    expect(made.components[0]?.resources.find(({ name }) => name === "b")?.needs).toEqual([urn("a")]);
  });

  test("puts a resource where the state says when a failed preview is silent about its component", async () => {
    const lost = "urn:pulumi:trial::platform::platform:index:Platform$platform:aws:Secrets::lost";
    const resources = [{ urn: platform }, { urn: lost, parent: platform }];
    const made = await makeReport(
      readSources([
        { name: "state", text: JSON.stringify({ deployment: { resources } }) },
        {
          name: "events",
          text: [...home, step("delete", urn("x"), { before: {}, parent: lost }), end("failed")].join("\n"),
        },
      ]),
    );
    expect(made.components.map(({ name }) => name)).toEqual(["lost"]);
    expect(made.succeeded).toBe(false);
  });
});

describe("the summary", () => {
  test("begins with the mark by which its comment is found again", async () => {
    const text = markdown(await report(end()));
    expect(text.startsWith(`${marker("trial")}\n`)).toBe(true);
    expect(text).toContain("Nothing would change.");
  });

  test("takes the three steps of a replacement for one, and warns of what is protected", async () => {
    const states = { before: { bucket: "a" }, after: { bucket: "b" }, protect: true };
    const made = await report(
      step("create-replacement", urn("a"), { ...states }),
      step("replace", urn("a"), states),
      step("delete-replaced", urn("a"), { ...states }),
      end(),
    );
    expect([...made.counts]).toEqual([["replace", 1]]);
    const text = markdown(made);
    expect(text).toContain("`bucket`: `a` → `b`");
    expect(text).toContain("`a` is protected, and would be replaced");
    expect(text).toContain("without replacing what is protected");
  });

  test("says what the policies refuse, and what they can't judge yet", async () => {
    const policy = (policyName: string, message: string, enforcementLevel: string) =>
      line({ policyEvent: { policyName, enforcementLevel, resourceUrn: urn("a"), message } });
    const text = markdown(
      await report(
        policy("bucket-private", "[bucket-private] is open", "mandatory"),
        policy("tls", "can't run policy 'tls' from policy pack 'p@1' during preview: not known", "advisory"),
        end("failed"),
      ),
    );
    expect(text).toContain("The policies refuse this preview.");
    expect(text).toContain("2 rules evaluated, 1 broken (1 mandatory); 1 can be judged only in the update.");
    expect(text).toContain("[bucket-private] is open");
  });

  test("lets no text of a resource be markup, mention or link", async () => {
    const nasty = "`x` | @somebody <img src=x> [a](b)\n# head";
    const made = await report(
      step("update", urn("a"), { before: { description: "" }, after: { description: nasty } }),
      line({ diagnosticEvent: { urn: urn("a"), severity: "error", message: "```\n@somebody" } }),
      end(),
    );
    const text = markdown(made);
    expect(text).toContain('`description`: `""` → `` `x` | @somebody <img src=x> [a](b) # head ``');
    expect(text).toContain("  ````text\n  ```\n  @somebody\n  ````");
    const whole = page(made, await instance(), new Date(0));
    expect(whole).not.toContain("<img src=x>");
    expect(whole).toContain("&lt;img src=x&gt;");
  });

  test("stays short enough for a comment, with less detail where there is much", async () => {
    const many = (count: number, long: number) =>
      Array.from({ length: count }, (_, index) =>
        step("update", urn(`resource-${index}`), { before: { a: "" }, after: { a: "y".repeat(long) } }),
      );
    const some = markdown(await report(...many(400, 200), end()));
    expect(some.length).toBeLessThanOrEqual(longestSummary);
    expect(some).toContain("resource-399");
    expect(some).not.toContain("yyy");
    const more = markdown(await report(...many(4000, 5), end()));
    expect(more.length).toBeLessThanOrEqual(longestSummary);
    expect(more).not.toContain("resource-3999");
    expect(more).toContain("4000");
    const errors = Array.from({ length: 500 }, () =>
      line({ diagnosticEvent: { severity: "error", message: "z".repeat(300) } }),
    );
    const cut = markdown(await report(...errors, end("failed")));
    expect(cut.length).toBeLessThanOrEqual(longestSummary);
    expect(cut).toContain("Cut here");
  });
});

test("no secret of a state in plain text reaches the outputs", async () => {
  const canary = "canary-0815-of-a-state";
  const value = {
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    plaintext: JSON.stringify(canary),
  };
  const state = { deployment: { resources: [{ urn: urn("a"), inputs: { password: value } }] } };
  const events = [
    ...home,
    step("update", urn("a"), {
      before: { note: "x" },
      after: { note: `mysql says ${canary}`, other: value },
    }),
    line({ diagnosticEvent: { severity: "error", message: `login with ${canary} failed` } }),
    end("failed"),
  ].join("\n");
  expect(events).toContain(canary);
  const made = await makeReport(
    readSources([
      { name: "events", text: events },
      { name: "state", text: JSON.stringify(state) },
    ]),
  );
  const texts = [markdown(made), page(made, await instance(), new Date(0))];
  for (const text of texts) {
    expect(text).not.toContain(canary);
    expect(text).toContain("login with [secret] failed");
  }
});
