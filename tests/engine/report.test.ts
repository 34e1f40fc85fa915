import { instance } from "@viz-js/viz";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { markdown } from "../../tools/report/markdown";
import { page } from "../../tools/report/page/page";
import { makeReport, type Report } from "../../tools/report/report";
import { readFiles, readSources } from "../../tools/report/sources";
import { run } from "../../tools/engine/run";
import { EngineStack } from "./stack";
import { recordedPreview } from "./report-recording";

jest.setTimeout(15 * 60_000);

async function textsOf(report: Report): Promise<{ readonly summary: string; readonly whole: string }> {
  return { summary: markdown(report), whole: page(report, await instance(), new Date()) };
}

describe.each([
  ["aws", "AWS", "NAT gateway", "database"],
  ["azure", "Azure", "Front Door", "cache"],
  ["gcp", "Google Cloud", "Cloud NAT", "database"],
])("a report of a first preview of prod on %s", (cloud, title, costly, slowest) => {
  let stack: EngineStack;
  beforeAll(async () => {
    stack = await EngineStack.open("prod", cloud);
  });
  afterAll(() => {
    stack.close();
  });

  test("tells what comes, its policies, its cost and its time", async () => {
    const { exitCode, sources, digest } = await recordedPreview(stack);
    expect(exitCode).toBe(0);
    const report = await makeReport(readSources(sources));
    const { summary, whole } = await textsOf(report);

    const created = digest.steps.filter(
      ({ op, newState }) =>
        op === "create" && newState?.custom === true && !newState.type.startsWith("pulumi:"),
    );
    expect(created.length).toBeGreaterThan(100);
    expect([...report.counts]).toEqual([["create", created.length]]);
    expect(summary).toContain(`## ✔ prod on ${title}: preview`);
    expect(summary).toContain(`${created.length} to create`);
    for (const what of [costly, "PostgreSQL server"])
      expect(report.costs.map((change) => change.what)).toContain(what);
    expect(report.policies.length).toBeGreaterThan(10);
    expect(report.violations).toEqual([]);

    // Others wait for what is the slowest to come, and it for others.
    expect(report.time.path.length).toBeGreaterThan(2);
    expect(report.time.path.some(({ component }) => component === slowest)).toBe(true);
    expect(report.time.untimed.filter((type) => /^(aws|azure-native|gcp):/.test(type))).toEqual([]);
    for (const { name } of report.components) expect(whole).toContain(`id="component-${name}"`);
  });

  test("holds no secret", async () => {
    expect(await stack.leaks()).toEqual([]);
  });
});

describe("a report of dev on AWS", () => {
  let stack: EngineStack;
  let events: string;
  beforeAll(async () => {
    stack = (await EngineStack.open("dev")).writeStateAtTheEnd();
    events = join(stack.root, "update.jsonl");
  });
  afterAll(() => {
    stack.close();
  });

  test("tells of an update that has run, from its events and a state that shows its secrets", async () => {
    const up = await stack.up(["--event-log", events], { PULUMI_DEBUG_COMMANDS: "true" });
    expect(up.exitCode).toBe(0);
    const { stdout: state } = await stack.session.run([
      "stack",
      "export",
      "--show-secrets",
      "--stack",
      "dev",
    ]);
    const secrets = [...state.matchAll(/"plaintext": "\\"([^"\\]{8,})\\""/g)].map(([, text]) => text ?? "");
    expect(secrets.length).toBeGreaterThan(3);
    const report = await makeReport(
      readSources([
        { name: "events", text: readFileSync(events, "utf8") },
        { name: "state", text: state },
      ]),
    );
    expect(report).toMatchObject({ preview: false, succeeded: true, graphKnown: true });
    const { summary, whole } = await textsOf(report);
    expect(summary).toMatch(/The update succeeded: \d+ created\./);
    for (const secret of secrets) {
      expect(summary).not.toContain(secret);
      expect(whole).not.toContain(secret);
    }
    expect(whole).toContain("[secret]");
  });

  test("tells of a new image what it replaces, and that nothing else does", async () => {
    const services = stack.services();
    delete services["api"]?.["build"];
    const image = `registry.example.com/api@sha256:${"6".repeat(64)}`;
    services["api"] = { ...services["api"], image, scaling: { max: 7 } };
    const { sources } = await recordedPreview(stack, stack.configured({ services }));
    const report = await makeReport(readSources(sources));
    const changed = report.components.filter(({ counts }) =>
      [...counts.keys()].some((key) => key !== "same"),
    );
    expect(changed.map(({ name }) => name)).toContain("api");
    expect(changed.map(({ name }) => name)).not.toContain("network");
    const { summary } = await textsOf(report);
    expect(summary).toContain(image);
    expect(summary).toContain("(makes it a replacement)");
    expect(report.costs).toContainEqual(
      expect.objectContaining({ what: "number of replicas", direction: "more" }),
    );
  });

  test("is written by the command, with what the CLI wrote", async () => {
    const files = readFiles([events]);
    expect(files.graph).toBeUndefined();
    const out = join(stack.root, "report");
    const finished = await run(process.execPath, [
      "--import",
      "tsx",
      "tools/report",
      "--from",
      events,
      "--out",
      out,
    ]);
    expect(finished).toMatchObject({ exitCode: 0 });
    expect(finished.stdout).toContain("✔ dev on AWS: The update succeeded");
    expect(readFileSync(join(out, "dev.md"), "utf8")).toContain("what needs what is not known here");
    expect(readFileSync(join(out, "dev.html"), "utf8")).toContain("</html>");
  });
});

test("a report of a preview that the policies refuse says which, and where", async () => {
  const stack = await EngineStack.open("prod");
  try {
    const { exitCode, sources } = await recordedPreview(stack, stack.configured({ protection: false }));
    expect(exitCode).not.toBe(0);
    const summary = markdown(await makeReport(readSources(sources)));
    expect(summary).toContain("The policies refuse this preview.");
    expect(summary).toMatch(
      /\*\*✖ aws-database-deletion-protection\*\* \(mandatory\)\n\n- `database-instance`/,
    );
  } finally {
    stack.close();
  }
});
