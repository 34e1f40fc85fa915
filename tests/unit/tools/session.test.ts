import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { stringify } from "yaml";
import { z } from "zod";
import { type LocalSession, openSession } from "../../../tools/local/session";

jest.mock("../../../localcloud/install", () => ({ installPlugins: () => Promise.resolve() }));

/** Notes how it was called, and does to the disk what the real one would: creates stacks, stores secrets, removes files. */
const fakePulumi = `#!${process.execPath}
const fs = require("node:fs"), path = require("node:path");
const args = process.argv.slice(2);
const root = path.dirname(process.argv[1]);
const { PULUMI_STACK, CANARY, PULUMI_BACKEND_URL } = process.env;
if (args[0] === "version") { console.log("v3.259.0"); process.exit(0); }
fs.appendFileSync(path.join(root, "calls.jsonl"), JSON.stringify({ args, cwd: process.cwd(), stack: PULUMI_STACK, canary: CANARY }) + "\\n");
const has = (...words) => words.every((word) => args.includes(word));
if (has("stack", "init")) {
  const file = new URL(PULUMI_BACKEND_URL + "/.pulumi/stacks/platform/" + args[args.indexOf("init") + 1] + ".json");
  fs.mkdirSync(path.dirname(file.pathname), { recursive: true });
  fs.writeFileSync(file, "{}");
}
if (has("set-all")) fs.appendFileSync(args[args.indexOf("--config-file") + 1], "encryptionsalt: made\\n");
if (has("stack", "rm")) fs.rmSync(path.join(process.cwd(), "Pulumi.dev.yaml"), { force: true });
if (has("stack", "rename")) fs.renameSync(path.join(process.cwd(), "Pulumi.dev.yaml"), path.join(process.cwd(), "Pulumi.renamed-by-a-test.yaml"));
if (has("destroy", "--remove")) fs.rmSync(path.join(process.cwd(), "Pulumi.dev.yaml"), { force: true });
if (has("fail")) process.exit(3);
process.stdout.write("out"); process.stderr.write("err");
`;

const call = z.object({
  args: z.array(z.string()),
  cwd: z.string(),
  stack: z.string().optional(),
  canary: z.string().optional(),
});

const before = "config: { platform:services: { api: { secrets: [openaiApiKey] } } }\n";
const { PATH, PLATFORM_ENGINE } = process.env;

let bin: string;
let project: string;
let tracked: string;
let session: LocalSession;
beforeEach(async () => {
  bin = mkdtempSync(join(tmpdir(), "platform-session-"));
  writeFileSync(join(bin, "pulumi"), fakePulumi);
  chmodSync(join(bin, "pulumi"), 0o755);
  process.env.PATH = `${bin}${delimiter}${PATH ?? ""}`;
  process.env.PLATFORM_ENGINE = "path";
  project = join(bin, "project");
  tracked = join(project, "Pulumi.dev.yaml");
  mkdirSync(project);
  for (const stack of ["dev", "prod"]) writeFileSync(join(project, `Pulumi.${stack}.yaml`), before);
  session = await openSession({ project, root: join(bin, "root") });
});
afterEach(() => {
  process.env.PATH = PATH;
  if (PLATFORM_ENGINE === undefined) delete process.env.PLATFORM_ENGINE;
  else process.env.PLATFORM_ENGINE = PLATFORM_ENGINE;
  rmSync(bin, { recursive: true, force: true });
});

function calls(): z.infer<typeof call>[] {
  const file = join(bin, "calls.jsonl");
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => call.parse(JSON.parse(line)));
}

const lastArgs = (): readonly string[] => calls().at(-1)?.args ?? [];

