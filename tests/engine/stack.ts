import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { Environment, Runtime } from "../../components/specification";
import type { StoredResource } from "../../localcloud/rules";
import { Store } from "../../localcloud/store";
import { clouds } from "../../providers";
import { openSession, type LocalSession } from "../../tools/local/session";

/** What one `pulumi` command printed and returned. */
export interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Step {
  readonly op: string;
  readonly urn: string;
}

interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly custom?: boolean;
  readonly protect?: boolean;
  readonly parent?: string;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
}

/** Pulumi's packages of the clouds, where they have another name. */
const packages: Readonly<Record<string, string>> = { azure: "azure-native" };

/** Plain-text values that are allowed in state although they are stored as secrets too: none may be this short. */
const SHORTEST_SECRET = 8;

/**
 * One stack in a session of its own: a temporary state backend, Pulumi home and local cloud. Remembers all that was
 * printed, so that secrets can be looked for in it.
 */
export class EngineStack {
  private readonly printed: string[] = [];
  private environment: NodeJS.ProcessEnv = {};
  /** Every secret value that the stack ever had: one that was replaced must not stay behind either. */
  private readonly secrets = new Set<string>();
  /** The secrets of its tracked stack file, which stay as they are. */
  private given: Promise<Run> | undefined;

  private constructor(
    readonly session: LocalSession,
    readonly name: Environment,
    /** Pulumi packages of its cloud, for example `azure-native`; the cloud's own first. */
    private readonly packageNames: readonly [string, ...string[]],
    private readonly configuration: Record<string, unknown>,
  ) {}

  /**
   * Opens a session and takes the configuration of the tracked stack file, on AWS in containers, or moved to another cloud
   * or runtime; in a cluster that is there already, the documented one.
   */
  static async open(name: Environment, cloud = "aws", runtime: Runtime = "containers"): Promise<EngineStack> {
    const root = mkdtempSync(join(tmpdir(), "platform-engine-"));
    const session = await openSession({
      root,
      // The tracked files are for AWS; a session that is told a cloud would put a wrong one in a file right.
      ...(cloud !== "aws" && { cloud }),
      ...(runtime !== "containers" && { runtime }),
    });
    const guest = clouds[cloud]?.description.existing !== undefined;
    const file = guest ? "docs/examples/existing-cluster.yaml" : `Pulumi.${name}.yaml`;
    const tracked = parse(readFileSync(file, "utf8")) as { config: Record<string, unknown> };
    const config = { ...tracked.config, "platform:environment": name };
    const packageName = packages[cloud] ?? cloud;
    const beside = runtime === "kubernetes" && !guest ? ["kubernetes"] : [];
    return new EngineStack(session, name, [packageName, ...beside], { ...tracked, config });
  }

