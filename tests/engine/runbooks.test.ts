import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "../../localcloud/reading";
import { ownProject } from "../../tools/local/layout";
import { Desk } from "./desk";
import { blocksOf, missing } from "./runbook";

/** A dozen updates of a small stack; the limit only ends a run that hangs. */
jest.setTimeout(10 * 60_000);

const folder = join(ownProject, "docs", "runbooks");
const image = (name: string, digit: string): string =>
  `registry.example.com/${name}@sha256:${digit.repeat(64)}`;
const secrets = ["sk-first-4711-first", "sk-second-4712-second"] as const;
const single = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const automatedBackup = "arn:aws:rds:eu-central-1:123456789012:auto-backup:ab-1a2b3c4d5e6f";

/** What the reader finds, sets, and leaves behind. */
interface Story {
  readonly page: string;
  /** What has happened before the page is opened. */
  readonly before?: () => void | Promise<void>;
  /** The words that are the reader's to set, beside those that every page has. */
  readonly words?: () => Readonly<Record<string, string>>;
  /** What is true at the end. */
  readonly after: () => void | Promise<void>;
}

let root: string;
let desk: Desk;
const printed: string[] = [];
/** Versions of secrets that the service held before a rotation. */
let held: readonly string[] = [];
/** Name of the resource whose answer was lost, and what its adoption takes. */
let lost = "";
let adopted: Readonly<Record<string, string>> = {};

const words: Readonly<Record<string, string>> = {
  STACK: "shop",
  SECRETS_PROVIDER: "passphrase",
  OPENAI_API_KEY: secrets[0],
  NEW_OPENAI_API_KEY: secrets[1],
};

/** Runs what nobody reads: what happens before a page. */
async function happens(commands: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { exitCode, stdout, stderr } = await desk.run(commands, { ...words, ...env });
  if (exitCode !== 0) throw new Error(`${commands}:\n${stdout}${stderr}`);
  return stdout;
}

/** The stored inputs of the service's current task definition, as text. */
const running = (service: string): string => {
  const services = desk.cloud.list("aws:ecs/service:Service");
  const found = services.find(({ outputs }) => text(outputs["name"])?.includes(service));
  const definition = desk.cloud
    .list("aws:ecs/taskDefinition:TaskDefinition")
    .find(({ outputs }) => outputs["arn"] === found?.outputs["taskDefinition"]);
  return JSON.stringify(definition?.inputs ?? {});
};

