import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { installPlugins } from "../../localcloud/install";
import type { Runtime } from "../../components/specification";
import { clouds } from "../../providers";
import { type Engine, findEngine } from "../engine/engine";
import { Problem } from "../engine/problem";
import { lineProgress, type Progress } from "../engine/progress";
import { type Finished, run } from "../engine/run";
import { mapFlag, parseArguments, withFlags } from "./arguments";
import { checkState, hint, selectedStack, stackExists, unqualified } from "./backend";
import type { Place } from "./derivation";
import { localEnvironment } from "./environment";
import { hostOptions } from "./host-options";
import { defaultStack, type Layout, layout, ownProject, projectName } from "./layout";
import { localStackFile, ownStackFile, type Pulumi, trackedStacks } from "./stack-files";
import { keepTrackedFiles } from "./tracked-files";

export interface SessionOptions {
  /** Folder of the Pulumi project. Default: this one. */
  readonly project?: string;
  /**
   * Folder of all that the session keeps. Default `.local` of the project; where `cloud` or `runtime` is given, a folder of
   * their own in it: `azure`, `on-kubernetes`, `azure-on-kubernetes`.
   */
  readonly root?: string;
  /** Cloud that the stacks run on whatever their files say. Default: what they say. */
  readonly cloud?: string | undefined;
  /** Runtime of the stacks whatever their files say. Default: what they say. */
  readonly runtime?: string | undefined;
  /** Takes each fact as a line; a `Progress` is also told what goes on at the moment. Default: silent. */
  readonly progress?: Progress | ((line: string) => void);
}

export interface RunOptions {
  /** Added to the session's environment, for example `LOCALCLOUD_…`. */
  readonly env?: NodeJS.ProcessEnv;
  readonly stdin?: string;
  /** Default: the project. */
  readonly cwd?: string;
}

/** A command line made ready for the CLI. */
export interface Prepared {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** To be called when the CLI has ended. Returns a hint for the user if it failed of something known. */
  readonly finish: (exitCode: number) => string | undefined;
}

/** The real engine with the local clouds: its state, plugins and clouds are below one folder, and nothing leads outside. */
export interface LocalSession {
  readonly project: string;
  readonly root: string;
  /** What the CLI runs with. */
  readonly env: NodeJS.ProcessEnv;
  /** Absolute path of `pulumi`. */
  readonly cli: string;
  readonly engine: Engine;
  /** What `--policy-pack` must be given for the policies of this repository, whatever program they judge. */
  readonly policyPack: string;
  /** Makes a command ready: creates its stack on first use, gives it the local stack file and the right policy pack. */
  prepare(args: readonly string[]): Promise<Prepared>;
  /** Runs `pulumi ARGS` as `npm run local -- ARGS` does and keeps its output. */
  run(args: readonly string[], options?: RunOptions): Promise<Finished>;
}

/**
 * Opens a session, which finds or makes the CLI and installs the local clouds' plugins if they are not up to date.
 * Sessions with different roots may run in parallel.
 *
 * @throws Problem if no CLI can be had, or there is no such cloud or runtime
 */
export async function openSession(options: SessionOptions = {}): Promise<LocalSession> {
  const project = resolve(options.project ?? ownProject);
  const { cloud, runtime } = options;
  const place = placeOn(cloud, runtime);
  const own = [...(cloud === undefined ? [] : [cloud]), ...(runtime === undefined ? [] : [`on-${runtime}`])];
  const root = options.root ?? join(project, ".local", own.join("-"));
  const places = layout(resolve(root), project, place);
  const { progress: given = () => undefined } = options;
  const progress = typeof given === "function" ? lineProgress(given) : given;
  const engine = await findEngine(progress);
  for (const folder of [places.home, places.state, places.cloud, places.stacks, places.scratch])
    mkdirSync(folder, { recursive: true });
  await installPlugins({
    pulumiHome: places.home,
    progress: (line) => {
      progress.status(line);
    },
  });
  progress.status("");
  return new Session(places, engine, progress);
}

/** The stack file of whoever has a cluster and no cloud, below the project. */
const guestFile = join("docs", "examples", "existing-cluster.yaml");
const runtimes: readonly string[] = ["containers", "kubernetes"] satisfies readonly Runtime[];

