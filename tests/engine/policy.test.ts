import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  type AnalyzerInfo,
  AnalyzerStackConfigureRequest,
  EnforcementLevel,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Finished, run } from "../../tools/engine/run";
import { type LocalSession, openSession } from "../../tools/local/session";

jest.setTimeout(5 * 60_000);

const repository = resolve(__dirname, "../..");

/** What a pack says of itself once the engine has started it and told it of the stack. */
async function started(
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly env?: NodeJS.ProcessEnv;
    readonly configuration?: [string, string];
  },
): Promise<AnalyzerInfo.AsObject> {
  const child = spawn(process.execPath, args, { cwd: options.cwd, env: { ...process.env, ...options.env } });
  try {
    const port = await new Promise<string>((resolvePort, reject) => {
      let errors = "";
      child.stderr.on("data", (text: Buffer) => (errors += text.toString()));
      child.stdout.once("data", (text: Buffer) => {
        resolvePort(text.toString().trim());
      });
      child.once("exit", () => {
        reject(new Error(errors));
      });
    });
    const client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    const request = new AnalyzerStackConfigureRequest();
    if (options.configuration) request.getConfigMap().set(...options.configuration);
    await new Promise<void>((done, reject) => {
      client.configureStack(request, (error) => {
        if (error) reject(error);
        else done();
      });
    });
    return await new Promise<AnalyzerInfo.AsObject>((resolveInfo, reject) => {
      client.getAnalyzerInfo(new Empty(), (error, info) => {
        client.close();
        if (error) reject(error);
        else resolveInfo(info.toObject());
      });
    });
  } finally {
    child.kill();
  }
}

/** How the official CLI's language host and a CLI without one start a pack; no engine is needed to see that both work. */
describe("the policy pack's two ways to start", () => {
  const pack = join(repository, "policy");
  const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const level = ({ policiesList }: AnalyzerInfo.AsObject, id: string) =>
    policiesList.find(({ name }) => name === id)?.enforcementlevel;
  const { ADVISORY, MANDATORY } = EnforcementLevel;

  test("the folder, with the stack's configuration in the environment", async () => {
    const info = await started([runner, "127.0.0.1:1", "."], {
      cwd: pack,
      env: { PULUMI_CONFIG: JSON.stringify({ "platform:environment": "dev" }) },
    });
    expect(info.name).toBe("platform");
    expect(info.policiesList.length).toBeGreaterThan(50);
    expect(level(info, "aws-vpc-flow-logs")).toBe(ADVISORY);
    expect(level(info, "aws-no-public-administration-ports")).toBe(MANDATORY);
  });

  test("the executable, with the stack's configuration in a message", async () => {
    const configured = (configuration: [string, string]) =>
      started([join(pack, "pack"), "127.0.0.1:1"], { cwd: tmpdir(), configuration });
    expect(level(await configured(["platform:environment", "staging"]), "aws-vpc-flow-logs")).toBe(ADVISORY);
    expect(level(await configured(["policy:environment", "prod"]), "aws-vpc-flow-logs")).toBe(MANDATORY);
    expect(level(await configured(["other:environment", "dev"]), "aws-vpc-flow-logs")).toBe(MANDATORY);
  });

  test("the executable without the engine says how it is meant to be used", async () => {
    const finished = await run(join(pack, "pack"), []);
    expect(finished).toMatchObject({
      exitCode: 1,
      stderr: "Run by the Pulumi engine: pulumi preview --policy-pack policy/pack\n",
    });
  });
});

interface MadeResource {
  readonly type: string;
  readonly inputs?: Record<string, unknown>;
}