describe("a local session", () => {
  it("runs pulumi in the project and returns what it prints", async () => {
    await expect(session.run(["whoami"])).resolves.toEqual({ exitCode: 0, stdout: "out", stderr: "err" });
    expect(calls()).toMatchObject([{ args: ["whoami"], cwd: project }]);
  });

  it("creates the stack of a tracked file at first use, outside the project, and never again", async () => {
    await session.run(["up", "--yes", "--stack", "dev"]);
    await session.run(["up", "--yes", "--stack", "dev"]);
    const created = calls().filter(({ args }) => args.includes("init"));
    expect(created).toHaveLength(1);
    expect(created[0]?.args).toEqual([
      ...["--non-interactive", "stack", "init", "dev", "--no-select", "--cwd", join(session.root, "scratch")],
    ]);
  });

  it("creates it once for two commands at a time", async () => {
    await Promise.all([session.run(["preview"]), session.run(["preview"])]);
    expect(calls().filter(({ args }) => args.includes("init"))).toHaveLength(1);
  });

  it("gives commands a stack file of its own with made-up secrets, made once", async () => {
    await session.run(["preview"]);
    await session.run(["preview"]);
    const file = join(session.root, "stacks", "Pulumi.dev.yaml");
    expect(lastArgs()).toEqual(["preview", "--config-file", file]);
    expect(readFileSync(file, "utf8")).toContain("encryptionsalt: made");
    const stored = calls().filter(({ args }) => args.includes("set-all"));
    expect(stored).toHaveLength(1);
    expect(stored[0]?.args).toContain("platform:openaiApiKey=stand-in-for-platform-openaiApiKey");
    expect(readFileSync(tracked, "utf8")).toBe(before);
  });

  it("works on dev unless a stack was selected or is named", async () => {
    await session.run(["preview"]);
    expect(calls().at(-1)?.stack).toBe("dev");
    await session.run(["preview", "--stack", "prod"]);
    expect(lastArgs().join(" ")).toContain("Pulumi.prod.yaml");
  });

  it("makes a copy of a user's stack file that has no local secrets, and leaves the file as it is", async () => {
    const own = join(bin, "own.yaml");
    const text = stringify({ config: { "platform:services": { api: { secrets: ["googleApiKey"] } } } });
    writeFileSync(own, text);
    await session.run(["up", "--config-file", own, "--stack", "dev"]);
    const given = lastArgs()[2] ?? "";
    expect(lastArgs()).toEqual(["up", "--config-file", given, "--stack", "dev"]);
    expect(given).toMatch(/root.stacks.[\da-f]{8}-own\.yaml$/);
    expect(readFileSync(given, "utf8")).toContain("googleApiKey");
    expect(readFileSync(own, "utf8")).toBe(text);
  });

  it("takes a user's stack file with secrets of the local clouds as it is, and lets `config` write it", async () => {
    const own = join(bin, "own.yaml");
    writeFileSync(
      own,
      "encryptionsalt: v1:OvQUdN90GyQ=:v1:WU8ti40XSt8+Ma+3:zpK/ZJJ/EdAkWy4JYMQngFq3wdYucw==\n",
    );
    await session.run(["up", `--config-file=${own}`]);
    expect(lastArgs()).toEqual(["up", `--config-file=${own}`]);
    writeFileSync(own, "config: {}\n");
    await session.run(["config", "set", "a", "b", "--config-file", own]);
    expect(lastArgs()).toEqual(["config", "set", "a", "b", "--config-file", own]);
  });

  it("refuses a stack file that is not there", async () => {
    await expect(session.run(["up", "--config-file", "missing.yaml"])).rejects.toThrow(
      "There is no file missing.yaml (--config-file).",
    );
    expect(calls().some(({ args }) => args[0] === "up")).toBe(false);
  });

  it("leaves an unknown stack to pulumi, with a hint when it fails", async () => {
    const run = await session.run(["preview", "--stack", "pord", "fail"]);
    expect(calls()).toMatchObject([{ args: ["preview", "--stack", "pord", "fail"] }]);
    expect(run.exitCode).toBe(3);
    expect(run.stderr).toMatch(/^Stacks here: dev, prod\./);
  });

  it.each([
    ["stack rm", ["stack", "rm", "--yes", "dev"]],
    ["stack rename", ["stack", "rename", "renamed-by-a-test"]],
    ["destroy --remove", ["destroy", "--yes", "--remove"]],
  ])("puts the tracked file back that `pulumi %s` takes away", async (_, args) => {
    await session.run(args);
    expect(lastArgs().slice(0, 1)).toEqual(args.slice(0, 1));
    expect(readFileSync(tracked, "utf8")).toBe(before);
    expect(existsSync(join(project, "Pulumi.renamed-by-a-test.yaml"))).toBe(false);
  });

  it.each([
    ["clouds", /^--cloud clouds: there is no such cloud\. Clouds: aws/],
    ["", /^--cloud needs a name\. Clouds: aws/],
    ["constructor", /there is no such cloud/],
  ])("refuses the cloud %j by the names that there are", async (cloud, message) => {
    await expect(openSession({ cloud })).rejects.toThrow(message);
  });

  it.each([
    ["helm", /^--runtime helm: there is no such runtime\. Runtimes: containers, kubernetes/],
    ["", /^--runtime needs a name/],
  ])("refuses the runtime %j by the names that there are", async (runtime, message) => {
    await expect(openSession({ runtime })).rejects.toThrow(message);
  });

  it("takes the documented stack file for a cluster without a cloud, in the environment of each stack", async () => {
    const example = join(project, "docs", "examples", "existing-cluster.yaml");
    mkdirSync(dirname(example), { recursive: true });
    const text = stringify({
      config: {
        "platform:environment": "prod",
        "platform:cluster": {},
        "platform:services": { a: { database: true } },
      },
    });
    writeFileSync(example, text);
    writeFileSync(tracked, "config: { platform:environment: dev, platform:cloud: aws }\n");
    const guest = await openSession({ project, cloud: "kubernetes" });
    expect(guest.root).toBe(join(project, ".local", "kubernetes"));
    await guest.run(["preview", "--stack", "dev"]);
    const made = readFileSync(join(guest.root, "stacks", "Pulumi.dev.yaml"), "utf8");
    expect(made).toContain("platform:environment: dev");
    expect(made).toContain("platform:cluster");
    expect(made).not.toContain("platform:cloud");
    expect(
      calls()
        .flatMap(({ args }) => args)
        .join(" "),
    ).toContain("platform:databaseUrl=postgresql://");
    expect(readFileSync(example, "utf8")).toBe(text);
  });

  it.each([
    [{ runtime: "kubernetes" }, "on-kubernetes", "aws"],
    [{ runtime: "kubernetes", cloud: "azure" }, "azure-on-kubernetes", "azure"],
  ])("runs the stacks on Kubernetes where %j asks for it", async (place, folder, cloud) => {
    writeFileSync(tracked, "config: { platform:cloud: aws }\n");
    const moved = await openSession({ project, ...place });
    expect(moved.root).toBe(join(project, ".local", folder));
    await moved.run(["preview", "--stack", "dev"]);
    const made = readFileSync(join(moved.root, "stacks", "Pulumi.dev.yaml"), "utf8");
    expect(made).toContain(`platform:cloud: ${cloud}`);
    expect(made).toContain("platform:runtime: kubernetes");
  });

  it("adds an environment for one command only", async () => {
    await session.run(["whoami"], { env: { CANARY: "seen" } });
    await session.run(["whoami"]);
    expect(calls().map(({ canary }) => canary)).toEqual(["seen", undefined]);
  });

  it("refuses a state that was cut off, before pulumi starts", async () => {
    const folder = join(session.root, "state", ".pulumi", "stacks", "platform");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "dev.json"), '{"version": 3, "check');
    await expect(session.run(["preview"])).rejects.toThrow(/dev\.json is no valid JSON/);
    expect(calls()).toEqual([]);
  });

  it("shows help without touching a stack", async () => {
    await session.run(["up", "--help"]);
    expect(calls()).toMatchObject([{ args: ["up", "--help"] }]);
  });
});
