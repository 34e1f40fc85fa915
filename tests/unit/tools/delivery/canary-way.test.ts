import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { canary, type CanaryOptions } from "../../../../tools/delivery/canary";
import { canaryReport, passedOver } from "../../../../tools/delivery/canary-command";
import { rememberLastGood, type Services } from "../../../../tools/delivery/last-good";
import { run } from "../../../../tools/engine/run";
import { program, testFolder } from "./folder";

/** Several processes a test; the limit only ends one that hangs. */
jest.setTimeout(60_000);

const root = testFolder();

/** Tells a stack's history and state, and notes of each update what it was given; the n-th ends as it is told. */
const cli = program(
  root,
  "pulumi",
  `const fs = require("node:fs");
   const args = process.argv.slice(2);
   const { history, state, exitCodes } = JSON.parse(fs.readFileSync(process.env.SCRIPT, "utf8"));
   if (args.includes("history")) console.log(JSON.stringify(history));
   else if (args.includes("export")) console.log(JSON.stringify(state));
   else {
     const at = args.indexOf("--config-file");
     const given = fs.readFileSync(at < 0 ? "Pulumi.dev.yaml" : args[at + 1], "utf8");
     const before = fs.existsSync(process.env.CALLS) ? fs.readFileSync(process.env.CALLS, "utf8") : "";
     fs.writeFileSync(process.env.CALLS, before + JSON.stringify(given) + "\\n");
     process.exitCode = exitCodes[before.split("\\n").length - 1] ?? 0;
   }`,
);

const image = (digit: string) => `registry.example.com/api@sha256:${digit.repeat(64)}`;
const asking = (digit: string, steps = [10, 50]) => ({ image: image(digit), canary: { steps, wait: 1 } });
const urn = (name: string) => `urn:pulumi:dev::platform::t::${name}`;
const state = {
  deployment: {
    resources: ["api", "web"].flatMap((name) => [
      { type: "platform:gcp:Service", urn: urn(name) },
      {
        ...{ type: "gcp:cloudrunv2/service:Service", urn: urn(`${name}-run`), parent: urn(name) },
        id: `projects/p/services/${name}`,
        outputs: { latestCreatedRevision: `projects/p/revisions/${name}-old` },
      },
    ]),
  },
};

interface Told {
  readonly good?: Services;
  readonly wanted: Services;
  readonly exitCodes?: readonly number[];
  readonly lastResult?: string;
}

async function taken({ good, wanted, exitCodes = [], lastResult }: Told, more: Partial<CanaryOptions> = {}) {
  const folder = mkdtempSync(join(root, "way-"));
  const [calls, script, file] = ["calls", "script", "Pulumi.dev.yaml"].map((name) => join(folder, name));
  if (calls === undefined || script === undefined || file === undefined) throw new Error("no files");
  const env = { ...process.env, CALLS: calls, SCRIPT: script };
  const entry = { kind: "update", config: { "platform:services": { value: JSON.stringify(good ?? {}) } } };
  const history = [
    ...(lastResult === undefined ? [] : [{ kind: "update", result: lastResult }]),
    ...(good === undefined ? [] : [{ ...entry, result: "succeeded" }]),
  ];
  writeFileSync(script, JSON.stringify({ history, state, exitCodes }));
  writeFileSync(file, stringify({ config: { "platform:cloud": "gcp", "platform:services": wanted } }));
  const one = { stack: "dev", folder };
  const pulumi = {
    ...{ program: cli, env, cwd: folder, policyPack: "policy" },
    run: (args: readonly string[]) => run(cli, args, { env }),
  };
  await rememberLastGood(one, pulumi);
  const end = await canary({
    ...{ one, pulumi, project: folder, byCloud: false },
    out: () => undefined,
    say: () => undefined,
    alerts: () => Promise.resolve([]),
    asks: () => Promise.resolve(),
    pause: () => Promise.resolve(),
    ...more,
  });
  const read = (text: string) => {
    const { config } = parse(text) as {
      config: { "platform:services": Services; "platform:canary"?: Record<string, { percent: number }> };
    };
    const shares = Object.entries(config["platform:canary"] ?? {}).map(
      ([name, { percent }]) => `${name} ${String(percent)}`,
    );
    const digit = String(config["platform:services"]["api"]?.["image"]).at(-1) ?? "";
    return [`version ${digit}`, ...shares].join(", ");
  };
  const updates = readFileSync(calls, "utf8")
    .trim()
    .split("\n")
    .map((line) => read(JSON.parse(line) as string));
  return { end, updates, folder, left: read(readFileSync(file, "utf8")) };
}

const api = { good: { api: asking("1") }, wanted: { api: asking("2") } };
const failing = { asks: () => Promise.reject(new Error("one of 20 requests was answered 500")) };

