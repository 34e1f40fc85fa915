import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Fault } from "../../localcloud/faults";
import { Store } from "../../localcloud/store";
import { type Finished, run } from "../../tools/engine/run";
import { ownProject } from "../../tools/local/layout";
import { openSession, type LocalSession } from "../../tools/local/session";

/** The state is written when a command ends, and not after each step too: half of what a stack costs. */
const stateAtTheEnd = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };

/**
 * Where a reader of the documentation sits: a checkout without stack files, a shell, and a `pulumi` on its PATH that has the
 * local clouds for clouds. The project is the real one; only what is written lies apart.
 */
export class Desk {
  private constructor(
    readonly session: LocalSession,
    /** The checkout. */
    readonly folder: string,
    readonly env: NodeJS.ProcessEnv,
  ) {}

  /** @param root folder for all of it */
  static async open(root: string): Promise<Desk> {
    const [folder, programs] = [join(root, "checkout"), join(root, "programs")];
    for (const path of [folder, programs]) mkdirSync(path);
    for (const name of readdirSync(ownProject))
      if (!/^(\.|Pulumi\..+\.yaml$)/.test(name)) symlinkSync(join(ownProject, name), join(folder, name));
    const session = await openSession({ project: folder, root: join(root, "session") });
    // The pack's folder as the CLI in use can start it.
    const shim = `#!/bin/sh
for argument do
  shift
  [ "$argument" = policy ] && argument='${session.policyPack}'
  set -- "$@" "$argument"
done
exec '${session.cli}' "$@"
`;
    writeFileSync(join(programs, "pulumi"), shim, { mode: 0o755 });
    const path = `${programs}${delimiter}${session.env["PATH"] ?? ""}`;
    return new Desk(session, folder, { ...session.env, ...stateAtTheEnd, PATH: path });
  }

  /** Runs commands as a careful shell does: it stops at the first that fails, and at a variable that is not set. */
  run(commands: string, env: NodeJS.ProcessEnv = {}): Promise<Finished> {
    return run("sh", ["-eu", "-c", commands], { cwd: this.folder, env: { ...this.env, ...env } });
  }

  get cloud(): Store {
    return new Store(join(this.session.root, "cloud"), "aws");
  }

  /** What happens to the clouds' calls from now on. */
  plan(faults: readonly Fault[]): void {
    writeFileSync(join(this.session.root, "cloud", "faults.json"), JSON.stringify(faults));
  }
}
