import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { rememberLastGood, type Services } from "../../../../tools/delivery/last-good";
import { type Return, returnToLastGood } from "../../../../tools/delivery/return";
import { exitCodeAfter, returnReport } from "../../../../tools/delivery/return-report";
import { recorded } from "../../../../tools/delivery/smoke-record";
import { update, type Update } from "../../../../tools/delivery/update";
import { run } from "../../../../tools/engine/run";
import type { OwnPulumi } from "../../../../tools/report/pulumi";
import { program, testFolder } from "./folder";

/** Several processes a test; the limit only ends one that hangs. */
jest.setTimeout(60_000);

const root = testFolder();

/** Says what a stack's history is, and ends an update with a plan, one without, and a preview as it is told. */
const cli = program(
  root,
  "pulumi",
  `const fs = require("node:fs");
   const args = process.argv.slice(2);
   const script = JSON.parse(fs.readFileSync(process.env.SCRIPT, "utf8"));
   fs.appendFileSync(process.env.CALLS, args.join(" ") + "\\n");
   const command = ["history", "up", "preview"].find((name) => args.includes(name));
   if (command === "history") console.log(JSON.stringify(script.history));
   else {
     const { exitCode, events = [] } = script[command === "up" && args.includes("--plan") ? "planned" : command];
     const log = args.indexOf("--event-log");
     if (log >= 0) fs.writeFileSync(args[log + 1], events.map((event) => JSON.stringify(event) + "\\n").join(""));
     if (command === "preview") console.log("the preview's own words");
     process.exitCode = exitCode;
   }`,
);

interface Ending {
  readonly exitCode: number;
  readonly events?: readonly object[];
}

const image = (digit: string) => `registry.example.com/api@sha256:${digit.repeat(64)}`;
const good: Services = { api: { image: image("1"), scaling: { max: 4 } } };
const failing: Services = { api: { image: image("2"), scaling: { max: 4 } }, batch: { image: image("2") } };
const of = (op: string, custom = true) => ({
  resourcePreEvent: {
    metadata: {
      op,
      urn: `urn:pulumi:dev::platform::t::${custom ? "api-run" : "api"}`,
      type: "t",
      new: { custom },
    },
  },
});
const error = {
  diagnosticEvent: { urn: "urn:pulumi:dev::platform::t::api-run", message: "not ready\n", severity: "error" },
};
const entry = (services: Services) => ({
  kind: "update",
  result: "succeeded",
  config: { "platform:services": { value: JSON.stringify(services) } },
});
const fine: Ending = { exitCode: 0 };
const unseen = "expected resource operations for urn:pulumi:dev::platform::t::board but none were seen";
const consequence = { diagnosticEvent: { urn: "urn:t::board", message: unseen, severity: "error" } };
const broken: Ending = { exitCode: 1, events: [of("update"), error, consequence] };

/** An update that ended so, and what the return from it comes to. */
async function returned(
  script: {
    readonly planned?: Ending;
    readonly up?: Ending;
    readonly preview?: Ending;
    readonly history?: readonly object[];
  },
  more: { readonly services?: Services; readonly smoke?: string; readonly answers?: string } = {},
) {
  const folder = mkdtempSync(join(root, "trial-"));
  const file = join(folder, "Pulumi.dev.yaml");
  const own = { "platform:environment": "dev", "platform:services": more.services ?? failing };
  writeFileSync(file, stringify({ config: own }));
  const env = { ...process.env, SCRIPT: join(folder, "script.json"), CALLS: join(folder, "calls") };
  const standard = { planned: broken, up: fine, preview: fine, history: [entry(good)] };
  writeFileSync(env.SCRIPT, JSON.stringify({ ...standard, ...script }));
  const pulumi: OwnPulumi = {
    ...{ program: cli, env, cwd: folder, policyPack: "policy" },
    run: (args) => run(cli, args, { env }),
  };
  const one: Update = { stack: "dev", folder: join(folder, "delivery") };
  await rememberLastGood(one, pulumi);
  await update(one, "plan.json", pulumi, () => undefined);
  const { smoke, answers } = more;
  if (smoke !== undefined) await recorded(one, () => Promise.reject(new Error(smoke))).catch(() => undefined);
  const done = await returnToLastGood({
    ...{ one, project: folder, pulumi, out: () => undefined, within: 1_000 },
    asks: () => (answers === undefined ? Promise.resolve() : Promise.reject(new Error(answers))),
  });
  const { config } = parse(readFileSync(file, "utf8")) as { config: Record<string, unknown> };
  return { done, config, calls: readFileSync(env.CALLS, "utf8") };
}