test("each step is an update, and the last one has no share any more", async () => {
  const waits: number[] = [];
  const pause = (milliseconds: number) => Promise.resolve(void waits.push(milliseconds));
  const { end, left, updates } = await taken(api, { pause });
  expect(end).toEqual({ kind: "through" });
  expect(updates).toEqual(["version 2, api 10", "version 2, api 50", "version 2"]);
  expect(left).toBe("version 2");
  expect(waits.reduce((sum, each) => sum + each, 0)).toBe(2 * 60_000);
});

test("an answer that fails takes requests back first, then the version, then the shares", async () => {
  const { end, left, updates } = await taken(api, failing);
  expect(end).toEqual({ kind: "back", why: "at api 10 %: one of 20 requests was answered 500" });
  expect(updates).toEqual(["version 2, api 10", "version 2, api 0", "version 1, api 0", "version 1"]);
  expect(left).toBe("version 1");
});

test("an alert that was on before ends nothing, one that comes does", async () => {
  const old = { id: "1", name: "disk" };
  expect((await taken(api, { alerts: () => Promise.resolve([old]) })).end.kind).toBe("through");
  let asked = 0;
  const alerts = () => Promise.resolve(asked++ < 8 ? [old] : [old, { id: "2", name: "errors" }]);
  expect((await taken(api, { alerts })).end).toEqual({ kind: "back", why: "at api 50 %: alert: errors" });
});

test("whoever ends it takes it back", async () => {
  const { end } = await taken(api, { pause: () => Promise.reject(new Error("it was asked to end")) });
  expect(end).toEqual({ kind: "back", why: "at api 10 %: it was asked to end" });
});

test("a version that does not come up has no requests to take back", async () => {
  const { end, updates } = await taken({ ...api, exitCodes: [1] });
  expect(end).toEqual({ kind: "back", why: "the update to api 10 % failed" });
  expect(updates).toEqual(["version 2, api 10", "version 1, api 0", "version 1"]);
});

test.each([
  ["that takes the requests back", [0, 1]],
  ["to the old versions", [0, 0, 1]],
  ["that ends the canary", [0, 0, 0, 1]],
])("somebody has to act where the update %s fails too", async (step, exitCodes) => {
  const { end } = await taken({ ...api, exitCodes }, failing);
  expect(end).toMatchObject({ kind: "stuck", step: `the update ${step}` });
  expect(canaryReport("dev", end)).toMatch(/so did the update.*500.*has to act now/s);
});

test("services go together, one with fewer steps waits for the other", async () => {
  const web = (digit: string) => asking(digit, [25]);
  const { updates } = await taken({
    good: { api: asking("1"), web: web("1") },
    wanted: { api: asking("2"), web: web("2") },
  });
  expect(updates).toEqual(["version 2, api 10, web 25", "version 2, api 50, web 25", "version 2"]);
});

test("one update is enough where no such service changes, at the first time, and where the cloud makes the steps", async () => {
  const same = { good: { api: asking("1") }, wanted: { api: asking("1"), other: { image: image("3") } } };
  for (const updates of [
    await taken(same),
    await taken({ wanted: { api: asking("1") } }),
    await taken(api, { byCloud: true }),
  ].map((each) => each.updates))
    expect(updates).toHaveLength(1);
});

test("where the cloud makes the steps and takes them back, the stack file follows", async () => {
  const { end, left, updates } = await taken({ ...api, exitCodes: [1] }, { byCloud: true });
  expect(end.kind).toBe("back");
  expect(updates).toEqual(["version 2", "version 1"]);
  expect(left).toBe("version 1");
});

test("the first version has nothing to go back to", async () => {
  const { end, left } = await taken({ wanted: { api: asking("1") }, exitCodes: [1] });
  expect(end).toMatchObject({ kind: "stuck", step: expect.stringContaining("no version before") as string });
  expect(left).toBe("version 1");
});

test("nothing is changed where nobody knows what serves, or an image would be built by each step", async () => {
  await expect(taken({ ...api, lastResult: "failed" })).rejects.toThrow("npm run delivery -- return");
  const built = { build: ".", canary: { steps: [10], wait: 1 } };
  await expect(taken({ ...api, wanted: { api: built } })).rejects.toThrow(/api would be built/);
});

test("a planned update says whose canary it passes over: of those that change, where the command would make the steps", async () => {
  const { folder } = await taken({
    good: { api: asking("1"), web: asking("1") },
    wanted: { api: asking("2"), web: asking("1") },
  });
  const one = { stack: "dev", folder };
  expect(passedOver(folder, one)).toEqual(["api"]);
  const file = join(folder, "Pulumi.dev.yaml");
  writeFileSync(file, readFileSync(file, "utf8").replace("platform:cloud: gcp", "platform:cloud: aws"));
  expect(passedOver(folder, one)).toEqual([]);
});
