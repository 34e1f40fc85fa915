import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parse, stringify } from "yaml";
import { installPlugins } from "../../localcloud/install";
import { readWhole } from "../../localcloud/whole-file";
import { type Engine, findEngine } from "../engine/engine";
import type { Progress } from "../engine/progress";
import { type Finished, run } from "../engine/run";
import { localEnvironment } from "../local/environment";
import { hostOptions } from "../local/host-options";
import { layout, ownProject } from "../local/layout";
import { runInTerminal } from "../local/terminal";

/** What a stack tells of where states belong. */
export interface Target {
  /** What `pulumi login` takes. */
  readonly backend: string;
  /** What `--secrets-provider` takes. */
  readonly secretsProvider: string;
}

/** How one command of the CLI is run. */
export interface Call {
  /** URL of the backend that it is about. */
  readonly backend: string;
  readonly stdin?: string | undefined;
  /** Its input and output are the terminal's, and nothing of it is kept. Default: the other way round. */
  readonly terminal?: boolean;
}

/** Where a bootstrap runs: on which clouds, and in which folders. */
export interface Place {
  /** Folder of the Pulumi project: with its stack file, which the CLI writes too. */
  readonly project: string;
  /** Runs the CLI on the project. */
  pulumi(args: readonly string[], call: Call): Promise<Finished>;
  /** What `--policy-pack` is given. */
  readonly policyPack: string;
  /** Folder of the state that has no other place yet. */
  readonly cradle: string;
  /** Where the state is to move, given what the stack has made. */
  target(made: Target): Target;
}

const project = join(ownProject, "stacks", "bootstrap");

/** The real clouds, with the user's own credentials and Pulumi home. */
export async function realPlace(stack: string, progress: Progress): Promise<Place> {
  const engine = await findEngine(progress);
  const cradle = join(ownProject, ".bootstrap", stack);
  return {
    project,
    pulumi: cliOf(engine, project, (backend) => ({
      ...process.env,
      ...hostOptions(project),
      ...passphrase(cradle, backend),
    })),
    policyPack: pack(engine),
    cradle,
    target: (made) => made,
  };
}

/**
 * The local clouds. A folder stands in for the bucket, and a passphrase for the key: nothing answers to their addresses.
 *
 * @param env added to the CLI's environment, given the backend that it works on
 */
export async function localPlace(
  root: string,
  progress: Progress,
  env: (backend: string) => NodeJS.ProcessEnv = () => ({}),
): Promise<Place> {
  const engine = await findEngine(progress);
  const places = layout(root);
  const made = join(root, "project");
  const remote = join(root, "backend");
  for (const folder of [places.home, places.cloud, made, remote]) mkdirSync(folder, { recursive: true });
  await installPlugins({
    pulumiHome: places.home,
    progress: (line) => {
      progress.status(line);
    },
  });
  progress.status("");
  // The same project in a folder of its own, so that no stack file of a local cloud gets among the real ones.
  const file = parse(readWhole(join(project, "Pulumi.yaml")) ?? "") as Record<string, unknown>;
  writeFileSync(join(made, "Pulumi.yaml"), stringify({ ...file, main: join(project, "index.ts") }));
  return {
    project: made,
    pulumi: cliOf(engine, made, (backend) => ({
      ...localEnvironment(process.env, places, engine.cli),
      ...hostOptions(project),
      ...env(backend),
    })),
    policyPack: pack(engine),
    cradle: join(root, "cradle"),
    target: () => ({ backend: pathToFileURL(remote).href, secretsProvider: "passphrase" }),
  };
}

function cliOf({ cli }: Engine, cwd: string, env: (backend: string) => NodeJS.ProcessEnv): Place["pulumi"] {
  return async (args, { backend, stdin, terminal = false }) => {
    const options = { cwd, env: { ...env(backend), PULUMI_BACKEND_URL: backend } };
    if (terminal) return { exitCode: await runInTerminal(cli, args, options), stdout: "", stderr: "" };
    return run(cli, ["--non-interactive", ...args], { ...options, stdin });
  };
}

function pack({ policyPack }: Engine): string {
  const folder = join(ownProject, "policy");
  return policyPack === "executable" ? join(folder, "pack") : folder;
}

/**
 * A passphrase of its own for the state while it is on this machine. It lies beside the state and goes with it: no secret is
 * under it but labels, which Google's SDK takes for some.
 *
 * @returns what to add to the CLI's environment; nothing for a backend elsewhere
 */
export function passphrase(cradle: string, backend: string): NodeJS.ProcessEnv {
  if (!backend.startsWith(pathToFileURL(cradle).href)) return {};
  const file = join(cradle, "passphrase");
  if (!existsSync(file)) {
    mkdirSync(cradle, { recursive: true, mode: 0o700 });
    writeFileSync(file, randomBytes(24).toString("base64url"), { mode: 0o600 });
  }
  // One of the user's own would be taken instead, and the next run might not have it.
  return { PULUMI_CONFIG_PASSPHRASE: undefined, PULUMI_CONFIG_PASSPHRASE_FILE: file };
}
