import * as fs from "fs";
import * as os from "os";
import * as path from "path";
import { Store } from "../../localcloud/store";
import { run, type Finished } from "../../tools/engine/run";
import { openSession, type LocalSession } from "../../tools/local/session";

/** The local clouds under the real engine, with small programs of their own. */
const project = path.resolve(__dirname, "../..");
const root = fs.mkdtempSync(path.join(os.tmpdir(), "local clouds "));
const program = path.join(root, "program");
const canary = "canary-4711-canary";
const vpcType = "aws:ec2/vpc:Vpc";

const imports = `
  const ec2 = require("@pulumi/aws/ec2"); const sqs = require("@pulumi/aws/sqs"); const ssm = require("@pulumi/aws/ssm");
  const random = require("@pulumi/random"); const docker = require("@pulumi/docker"); const pulumi = require("@pulumi/pulumi");
  const { Provider } = require("@pulumi/aws/provider");
  const opts = { provider: new Provider("aws", { region: "eu-west-1", defaultTags: { tags: { team: "core" } } }) };`;

const good = `${imports}
  const vpc = new ec2.Vpc("main", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true }, opts);
  const subnet = new ec2.Subnet("a", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" }, opts);
  const password = new random.RandomPassword("password", { length: 24 });
  new ssm.Parameter("token", { type: "SecureString", value: pulumi.interpolate\`${canary}-\${password.result}\` }, opts);
  new sqs.Queue("jobs", {}, opts);
  const image = new docker.Image("image", { imageName: "registry.example.com/api:v1", build: { context: "./context" } });
  exports.subnet = subnet.id; exports.image = image.repoDigest; exports.tags = subnet.tagsAll;`;

let session: LocalSession;
let store: Store;
const printed: string[] = [];