/** The pack on the real engine, with a program that is not the platform's. */
describe("the policy pack on another program", () => {
  let root: string;
  let folder: string;
  let session: LocalSession;

  const pulumi = (...args: string[]): Promise<Finished> =>
    run(session.cli, args, { cwd: folder, env: { ...session.env, PULUMI_STACK: "any" } });
  const judged = (...args: string[]) => pulumi(...args, "--policy-pack", session.policyPack);
  const program = (text: string) => {
    const aws = ["ec2", "ecr", "s3", "cloudwatch"].map(
      (module) => `const ${module} = require("@pulumi/aws/${module}");\n`,
    );
    writeFileSync(join(folder, "index.js"), aws.join("") + text);
  };
  const resources = async () => {
    const { stdout } = await pulumi("stack", "export");
    const state = JSON.parse(stdout) as { deployment: { resources?: MadeResource[] } };
    return (state.deployment.resources ?? []).filter(({ type }) => type.startsWith("aws:"));
  };
  const made = async () => (await resources()).map(({ type }) => type);

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), "platform-policy-"));
    folder = join(root, "program");
    mkdirSync(folder);
    symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
    writeFileSync(join(folder, "Pulumi.yaml"), "name: other\nruntime: nodejs\nmain: index.js\n");
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "other", main: "index.js" }));
    session = await openSession({ project: folder, root: join(root, "session") });
    expect(await pulumi("stack", "init", "any")).toMatchObject({ exitCode: 0 });
    await pulumi("config", "set", "aws:region", "eu-west-1");
  });
  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
  });
  beforeEach(() => pulumi("config", "rm", "policy:environment"));

  const tags = `{ project: "other", environment: "test" }`;
  const openSsh = `
    const vpc = new ec2.Vpc("net", { cidrBlock: "10.0.0.0/16", tags: ${tags} });
    new ec2.DefaultSecurityGroup("net", { vpcId: vpc.id });
    const ingress = [{ protocol: "tcp", fromPort: 20, toPort: 30, cidrBlocks: ["0.0.0.0/1", "128.0.0.0/1"] }];
    new ec2.SecurityGroup("shell", { vpcId: vpc.id, description: "shell", ingress });`;

  test("a mandatory violation fails the preview, and says what, why and what to do", async () => {
    program(openSsh);
    const preview = await judged("preview");
    expect(preview.exitCode).not.toBe(0);
    expect(preview.stdout).toContain("[mandatory]");
    expect(preview.stdout).toContain("[aws-no-public-administration-ports]");
    expect(preview.stdout).toContain("ingress[0] opens SSH (port 22) to the internet.");
    expect(preview.stdout).toContain("Why: Password guessing");
    expect(preview.stdout).toContain("Remedy: Remove the rule");
    expect(preview.stdout).toContain("checkov CKV_AWS_24");
  });

  test("it fails the update too, and nothing is made", async () => {
    program(openSsh);
    const update = await judged("up", "--yes");
    expect(update.exitCode).not.toBe(0);
    expect(update.stdout).toContain("aws-no-public-administration-ports");
    expect(await made()).toEqual([]);
  });

  const lateMutable = `
    const bucket = new s3.Bucket("name", { tags: ${tags} });
    new s3.BucketPublicAccessBlock("name", {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new cloudwatch.LogGroup("late", { retentionInDays: bucket.arn.apply(() => 0), kmsKeyId: bucket.arn, tags: ${tags} });`;

  test("what a preview can't know is said, and judged at the update before it is made", async () => {
    await pulumi("config", "set", "policy:environment", "dev");
    program(lateMutable);
    const preview = await judged("preview");
    expect(preview.stdout).toMatch(/\[advisory\].*aws-log-retention-set/);
    expect(preview.stdout).toMatch(
      /can't run policy 'aws-log-retention-set' .* can't be known during preview/,
    );
    expect(preview.stdout).not.toMatch(/\[mandatory\].*aws-log-retention-set/);

    const update = await judged("up", "--yes", "--skip-preview");
    expect(update.exitCode).not.toBe(0);
    expect(update.stdout).toMatch(/\[mandatory\].*aws-log-retention-set/);
    expect(await made()).not.toContain("aws:cloudwatch/logGroup:LogGroup");
  });

  const bare = `new ec2.Vpc("net", { cidrBlock: "10.0.0.0/16", tags: ${tags} });
    new ec2.DefaultSecurityGroup("net", { vpcId: "vpc-0123456789abcdef0" });`;

  test("a rule for prod advises in dev, and is mandatory in prod and where no environment is said", async () => {
    program(bare);
    const level = async () =>
      /\[(advisory|mandatory)\].*aws-vpc-flow-logs/.exec((await judged("preview")).stdout)?.[1];
    expect(await level()).toBe("mandatory");
    await pulumi("config", "set", "policy:environment", "dev");
    expect(await level()).toBe("advisory");
    await pulumi("config", "set", "policy:environment", "prod");
    expect(await level()).toBe("mandatory");
  });

  test("CrossGuard's own configuration wins", async () => {
    program(bare);
    const file = join(root, "configuration.json");
    writeFileSync(
      file,
      JSON.stringify({
        "aws-vpc-flow-logs": "disabled",
        "aws-default-security-group-closed": { enforcementLevel: "advisory" },
        "aws-required-tags": { tags: ["owner"] },
      }),
    );
    const { stdout } = await judged("preview", "--policy-pack-config", file);
    expect(stdout).not.toContain("aws-vpc-flow-logs");
    expect(stdout).toMatch(/\[advisory\].*aws-default-security-group-closed/);
    expect(stdout).toContain("it has no tag owner");
  });

  test("what is on other clouds and in clusters is judged too", async () => {
    await pulumi("config", "set", "azure-native:location", "westeurope");
    await pulumi("config", "set", "gcp:project", "other");
    await pulumi("config", "set", "gcp:region", "europe-west1");
    program(`
      const azure = require("@pulumi/azure-native/network/networkSecurityGroup");
      new azure.NetworkSecurityGroup("door", {
        resourceGroupName: "other",
        securityRules: [{
          name: "ssh", access: "Allow", direction: "Inbound", priority: 100, protocol: "Tcp",
          sourceAddressPrefix: "Internet", sourcePortRange: "*", destinationAddressPrefix: "*", destinationPortRange: "22",
        }],
      });
      const google = require("@pulumi/gcp/compute");
      new google.Firewall("door", {
        network: "default", sourceRanges: ["::/0"], allows: [{ protocol: "tcp", ports: ["20-30"] }],
      });
      const { Cluster } = require("@pulumi/aws/eks");
      new Cluster("shop", {
        roleArn: "arn:aws:iam::123456789012:role/eks",
        vpcConfig: { subnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"], endpointPublicAccess: true },
      });
      const { Deployment } = require("@pulumi/kubernetes/apps/v1");
      const labels = { app: "shop" };
      const containers = [{ name: "shop", image: "shop:1", securityContext: { privileged: true } }];
      new Deployment("shop", {
        metadata: { namespace: "shop", labels },
        spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
      });`);
    const { exitCode, stdout } = await judged("preview");
    expect(exitCode).not.toBe(0);
    for (const id of [
      "azure-no-public-administration-ports",
      "gcp-no-public-administration-ports",
      "gcp-no-default-network",
      "aws-eks-api-not-world-open",
      "kubernetes-no-privileged",
      "kubernetes-workload-network-policy",
    ])
      expect(stdout).toMatch(new RegExp(`\\[mandatory\\].*${id}`));
  });

  test("a rule that is told to remediates, before anything is made", async () => {
    program(`new ecr.Repository("images", { tags: { owner: "team" } });`);
    const file = join(root, "remediation.json");
    const tags = ["owner", "project", "environment", "cost-centre"];
    writeFileSync(
      file,
      JSON.stringify({
        all: "disabled",
        "aws-required-tags": { enforcementLevel: "remediate", tags, values: { "cost-centre": "42" } },
        "aws-ecr-scan-on-push": "remediate",
      }),
    );
    const update = await judged("up", "--yes", "--skip-preview", "--policy-pack-config", file);
    expect(update).toMatchObject({ exitCode: 0 });
    expect(update.stdout).toContain("aws-ecr-scan-on-push");
    expect((await resources()).map(({ inputs }) => inputs)).toEqual([
      expect.objectContaining({
        tags: { owner: "team", project: "other", environment: "any", "cost-centre": "42" },
        imageScanningConfiguration: { scanOnPush: true },
      }),
    ]);
  });

  test("an exported state is judged without a stack, like prod", async () => {
    const state = join(root, "state.json");
    writeFileSync(state, JSON.stringify(exported));
    const analysis = await run(
      session.cli,
      ["policy", "analyze", "--file", state, "--policy-pack", session.policyPack],
      { cwd: root, env: session.env },
    );
    expect(analysis.exitCode).not.toBe(0);
    expect(analysis.stdout).toMatch(/\[mandatory\].*aws-data-protected/);
    expect(analysis.stdout).toContain("no BucketPublicAccessBlock is made for it");
  });
});

const stack = "urn:pulumi:any::other::pulumi:pulumi:Stack::other-any";
const at = { created: "2026-01-01T00:00:00Z", modified: "2026-01-01T00:00:00Z" };
/** As `pulumi stack export` writes it. */
const exported = {
  version: 3,
  deployment: {
    manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "" },
    resources: [
      { urn: stack, type: "pulumi:pulumi:Stack", custom: false, ...at },
      {
        urn: "urn:pulumi:any::other::aws:s3/bucket:Bucket::data",
        type: "aws:s3/bucket:Bucket",
        custom: true,
        id: "data-1",
        parent: stack,
        inputs: { bucket: "data-1" },
        outputs: { bucket: "data-1", id: "data-1", arn: "arn:aws:s3:::data-1" },
        ...at,
      },
    ],
  },
};