const outcome = (done: Return) => ({ exitCode: exitCodeAfter(done), report: returnReport(done) });

describe("the return from an update that failed", () => {
  it("brings the services back as they were, and says what failed, why, and what serves now", async () => {
    const { calls, config, done } = await returned({});
    expect(done.end).toEqual({ kind: "back" });
    expect(config).toEqual({ "platform:environment": "dev", "platform:services": good });
    const { exitCode, report } = outcome(done);
    expect(exitCode).toBe(1);
    expect(report).toContain("dev: the last good version serves again");
    expect(report).toContain("What failed: **the update**\n\n    api-run: not ready");
    expect(report).toContain(`| api | \`${image("2")}\` | \`${image("1")}\` |`);
    expect(report).not.toContain("none were seen");
    expect(report).toContain(`| batch | \`${image("2")}\` | – |`);
    const [, , back = "", preview = ""] = calls.split("\n");
    expect(back).toMatch(/ up --yes .*--policy-pack policy /);
    expect(back).not.toContain("--plan");
    expect(preview).toMatch(/^preview --expect-no-changes .*--policy-pack policy$/);
  });

  it("does so after a smoke test that failed, whose version is the last that was brought up", async () => {
    const { config, done } = await returned({ planned: fine }, { smoke: "/ready answers 503" });
    expect(done.end.kind).toBe("back");
    expect(config["platform:services"]).toEqual(good);
    expect(outcome(done).report).toContain("What failed: **the smoke test**\n\n    /ready answers 503");
  });

  it("does nothing where the update had not changed anything", async () => {
    const events = [of("same"), of("update", false), error];
    const { calls, config, done } = await returned({ planned: { exitCode: 1, events } });
    expect(done.end).toEqual({ kind: "untouched" });
    expect(config["platform:services"]).toEqual(failing);
    expect(calls.split("\n").filter((line) => line !== "")).toHaveLength(2);
    expect(outcome(done)).toMatchObject({
      exitCode: 1,
      report: expect.stringContaining("failed before it changed anything") as string,
    });
  });

  it.each<[string, Parameters<typeof returned>, string]>([
    ["that was never up", [{ history: [] }], "was never up before"],
    ["whose version is the last good one", [{}, { services: good }], "are those of the last good version"],
    ["whose last one was built", [{ history: [entry({ api: { build: "." } })] }], "api was built"],
  ])("has nowhere to go with a stack %s, and says so loudly", async (_, given, words) => {
    const { config, done } = await returned(...given);
    expect(done.end).toMatchObject({ kind: "impossible", why: expect.stringContaining(words) as string });
    expect(config["platform:services"]).toEqual(done.failed);
    const { exitCode, report } = outcome(done);
    expect(exitCode).toBe(2);
    expect(report).toMatch(/Somebody has to act now.*runbooks\.md/);
  });

  it.each<[string, Parameters<typeof returned>, string]>([
    ["the update back", [{ up: broken }], "api-run: not ready"],
    ["the preview after it", [{ preview: { exitCode: 1 } }], "the preview's own words"],
    ["the smoke test after it", [{}, { answers: "not alive" }], "not alive"],
  ])("says loudly that %s failed, and why", async (step, given, words) => {
    const { done } = await returned(...given);
    expect(done.end).toMatchObject({ kind: "stuck", step });
    const { exitCode, report } = outcome(done);
    expect(exitCode).toBe(2);
    expect(report).toContain("so did the return to the last good version");
    expect(report).toMatch(new RegExp(`The return failed in ${step}:\\n\\n {4}${words}`));
    expect(report).toMatch(/Somebody has to act now.*runbooks\.md/);
  });

  it("is refused where no update is on record", async () => {
    const pulumi = {
      program: cli,
      env: {},
      cwd: root,
      policyPack: "",
      run: () => Promise.reject(new Error()),
    };
    const one = { stack: "dev", folder: join(root, "nowhere") };
    const asks = () => Promise.resolve();
    await expect(
      returnToLastGood({ one, project: root, pulumi, out: () => undefined, asks, within: 0 }),
    ).rejects.toThrow("nothing to return from");
  });
});