async function pulumi(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Finished> {
  const finished = await run(session.cli, [...args, "--non-interactive", "--stack", "dev"], {
    cwd: program,
    env: { ...session.env, ...env },
  });
  printed.push(finished.stdout, finished.stderr);
  return finished;
}

const up = (...args: string[]): Promise<Finished> => pulumi(["up", "--yes", "--skip-preview", ...args]);

const write = (text: string): void => {
  fs.writeFileSync(path.join(program, "index.js"), text);
};

async function outputs(): Promise<Record<string, unknown>> {
  const { stdout } = await pulumi(["stack", "output", "--json"]);
  return JSON.parse(stdout) as Record<string, unknown>;
}

beforeAll(async () => {
  fs.mkdirSync(path.join(program, "context"), { recursive: true });
  fs.writeFileSync(path.join(program, "context", "Dockerfile"), "FROM scratch\n");
  fs.writeFileSync(path.join(program, "Pulumi.yaml"), "name: small\nruntime: nodejs\nmain: index.js\n");
  fs.writeFileSync(path.join(program, "package.json"), '{ "name": "small" }');
  fs.symlinkSync(path.join(project, "node_modules"), path.join(program, "node_modules"));
  write(good);
  session = await openSession({ project: program, root });
  store = new Store(session.env["LOCALCLOUD_HOME"] ?? "", "aws");
  await run(session.cli, ["stack", "init", "dev", "--non-interactive"], { cwd: program, env: session.env });
}, 300_000);

afterAll(() => {
  fs.rmSync(root, { recursive: true, force: true });
});

describe("the local clouds under the real engine", () => {
  jest.setTimeout(180_000);

  it("preview without touching anything, come up, and then change nothing", async () => {
    const preview = await pulumi(["preview"]);
    expect(preview.exitCode).toBe(0);
    expect(store.list()).toEqual([]);
    const first = await up();
    expect(first.stdout + first.stderr).not.toContain("warning");
    expect(first.exitCode).toBe(0);
    expect((await up("--expect-no-changes")).exitCode).toBe(0);
    expect(await outputs()).toMatchObject({
      subnet: expect.stringMatching(/^subnet-[0-9a-f]{17}$/) as string,
      image: expect.stringMatching(/^registry\.example\.com\/api@sha256:[0-9a-f]{64}$/) as string,
      tags: { team: "core" },
    });
  });

  it.each<[string, string, string[]]>([
    [
      "nested inputs",
      `new ec2.SecurityGroup("g", { vpcId: "vpc-1", ingress: [{ fromPort: "80", toPort: 80, protocal: "tcp" }] }, opts);`,
      [
        'ingress[0].fromPort must be a number, but is the string "80"',
        "ingress[0].protocal is not a property that this type has; did you mean `protocol`?",
        "ingress[0].protocol is required",
      ],
    ],
    [
      "a build without context",
      `new docker.Image("i", { imageName: "UPPER", build: { context: "./nowhere" } });`,
      ["imageName 'UPPER' is not an image name", "build.context there is no folder ./nowhere"],
    ],
    [
      "a secret of the wrong type",
      `new ssm.Parameter("p", { type: "SecureString", value: pulumi.secret(["${canary}"]) }, opts);`,
      ["value must be a string, but is a list"],
    ],
  ])("refuse %s in the preview, with each property's path", async (_, wrong, expected) => {
    write(imports + wrong);
    const { exitCode, stdout, stderr } = await pulumi(["preview"]);
    write(good);
    const text = stdout + stderr;
    expect(exitCode).not.toBe(0);
    for (const part of expected) expect(text.replace(/\\"/g, '"')).toContain(part);
    expect(text).not.toContain("    at ");
  });

  it("refuse a region that does not exist", async () => {
    write(good.replace('region: "eu-west-1"', 'region: "eu-west-11"'));
    const { exitCode, stdout, stderr } = await pulumi(["preview"]);
    write(good);
    expect(exitCode).not.toBe(0);
    expect(stdout + stderr).toContain("did you mean `eu-west-1`?");
  });

  it("replace what is immutable and update the rest, keeping ids known", async () => {
    const before = await outputs();
    write(good.replace('cidrBlock: "10.0.1.0/24"', 'cidrBlock: "10.0.1.0/24", mapPublicIpOnLaunch: true'));
    const preview = await pulumi(["preview", "--json"]);
    const updated = JSON.parse(preview.stdout) as { changeSummary: Record<string, number> };
    expect(updated.changeSummary).toMatchObject({ update: 1 });
    expect(updated.changeSummary["replace"]).toBeUndefined();
    expect((await up()).exitCode).toBe(0);
    expect((await outputs())["subnet"]).toBe(before["subnet"]);
    write(good.replace("10.0.1.0/24", "10.0.2.0/24"));
    expect((await up()).exitCode).toBe(0);
    expect((await outputs())["subnet"]).not.toBe(before["subnet"]);
    expect(store.list("aws:ec2/subnet:Subnet")).toHaveLength(1);
    write(good);
    expect((await up()).exitCode).toBe(0);
  });

  it("change an image when a file of its context changes, and only then", async () => {
    const before = await outputs();
    fs.writeFileSync(path.join(program, "context", "file"), "new");
    expect((await up()).exitCode).toBe(0);
    expect((await outputs())["image"]).not.toBe(before["image"]);
    expect((await up("--expect-no-changes")).exitCode).toBe(0);
  });

  it("show drift to a refresh, and mend it with the next update", async () => {
    const [vpc] = store.list(vpcType);
    await store.tamper(vpcType, vpc?.id ?? "", { enableDnsHostnames: false });
    expect((await pulumi(["refresh", "--preview-only", "--expect-no-changes"])).exitCode).not.toBe(0);
    expect((await up("--refresh")).exitCode).toBe(0);
    expect(store.get(vpcType, vpc?.id ?? "")?.outputs["enableDnsHostnames"]).toBe(true);
    const [queue] = store.list("aws:sqs/queue:Queue");
    store.remove("aws:sqs/queue:Queue", queue?.id ?? "");
    expect((await up("--refresh")).exitCode).toBe(0);
    expect(store.list("aws:sqs/queue:Queue")).toHaveLength(1);
    expect((await pulumi(["refresh", "--yes", "--expect-no-changes"])).exitCode).toBe(0);
  });

  it("converge after the plugin was killed half-way", async () => {
    write(`${good}
      for (const n of [1, 2, 3]) new sqs.Queue("more-" + n, {}, opts);`);
    const faults = [{ kind: "kill", operation: "create", type: "aws:sqs/queue:Queue", call: 2 }];
    // One call at a time: of others under way, the killed process could not have told whether they were done.
    const broken = await pulumi(["up", "--yes", "--skip-preview", "--parallel", "1"], {
      LOCALCLOUD_FAULTS: JSON.stringify(faults),
    });
    expect(broken.exitCode).not.toBe(0);
    expect((await up()).exitCode).toBe(0);
    expect(store.list("aws:sqs/queue:Queue")).toHaveLength(4);
    write(good);
    expect((await up()).exitCode).toBe(0);
  });

  it("keep secrets out of everything that is printed or stored", async () => {
    const { stdout } = await pulumi(["stack", "export"]);
    expect(stdout).toContain("aws:ssm/parameter:Parameter");
    const files = fs
      .readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.startsWith(program) && entry.name !== "index.js")
      .map((entry) => path.join(entry.parentPath, entry.name));
    expect(files.some((file) => file.includes("ssm"))).toBe(true);
    for (const file of files) expect(fs.readFileSync(file).includes(canary)).toBe(false);
    expect(printed.join("\n")).not.toContain(canary);
  });

  it("leave nothing behind", async () => {
    expect((await pulumi(["destroy", "--yes", "--skip-preview"])).exitCode).toBe(0);
    expect(store.list()).toEqual([]);
  });
});