/** References of a running service to versions of secrets. */
const versions = (service: string): string[] => [
  ...new Set(running(service).match(/arn:aws:secretsmanager:[^"\\]+/g)),
];

interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly parent?: string;
  readonly provider?: string;
}

async function stateOf(stack: string): Promise<readonly StateResource[]> {
  const exported = JSON.parse(await happens(`pulumi stack export --stack ${stack}`)) as {
    deployment: { resources?: StateResource[] };
  };
  return exported.deployment.resources ?? [];
}

/** What the cloud has and no stack's state knows, as `TYPE ID`. */
async function unknown(...stacks: readonly string[]): Promise<string[]> {
  const states = await Promise.all(stacks.map(stateOf));
  const known = new Set(states.flat().map(({ type, id = "" }) => `${type} ${id}`));
  return desk.cloud
    .list()
    .map(({ type, id }) => `${type} ${id}`)
    .filter((resource) => !known.has(resource));
}

/** URNs of what the state on disk says is being worked on. */
function underWay(stack: string): string[] {
  const file = join(desk.session.root, "state", ".pulumi", "stacks", "platform", `${stack}.json`);
  const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as {
    checkpoint: { latest: { pending_operations?: { resource: { urn: string } }[] } };
  };
  return (checkpoint.latest.pending_operations ?? []).map(({ resource }) => resource.urn);
}

/** Kills a process and all that it started, as a machine that goes does. */
function killTree(root: number): void {
  const pairs = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const tree = [root];
  for (const parent of tree) tree.push(...pairs.flatMap(([pid, of]) => (of === parent && pid ? [pid] : [])));
  for (const pid of tree) process.kill(pid, "SIGKILL");
}

/** Dies of `kill -9` in the middle of an update in which one answer was lost. */
async function dies(): Promise<void> {
  await happens('pulumi config set --path platform:services.mailer.image "$IMAGE"', {
    IMAGE: image("mailer", "7"),
  });
  // Roles are under way when it dies, so that the state has not been closed.
  desk.plan([
    { kind: "lose-answer", type: single, operation: "create" },
    { kind: "delay", type: "aws:iam/role:Role", operation: "create", seconds: 60, times: 0 },
  ]);
  const child = spawn(desk.session.cli, ["up", "--yes", "--skip-preview"], {
    cwd: desk.folder,
    // Its state is written as it goes on: at its end it has no time to.
    env: desk.session.env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
    lost ||= /SecurityGroupEgressRule (\S+) .*creating failed/.exec(said)?.[1] ?? "";
  });
  // Nothing but the roles: what else was begun has ended, and the state says so.
  const last = setInterval(() => {
    if (lost !== "" && underWay("shop").every((urn) => urn.includes("aws:iam/role:Role")))
      killTree(child.pid ?? 0);
  }, 50);
  const [, signal] = (await once(child, "close")) as [number | null, string | null];
  clearInterval(last);
  desk.plan([]);
  if (signal !== "SIGKILL") throw new Error(`the update ended by itself:\n${said}`);
}

const stories: readonly Story[] = [
  {
    page: "first-deployment",
    words: () => ({ BACKEND: desk.env["PULUMI_BACKEND_URL"] ?? "", IMAGE: image("api", "1") }),
    after: () => {
      expect(running("api")).toContain(image("api", "1"));
    },
  },
  {
    page: "new-service",
    words: () => ({ IMAGE: image("reports", "1") }),
    after: () => {
      expect(running("reports")).toContain(image("reports", "1"));
    },
  },
  {
    page: "rollback",
    before: async () => {
      await happens('pulumi config set --path platform:services.api.image "$IMAGE"', {
        IMAGE: image("api", "2"),
      });
      await happens("pulumi up --yes --skip-preview");
    },
    words: () => ({ GOOD_IMAGE: image("api", "1") }),
    after: () => {
      expect(running("api")).toContain(image("api", "1"));
    },
  },
  {
    page: "rotated-secret",
    before: () => {
      held = versions("api");
    },
    after: () => {
      const holds = versions("api");
      expect(holds).toHaveLength(2);
      expect(holds.filter((version) => held.includes(version))).toEqual([]);
    },
  },
  {
    page: "drift",
    before: async () => {
      const [vpc] = desk.cloud.list("aws:ec2/vpc:Vpc");
      await desk.cloud.tamper("aws:ec2/vpc:Vpc", vpc?.id ?? "", { enableDnsHostnames: false });
    },
    after: () => {
      expect(desk.cloud.list("aws:ec2/vpc:Vpc")[0]?.outputs["enableDnsHostnames"]).toBe(true);
    },
  },
  {
    page: "lock",
    before: dies,
    after: async () => {
      expect(await unknown("shop")).toHaveLength(1);
    },
  },
  {
    page: "half-way",
    before: async () => {
      const state = await stateOf("shop");
      const neighbour = state.find(({ urn }) => urn.endsWith("::mailer-group"));
      const [resource = ""] = await unknown("shop");
      adopted = {
        TYPE: single,
        ID: resource.split(" ")[1] ?? "",
        PARENT: neighbour?.parent ?? "",
        PROVIDER: neighbour?.provider?.replace(/::[^:]+$/, "") ?? "",
      };
    },
    words: () => ({ ...adopted, NAME: lost }),
    after: async () => {
      expect(await unknown("shop")).toEqual([]);
      expect(running("mailer")).toContain(image("mailer", "7"));
    },
  },
  {
    page: "lost-region",
    words: () => ({
      RECOVERY_REGION: "eu-central-1",
      NEXT_REGION: "eu-north-1",
      COPY: `${automatedBackup}@2026-11-30T23:55:00Z`,
    }),
    after: () => {
      expect(desk.cloud.list("aws:rds/instance:Instance")).toEqual([
        expect.objectContaining({
          region: "eu-central-1",
          inputs: expect.objectContaining({
            restoreToPointInTime: {
              sourceDbInstanceAutomatedBackupsArn: automatedBackup,
              restoreTime: "2026-11-30T23:55:00.000Z",
            },
          }) as unknown,
        }),
      ]);
    },
  },
  {
    page: "rehearsal",
    words: () => ({ COPY: "rds:database-2026-11-30-01-05", IMAGE: image("api", "1") }),
    after: async () => {
      expect(await unknown("shop", "shop-recovery")).toEqual([]);
    },
  },
];

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "platform-runbooks-"));
  desk = await Desk.open(root);
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

describe("the pages of the runbooks", () => {
  const page = (name: string): string => readFileSync(join(folder, `${name}.md`), "utf8");

  test("are all told here", () => {
    const pages = readdirSync(folder).map((name) => name.replace(/\.md$/, ""));
    expect(stories.map(({ page: name }) => name).sort()).toEqual(pages.sort());
  });

  test("leave nothing but the clouds' own tools, git, and what asks a real service, to a real cloud", () => {
    const left = stories.flatMap(({ page: name }) => blocksOf(page(name)).filter(({ cloud }) => cloud));
    const commands = left.flatMap(({ commands: lines }) => lines.replaceAll("\\\n", " ").trim().split("\n"));
    expect(commands.length).toBeGreaterThan(0);
    const real = /^(aws|az|gcloud|git|npm run (bootstrap|delivery)) /;
    expect(commands.filter((command) => !real.test(command))).toEqual([]);
  });

  describe.each(stories)("$page", ({ page: name, before, words: own, after }) => {
    test("does what it says", async () => {
      await before?.();
      let ran = 0;
      for (const { line, commands, fails, cloud, shown } of blocksOf(page(name))) {
        if (cloud) continue;
        const { exitCode, stdout, stderr } = await desk.run(commands, { ...words, ...own?.() });
        const output = stdout + stderr;
        printed.push(output);
        const where = `${name}.md:${String(line)}`;
        if ((exitCode !== 0) !== fails)
          throw new Error(`${where} ended with ${String(exitCode)}:\n${commands}\n${output}`);
        const absent = missing(shown, output);
        if (absent.length > 0)
          throw new Error(`${where} does not print ${JSON.stringify(absent)}:\n${output}`);
        ran++;
      }
      expect(ran).toBeGreaterThan(0);
      await after();
    });
  });

  test("print no secret", () => {
    expect(printed.filter((output) => secrets.some((secret) => output.includes(secret)))).toEqual([]);
  });
});
