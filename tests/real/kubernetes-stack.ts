import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { type Finished, run } from "../../tools/engine/run";
import { hostOptions } from "../../tools/local/host-options";
import { openSession, type LocalSession } from "../../tools/local/session";
import { root } from "./processes";

/** Stands in the addresses of the stack, and must be found nowhere in plain text. */
export const canary = "canary-9b1e77";

const secrets = {
  databaseUrl: `postgresql://shop:${canary}@db.example.com:5433/shop?sslmode=require`,
  redisUrl: `rediss://:${canary}@cache.data.svc:6380/0`,
  dumpAccessKeyId: "AKIAEXAMPLE",
  dumpSecretAccessKey: `${canary}-key`,
};

/** The program with shorter clocks, which a test would only wait for, and what PRIVILEGED asks of its Deployments. */
const program = `
const pulumi = require("@pulumi/pulumi");
const quick = {
  "kubernetes:apps/v1:Deployment": (spec) => {
    Object.assign(spec, { minReadySeconds: 1, progressDeadlineSeconds: 10 });
    if (process.env.PRIVILEGED === "1")
      for (const { securityContext } of spec.template.spec.containers)
        Object.assign(securityContext, { privileged: true, allowPrivilegeEscalation: true });
    return spec;
  },
  "kubernetes:autoscaling/v2:HorizontalPodAutoscaler": (spec) => {
    const { scaleDown } = spec.behavior;
    scaleDown.stabilizationWindowSeconds = 1;
    for (const policy of scaleDown.policies) policy.periodSeconds = 1;
    return spec;
  },
};
// Not registerResourceTransform: Pulumi does not take back the SDK's aliases in the form that it hands them to one.
pulumi.runtime.registerStackTransformation(({ type, props, opts }) => {
  const change = quick[type];
  if (change === undefined) return undefined;
  return { props: { ...props, spec: pulumi.output(props.spec).apply((given) => change(structuredClone(given))) }, opts };
});
module.exports = require(${JSON.stringify(join(root, "index.ts"))});
`;

/** The stack file of docs/kubernetes.md, in prod, under the real engine. */
export class GuestStack {
  private text = "";

  private constructor(
    private readonly folder: string,
    private readonly session: LocalSession,
    private readonly kubeconfig: string,
    private readonly config: Readonly<Record<string, unknown>>,
  ) {}

  /** @param parent folder for the program and all that the engine keeps */
  static async open(parent: string, kubeconfig: string): Promise<GuestStack> {
    const folder = join(parent, "guest");
    const session = await openSession({ root: join(parent, "guest-session") });
    mkdirSync(folder, { recursive: true });
    const options = { typescript: false, nodeargs: "--stack-trace-limit=3 --import tsx" };
    const project = { name: "platform", main: "index.js", runtime: { name: "nodejs", options } };
    writeFileSync(join(folder, "Pulumi.yaml"), stringify(project));
    writeFileSync(join(folder, "package.json"), '{ "name": "platform" }');
    writeFileSync(join(folder, "index.js"), program);
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    const example = readFileSync(join(root, "docs", "examples", "existing-cluster.yaml"), "utf8");
    const { config } = parse(example) as { config: Record<string, unknown> };
    const stack = new GuestStack(folder, session, kubeconfig, config);
    await stack.pulumi(["stack", "init"]);
    for (const [key, value] of Object.entries(secrets))
      await stack.pulumi(["config", "set", "--secret", `platform:${key}`, value]);
    stack.services({ api: {}, worker: {} });
    return stack;
  }

  /** Everything that was printed. */
  get printed(): string {
    return this.text;
  }

  /** Changes keys of the services in the stack file's example. */
  services(changes: Readonly<Record<string, Readonly<Record<string, unknown>>>>): void {
    const file = join(this.folder, "Pulumi.dev.yaml");
    const own = parse(readFileSync(file, "utf8")) as { config: Record<string, unknown> };
    const given = this.config["platform:services"] as Record<string, Record<string, unknown>>;
    const services = Object.fromEntries(
      Object.entries(given).map(([name, service]) => [name, { ...service, ...changes[name] }]),
    );
    const config = { ...own.config, ...this.config, "platform:services": services };
    writeFileSync(file, stringify({ ...own, config }));
  }

  /** Runs `pulumi ARGS`. `text` is all that it printed. */
  async pulumi(
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
  ): Promise<Finished & { readonly text: string }> {
    const finished = await run(this.session.cli, [...args, "--non-interactive", "--stack", "dev"], {
      cwd: this.folder,
      env: {
        ...this.session.env,
        ...hostOptions(this.folder),
        LOCALCLOUD_KUBECONFIG: this.kubeconfig,
        ...env,
      },
    });
    const text = finished.stdout + finished.stderr;
    this.text += text;
    return { ...finished, text };
  }

  up(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
    return this.pulumi(["up", "--yes", "--skip-preview", ...args], env);
  }
}
