import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { lintWorkflows } from "../../tools/delivery/lint";

const permissions = z.record(z.string(), z.string());
const step = z.object({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
});
const job = z.object({
  uses: z.string().optional(),
  permissions: permissions.optional(),
  environment: z.string().optional(),
  "timeout-minutes": z.number().optional(),
  steps: z.array(step).default([]),
});
const workflow = z.object({
  on: z.record(z.string(), z.unknown()),
  permissions: permissions.optional(),
  concurrency: z.object({ group: z.string(), "cancel-in-progress": z.unknown().optional() }).optional(),
  jobs: z.record(z.string(), job),
});
const action = z.object({ runs: z.object({ steps: z.array(step) }) });
const scripts = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync("package.json", "utf8"))).scripts;

type Workflow = z.infer<typeof workflow>;
type Step = z.infer<typeof step>;

/** What is wrong with the steps of a workflow or of an action. */
function stepFaults(text: string, steps: readonly Step[]): string[] {
  const uses = text.split("\n").filter((line) => /^\s*(- )?uses:/.test(line));
  const run = steps.map((one) => one.run ?? "").join("\n");
  const called = [...run.matchAll(/npm run (?:--silent )?([\w:]+)/g), ...run.matchAll(/npm (test)\b/g)];
  return [
    ...uses
      .filter(
        (line) => !/uses: (\.\/\.github\/\S+|[\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/.test(line),
      )
      .map((line) => `is not pinned by commit, with its version: ${line.trim()}`),
    ...called
      .filter(([, name = ""]) => scripts[name] === undefined)
      .map(([, name]) => `no script ${name ?? ""}`),
    ...(run.includes("${{") ? ["an expression in a script: give it as an environment variable"] : []),
    ...steps
      .filter(
        (one) => one.uses?.startsWith("actions/checkout@") && one.with?.["persist-credentials"] !== false,
      )
      .map(() => "checkout leaves its token behind"),
  ];
}

/** What is wrong with a workflow that actionlint does not know of. */
function faults(text: string): string[] {
  const read = workflow.parse(parse(text));
  const jobs = Object.entries(read.jobs);
  return [
    ...stepFaults(
      text,
      jobs.flatMap(([, { steps }]) => steps),
    ),
    ...("pull_request_target" in read.on
      ? ["pull_request_target gives a fork's code this repository's rights"]
      : []),
    ...(read.permissions !== undefined && Object.keys(read.permissions).length === 0
      ? []
      : ["rights for all jobs at the top"]),
    ...jobs.flatMap(([name, one]) => jobFaults(one).map((fault) => `${name}: ${fault}`)),
    ...updateFaults(read),
  ];
}

function jobFaults({ permissions: rights, steps, uses, ...one }: z.infer<typeof job>): string[] {
  const signsIn =
    uses === "./.github/workflows/update.yml" ||
    steps.some((each) =>
      /^(\.\/\.github\/actions\/stack$|actions\/attest-build-provenance@)/.test(each.uses ?? ""),
    );
  const deploys = steps.some((each) => each.with?.["identity"] === "deploy");
  return [
    ...(rights === undefined ? ["does not say its rights"] : []),
    ...((rights?.["id-token"] === "write") === signsIn
      ? []
      : [signsIn ? "signs in without id-token" : "has id-token, and signs in to nothing"]),
    ...(rights?.["contents"] === "write" ? ["may write to the repository"] : []),
    ...(deploys && one.environment !== "${{ inputs.stack }}"
      ? ["deploys outside the stack's environment"]
      : []),
    ...(uses === undefined && one["timeout-minutes"] === undefined ? ["may run for six hours"] : []),
  ];
}

/** One update at a time of a stack; none is broken off by the next, and one that fails is taken back. */
function updateFaults({ concurrency, jobs, on }: Workflow): string[] {
  const runs = (steps: readonly Step[], command: string) =>
    steps.some(({ run }) => run?.includes(`delivery -- ${command}`));
  const updates = Object.values(jobs).filter(({ steps }) => runs(steps, "update"));
  if (updates.length === 0) return [];
  return [
    ...(updates.every(({ steps }) => runs(steps, "return")) ? [] : ["an update that fails stays as it is"]),
    ...(concurrency?.group === "stack-${{ inputs.stack }}" ? [] : ["updates of a stack may overlap"]),
    ...(concurrency?.["cancel-in-progress"] === false ? [] : ["an update may be broken off"]),
    ...(Object.keys(on).join() === "workflow_call" ? [] : ["an update can be started past the image's job"]),
  ];
}

const folder = ".github/workflows";
const files = readdirSync(folder).map((name) => join(folder, name));
const textOf = (name: string) => readFileSync(join(folder, name), "utf8");

describe("the workflows", () => {
  test("are those that the delivery is made of", () => {
    expect(readdirSync(folder).sort()).toEqual(
      ["ci", "deploy", "drift", "preview", "security", "update"].map((name) => `${name}.yml`),
    );
  });

  test.each(files)("%s keeps the rules", (file) => {
    expect(faults(readFileSync(file, "utf8"))).toEqual([]);
  });

  test.each(["project", "stack"])("the action %s keeps them too", (name) => {
    const text = readFileSync(`.github/actions/${name}/action.yml`, "utf8");
    expect(stepFaults(text, action.parse(parse(text)).runs.steps)).toEqual([]);
  });

  test("use an action at one commit only", () => {
    const all = [...files, ".github/actions/project/action.yml", ".github/actions/stack/action.yml"];
    const pins = all.flatMap((file) => [
      ...readFileSync(file, "utf8").matchAll(/uses: ([\w./-]+)@(\S+ # \S+)/g),
    ]);
    const found = new Map<string, Set<string>>();
    for (const [, name = "", pin = ""] of pins) found.set(name, (found.get(name) ?? new Set()).add(pin));
    expect([...found].filter(([, { size }]) => size > 1)).toEqual([]);
  });

  test("test every supported version of Node", () => {
    const { engines } = z
      .object({ engines: z.object({ node: z.string() }) })
      .parse(JSON.parse(readFileSync("package.json", "utf8")));
    const oldest = Number(/\d+/.exec(engines.node)?.[0]);
    expect(textOf("ci.yml")).toContain(`node: ["${String(oldest)}", "22", "24"]`);
  });

  const pinned = "uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2";
  test.each<[string, string, string | RegExp, string, RegExp]>([
    ["a tag", "ci.yml", pinned, "uses: actions/checkout@v6", /not pinned/],
    ["a short commit", "ci.yml", pinned, "uses: actions/checkout@de0fac2 # v6.0.2", /not pinned/],
    ["a commit without its version", "ci.yml", / # v6\.0\.2/, "", /not pinned/],
    ["a script that is not there", "ci.yml", "npm run lint", "npm run lnt", /no script lnt/],
    [
      "an expression in a script",
      "ci.yml",
      "npm run lint",
      "npm run lint ${{ github.ref }}",
      /expression in a script/,
    ],
    [
      "a checkout that keeps its token",
      "ci.yml",
      "persist-credentials: false",
      "fetch-depth: 0",
      /leaves its token/,
    ],
    ["pull_request_target", "preview.yml", "\n  pull_request:", "\n  pull_request_target:", /fork's code/],
    ["rights at the top", "ci.yml", "permissions: {}", "permissions:\n  contents: read", /at the top/],
    ["nothing about rights at the top", "ci.yml", "permissions: {}", "", /at the top/],
    [
      "a job without rights",
      "ci.yml",
      "    permissions:\n      contents: read\n",
      "",
      /does not say its rights/,
    ],
    [
      "id-token in a job that signs in to nothing",
      "ci.yml",
      "contents: read",
      "id-token: write",
      /signs in to nothing/,
    ],
    ["a sign-in without id-token", "drift.yml", "id-token: write", "issues: read", /without id-token/],
    [
      "a job that may write code",
      "ci.yml",
      "contents: read",
      "contents: write",
      /may write to the repository/,
    ],
    [
      "a deployment in no environment",
      "update.yml",
      "environment: ${{ inputs.stack }}",
      "env: {}",
      /outside the stack's/,
    ],
    ["a job without an end", "ci.yml", /timeout-minutes: \d+/, "env: {}", /six hours/],
    [
      "one group for all stacks",
      "update.yml",
      "group: stack-${{ inputs.stack }}",
      "group: update-${{ github.sha }}",
      /may overlap/,
    ],
    ["no group", "update.yml", /concurrency:\n.*\n.*\n/, "", /may overlap/],
    [
      "an update that the next one cancels",
      "update.yml",
      "cancel-in-progress: false",
      "cancel-in-progress: true",
      /broken off/,
    ],
    [
      "an update without a way back",
      "update.yml",
      "delivery -- return",
      "delivery -- stop",
      /stays as it is/,
    ],
    [
      "an update that anyone starts",
      "update.yml",
      "  workflow_call:",
      "  push:\n  workflow_call:",
      /past the image's job/,
    ],
  ])("are refused with %s", (_, file, before, after, message) => {
    const text = textOf(file);
    const broken = text.replace(before, () => after);
    expect(broken).not.toBe(text);
    expect(faults(broken).join("\n")).toMatch(message);
  });
});

describe("actionlint", () => {
  const silent = { say: () => undefined, status: () => undefined };

  test("has nothing against them", async () => {
    const { exitCode, stdout, stderr } = await lintWorkflows(process.cwd(), [], silent);
    expect(stdout + stderr).toBe("");
    expect(exitCode).toBe(0);
  }, 300_000);

  test("says what is wrong with another", async () => {
    const place = mkdtempSync(join(tmpdir(), "platform-workflow-"));
    try {
      const file = join(place, "wrong.yml");
      writeFileSync(
        file,
        textOf("ci.yml").replace("runs-on: ubuntu-24.04", "runs-on: ubuntu-24.04\n    need: nothing"),
      );
      const { exitCode, stdout } = await lintWorkflows(process.cwd(), [file], silent);
      expect(exitCode).toBe(1);
      expect(stdout).toMatch(/unexpected key "need"/);
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  }, 300_000);
});