  /**
   * From now on the engine writes the state when a command ends, and not after each step too: half of what a large stack
   * costs. Not for commands that are killed half-way.
   */
  writeStateAtTheEnd(): this {
    this.environment = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };
    return this;
  }

  /** What exists in its local cloud. */
  get cloud(): Store {
    return new Store(this.cloudHome, this.packageNames[0]);
  }

  /** What exists in the local cloud of a type's package. */
  storeOf(type: string): Store {
    return new Store(this.cloudHome, type.split(":")[0] ?? "");
  }

  /** Everything that exists in its local clouds. */
  get everything(): readonly StoredResource[] {
    return this.packageNames.flatMap((name) => new Store(this.cloudHome, name).list());
  }

  /** Where the session's files are: state, cloud, Pulumi home. */
  get root(): string {
    return this.session.root;
  }

  get cloudHome(): string {
    const home = this.session.env["LOCALCLOUD_HOME"];
    if (home === undefined) throw new Error("the session has no local cloud");
    return home;
  }

  async pulumi(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Run> {
    const run = await this.session.run([...args, "--stack", this.name], {
      env: { ...this.environment, ...env },
    });
    this.printed.push(run.stdout, run.stderr);
    return run;
  }

  /** `pulumi up` with the policy pack. */
  up(args: readonly string[] = [], env?: NodeJS.ProcessEnv): Promise<Run> {
    return this.pulumi(["up", "--yes", "--skip-preview", "--policy-pack", "policy", ...args], env);
  }

  /** `pulumi up` without the policies, where they are no part of what is shown: a quarter of what a command costs. */
  unjudgedUp(args: readonly string[] = []): Promise<Run> {
    return this.pulumi(["up", "--yes", "--skip-preview", ...args]);
  }

  destroy(args: readonly string[] = []): Promise<Run> {
    return this.pulumi(["destroy", "--yes", "--skip-preview", ...args]);
  }

  /** The steps that a preview plans, without those that change nothing. */
  async planned(args: readonly string[] = []): Promise<Step[]> {
    const run = await this.pulumi(["preview", "--json", "--policy-pack", "policy", ...args]);
    if (run.exitCode !== 0) throw new Error(`preview failed:\n${run.stdout}${run.stderr}`);
    const { steps } = JSON.parse(run.stdout) as { steps: Step[] };
    return steps.filter(({ op }) => op !== "same");
  }

  /** The resources in the state, the stack itself left out. */
  async state(args: readonly string[] = []): Promise<StateResource[]> {
    const run = await this.session.run(["stack", "export", "--stack", this.name, ...args]);
    if (run.exitCode !== 0) throw new Error(run.stderr);
    const state = JSON.parse(run.stdout) as { deployment: { resources?: StateResource[] } };
    return (state.deployment.resources ?? []).filter(({ type }) => type !== "pulumi:pulumi:Stack");
  }

  /** The resources of its clouds that the state knows, as `TYPE ID`. */
  async known(): Promise<string[]> {
    return (await this.state())
      .filter(({ custom, type }) => custom === true && this.packageNames.includes(type.split(":")[0] ?? ""))
      .map(({ type, id }) => `${type} ${String(id)}`);
  }

  /** Writes the stack file with some keys of `platform:` changed and returns the arguments that make a command use it. */
  configured(changes: Readonly<Record<string, unknown>>): string[] {
    const config = { ...(this.configuration["config"] as Record<string, unknown>) };
    for (const [key, value] of Object.entries(changes)) config[`platform:${key}`] = value;
    const file = join(this.root, `Pulumi.${this.name}.changed.yaml`);
    writeFileSync(file, stringify({ ...this.configuration, config }));
    return ["--config-file", file];
  }

  /** The services of the stack file, to be changed and given to `configured`. */
  services(): Record<string, Record<string, unknown>> {
    const config = this.configuration["config"] as Record<string, unknown>;
    return structuredClone(config["platform:services"]) as Record<string, Record<string, unknown>>;
  }

  /**
   * Where a secret of this stack stands in plain text: in the state, in what was printed, in outputs, or in the local
   * cloud's files. Empty is good.
   *
   * @throws Error when the stack holds no secret, for then nothing would be looked for.
   */
  async leaks(): Promise<string[]> {
    const exported = await this.session.run(["stack", "export", "--show-secrets", "--stack", this.name]);
    this.given ??= this.session.run(["config", "--show-secrets", "--json", "--stack", this.name]);
    const configured = JSON.parse((await this.given).stdout) as unknown;
    for (const secret of [...plaintexts(JSON.parse(exported.stdout)), ...values(configured)]) {
      if (secret.length >= SHORTEST_SECRET) this.secrets.add(secret);
    }
    if (this.secrets.size === 0) throw new Error("the stack holds no secret to look for");
    const secrets = [...this.secrets];
    const places = new Map([
      ...this.printed.map((text, index) => [`output ${index}`, text] as const),
      ...filesOf(this.root).map((file) => [file, readFileSync(file, "latin1")] as const),
    ]);
    return [...places]
      .filter(([, text]) => secrets.some((secret) => text.includes(secret)))
      .map(([place]) => place);
  }

  close(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** Outputs that Google's SDK calls secret although they hold labels only, which stand in many places. */
const labels = ["effectiveLabels", "pulumiLabels"];

/** The plain texts of all secrets in an exported state; texts that hold JSON are taken apart to their strings. */
function plaintexts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(plaintexts);
  if (typeof value !== "object" || value === null) return [];
  const { plaintext, ...rest } = value as Record<string, unknown>;
  if (typeof plaintext === "string") return strings(JSON.parse(plaintext));
  return Object.entries(rest).flatMap(([key, child]) => (labels.includes(key) ? [] : plaintexts(child)));
}

/** The secret values of `pulumi config --json`. */
function values(config: unknown): string[] {
  const entries = Object.values(config as Record<string, { secret: boolean; value?: string }>);
  return entries.flatMap(({ secret, value }) => (secret && value !== undefined ? [value] : []));
}

function strings(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(strings) : [];
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
