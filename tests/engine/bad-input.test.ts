import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Store } from "../../localcloud/store";
import { EngineStack, type Run } from "./stack";

jest.setTimeout(10 * 60_000);

/** What every refusal must be: a failure, in words for a person, before anything was made. */
function refused(run: Run, cloud: Store): string {
  const text = run.stdout + run.stderr;
  expect(run.exitCode).not.toBe(0);
  expect(text).not.toMatch(/^\s+at .*[:(]\d+/m);
  expect(cloud.list()).toEqual([]);
  return text;
}

describe("a wrong stack file", () => {
  let stack: EngineStack;
  let cloud: Store;

  beforeAll(async () => {
    stack = await EngineStack.open("dev");
    cloud = stack.cloud;
  });
  afterAll(() => {
    stack.close();
  });

  const api = { public: true, build: { context: ".", dockerfile: "workloads/service/Dockerfile" } };
  const canary = "sk-canary-3f9d1c7ab2";

  test.each([
    ["a malformed CIDR", { network: { cidr: "10.0.0/16" } }, ["platform:network.cidr", "10.0.0.0/16"]],
    ["a service without image", { services: { api: { public: true } } }, ["platform:services.api", "image"]],
    [
      "a secret in plain text under settings",
      { services: { api: { ...api, settings: { openaiApiKey: canary } } } },
      ["platform:services.api.settings.openaiApiKey", "pulumi config set --secret platform:openaiApiKey"],
    ],
    ["an unknown cloud", { cloud: "azur" }, ["platform:cloud", "aws"]],
    ["a region of another cloud", { region: "westeurope" }, ["platform:region", "Azure", "eu-"]],
    ["an unknown key", { servics: {} }, ["platform:servics", "services"]],
    ["several problems at once", { region: "nowhere", network: { zones: 9 } }, ["platform:region", "zones"]],
  ])("%s is refused with key, reason and remedy, and nothing is made", async (_, changes, words) => {
    const run = await stack.pulumi(["up", "--yes", "--skip-preview", ...stack.configured(changes)]);
    const text = refused(run, cloud);
    for (const word of words) expect(text).toContain(word);
    expect(text).not.toContain(canary);
    // Not even the stack itself.
    const { stdout } = await stack.session.run(["stack", "export", "--stack", "dev"]);
    expect(JSON.parse(stdout)).not.toHaveProperty("deployment.resources");
  });

  test("an empty one says what a stack file needs", async () => {
    const file = join(stack.root, "empty.yaml");
    writeFileSync(file, stringify({ config: {} }));
    const text = refused(await stack.pulumi(["preview", "--config-file", file]), cloud);
    expect(text).toContain("platform:environment");
  });

  test("a stack that does not exist is Pulumi's own error", async () => {
    const run = await stack.session.run(["preview", "--stack", "nowhere"]);
    expect(refused(run, cloud)).toContain("no stack named 'nowhere' found");
  });

  test("a stack may be called anything: its file decides", async () => {
    await stack.session.run(["stack", "init", "blue", "--no-select"]);
    const run = await stack.session.run([
      "preview",
      "--stack",
      "blue",
      "--config-file",
      "Pulumi.staging.yaml",
    ]);
    expect(run.stdout + run.stderr).not.toContain("error:");
    expect(run.exitCode).toBe(0);
  });
});

test("a damaged state file is named, and so is what to do", async () => {
  const stack = await EngineStack.open("dev");
  try {
    await stack.pulumi(["stack", "ls"]);
    await stack.pulumi(["preview"]);
    const folder = join(stack.root, "state", ".pulumi", "stacks", "platform");
    const [file = ""] = readdirSync(folder).filter((name) => name === "dev.json");
    writeFileSync(join(folder, file), '{"version": 3, "checkpoint": {');
    await expect(stack.pulumi(["preview"])).rejects.toThrow(/dev\.json/);
  } finally {
    stack.close();
  }
});

test("a damaged file of the local cloud is named, and a next run after the remedy converges", async () => {
  const stack = await EngineStack.open("dev");
  const type = "aws:ecs/cluster:Cluster";
  try {
    const worker = { image: `registry.example.com/worker@sha256:${"5".repeat(64)}` };
    const small = stack.configured({ services: { worker } });
    const up = ["up", "--yes", "--skip-preview", ...small];
    expect((await stack.pulumi(up)).exitCode).toBe(0);
    const cloud = stack.cloud;
    const [cluster] = cloud.list(type);
    if (cluster === undefined) throw new Error("no cluster was made");
    const folder = join(stack.cloudHome, "aws", cluster.region, encodeURIComponent(type));
    const [file = ""] = readdirSync(folder);
    writeFileSync(join(folder, file), "{");
    const run = await stack.pulumi(["refresh", "--yes", "--skip-preview"]);
    expect(run.exitCode).not.toBe(0);
    expect(run.stdout + run.stderr).toContain(file);

    rmSync(join(folder, file));
    expect((await stack.pulumi([...up, "--refresh"])).exitCode).toBe(0);
    expect(cloud.list(type)).toHaveLength(1);
  } finally {
    stack.close();
  }
});