function placeOn(cloud: string | undefined, runtime: string | undefined): Place | undefined {
  if (runtime !== undefined && !runtimes.includes(runtime))
    throw new Problem(
      `--runtime ${runtime === "" ? "needs a name" : `${runtime}: there is no such runtime`}. Runtimes: ${runtimes.join(", ")}.`,
    );
  const asked = runtime === undefined ? {} : { runtime };
  if (cloud === undefined) return runtime === undefined ? undefined : asked;
  const description = Object.hasOwn(clouds, cloud) ? clouds[cloud]?.description : undefined;
  if (description === undefined)
    throw new Problem(
      `--cloud ${cloud === "" ? "needs a name" : `${cloud}: there is no such cloud`}. Clouds: ${Object.keys(clouds).join(", ")}.`,
    );
  if (description.exampleRegions === undefined) return { ...asked, file: guestFile };
  return { ...asked, cloud: { name: cloud, ...description.exampleRegions } };
}

class Session implements LocalSession {
  readonly project: string;
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly cli: string;
  readonly policyPack: string;
  /** One preparation at a time: two commands of a new stack must not both create it. */
  private queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly places: Layout,
    readonly engine: Engine,
    private readonly progress: Progress,
  ) {
    this.project = places.project;
    this.root = places.root;
    this.cli = engine.cli;
    this.env = { ...localEnvironment(process.env, places, engine.cli), ...hostOptions(places.project) };
    this.policyPack = this.pack(join(ownProject, "policy"));
  }

  prepare(args: readonly string[]): Promise<Prepared> {
    const prepared = this.queue.then(() => this.prepareNow(args));
    this.queue = prepared.catch(() => undefined);
    return prepared;
  }

  async run(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
    const prepared = await this.prepare(args);
    const finished = await run(this.cli, prepared.args, {
      cwd: options.cwd ?? this.project,
      env: { ...prepared.env, ...options.env },
      stdin: options.stdin,
    });
    const hinted = prepared.finish(finished.exitCode);
    return hinted === undefined ? finished : { ...finished, stderr: `${finished.stderr}${hinted}\n` };
  }

  private async prepareNow(args: readonly string[]): Promise<Prepared> {
    const command = parseArguments(args);
    if (command.informative) return { args, env: this.env, finish: () => undefined };
    const selected = selectedStack(this.places);
    const stack = unqualified(command.stack ?? selected ?? defaultStack);
    let ready = mapFlag(args, "--policy-pack", (paths) =>
      paths
        .split(",")
        .map((path) => this.pack(path))
        .join(","),
    );
    if (command.onStack) {
      checkState(this.places, stack);
      if (!stackExists(this.places, stack) && trackedStacks(this.places).includes(stack))
        await this.create(stack);
      if (command.configured && stackExists(this.places, stack))
        ready = await this.withStackFile(ready, stack, command);
    }
    const restore = keepTrackedFiles(this.places, command);
    return {
      args: ready,
      env: selected === undefined ? { ...this.env, PULUMI_STACK: defaultStack } : this.env,
      finish: (exitCode) => {
        restore();
        return exitCode !== 0 && command.onStack
          ? hint(this.places, stack, trackedStacks(this.places))
          : undefined;
      },
    };
  }

  private async withStackFile(
    args: readonly string[],
    stack: string,
    { name = "", configFile }: { readonly name: string | undefined; readonly configFile: string | undefined },
  ): Promise<string[]> {
    const say = (line: string): void => {
      this.progress.say(line);
    };
    if (configFile === undefined) {
      const file = await localStackFile(this.places, stack, this.pulumi, say);
      return withFlags(args, name, ["--config-file", file]);
    }
    // `config set --config-file FILE` is meant to write that file.
    if (name === "config") return [...args];
    const file = await ownStackFile(this.places, configFile, stack, this.pulumi, say);
    return mapFlag(args, "--config-file", () => file);
  }

  private async create(stack: string): Promise<void> {
    // `stack init` writes a salt into the stack file beside Pulumi.yaml: there is none in the scratch project.
    writeFileSync(join(this.places.scratch, "Pulumi.yaml"), `name: ${projectName}\nruntime: nodejs\n`);
    const result = await this.pulumi(["stack", "init", stack, "--no-select", "--cwd", this.places.scratch]);
    // Another process may have been faster.
    if (result.exitCode !== 0 && !stackExists(this.places, stack))
      throw new Problem(`The local stack ${stack} could not be created:\n${result.stderr.trim()}`);
  }

  private readonly pulumi: Pulumi = (args) =>
    run(this.cli, ["--non-interactive", ...args], { cwd: this.project, env: this.env });

  /** The executable in a pack's folder where the CLI can't start the folder itself. */
  private pack(path: string): string {
    const executable = join(path, "pack");
    return this.engine.policyPack === "executable" && existsSync(resolve(this.project, executable))
      ? executable
      : path;
  }
}
