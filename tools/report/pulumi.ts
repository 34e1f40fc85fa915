import { delimiter, dirname } from "node:path";
import { findEngine } from "../engine/engine";
import type { Progress } from "../engine/progress";
import { type Finished, run } from "../engine/run";
import { hostOptions } from "../local/host-options";
import { ownProject } from "../local/layout";
import { openSession } from "../local/session";
import type { Request } from "./arguments";

/** A `pulumi` to ask: the user's own, or that of the local clouds. */
export interface Pulumi {
  /** What `--policy-pack` must be given for the project's own pack. */
  readonly policyPack: string;
  run(args: readonly string[]): Promise<Finished>;
}

/** The user's own, with what it takes to start it. */
export interface OwnPulumi extends Pulumi {
  readonly program: string;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
}

/** The CLI hides `--event-log` behind this. */
const debugCommands = { PULUMI_DEBUG_COMMANDS: "true" };

export async function openPulumi({ local, cloud }: Request, progress: Progress): Promise<Pulumi> {
  if (!local) return ownPulumi(progress);
  const session = await openSession({ cloud, progress });
  return { policyPack: session.policyPack, run: (args) => session.run(args, { env: debugCommands }) };
}

/** The user's own CLI on this project, with the user's backend and accounts. */
export async function ownPulumi(progress: Progress): Promise<OwnPulumi> {
  const engine = await findEngine(progress);
  const env = {
    ...process.env,
    ...hostOptions(ownProject),
    ...debugCommands,
    // A CLI that is not on PATH has its language host beside it.
    PATH: `${dirname(engine.cli)}${delimiter}${process.env["PATH"] ?? ""}`,
  };
  return {
    program: engine.cli,
    env,
    cwd: ownProject,
    policyPack: engine.policyPack === "executable" ? "policy/pack" : "policy",
    run: (args) => run(engine.cli, ["--non-interactive", ...args], { cwd: ownProject, env }),
  };
}
