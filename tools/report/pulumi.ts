import { delimiter, dirname } from "node:path";
import { findEngine } from "../engine/engine";
import type { Progress } from "../engine/progress";
import { type Finished, run } from "../engine/run";
import { ownProject } from "../local/layout";
import { openSession } from "../local/session";
import type { Request } from "./arguments";

/** A `pulumi` to ask: the user's own, or that of the local clouds. */
export interface Pulumi {
  /** What `--policy-pack` must be given for the project's own pack. */
  readonly policyPack: string;
  run(args: readonly string[]): Promise<Finished>;
}

/** The CLI hides `--event-log` behind this. */
const debugCommands = { PULUMI_DEBUG_COMMANDS: "true" };

export async function openPulumi({ local, cloud }: Request, progress: Progress): Promise<Pulumi> {
  if (local) {
    const session = await openSession({ cloud, progress });
    return { policyPack: session.policyPack, run: (args) => session.run(args, { env: debugCommands }) };
  }
  const engine = await findEngine(progress);
  const env = {
    ...process.env,
    ...debugCommands,
    // A CLI that is not on PATH has its language host beside it.
    PATH: `${dirname(engine.cli)}${delimiter}${process.env["PATH"] ?? ""}`,
  };
  return {
    policyPack: engine.policyPack === "executable" ? "policy/pack" : "policy",
    run: (args) => run(engine.cli, ["--non-interactive", ...args], { cwd: ownProject, env }),
  };
}
