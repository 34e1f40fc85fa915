import { rmSync } from "node:fs";
import { join, relative } from "node:path";
import { Problem } from "../engine/problem";
import { account, resourcesOf, violationsText } from "./account";
import { readOutcome } from "./events";
import { defaultStack } from "./layout";
import type { LocalSession } from "./session";
import { runInTerminal } from "./terminal";

const origin = { path: "from PATH", npm: "official, by npm", go: "built with Go" };

/**
 * Brings dev up with the policies on, and tells what was built.
 *
 * @returns the exit code of the update
 */
export async function showcase(
  session: LocalSession,
  out: { write(text: string): unknown },
): Promise<number> {
  const { engine, project, root } = session;
  out.write(
    `Pulumi CLI ${engine.version} (${origin[engine.source]}); everything local is under ${relative(project, root)}/\n\n`,
  );
  const log = join(root, "last-update.jsonl");
  rmSync(log, { force: true });
  const update = ["up", "--yes", "--skip-preview", "--suppress-outputs", "--stack", defaultStack];
  const prepared = await session.prepare([
    ...update,
    ...["--policy-pack", session.policyPack, "--event-log", log],
  ]);
  const exitCode = await runInTerminal(session.cli, prepared.args, {
    cwd: project,
    // The CLI hides `--event-log` behind this.
    env: { ...prepared.env, PULUMI_DEBUG_COMMANDS: "true" },
  });
  const hint = prepared.finish(exitCode);
  const outcome = readOutcome(log);
  if (exitCode !== 0) {
    const mandatory = outcome.violations.filter(({ level }) => level === "mandatory");
    const lines = [
      `${defaultStack} did not come up (exit code ${String(exitCode)}); the reason is above.`,
      ...(mandatory.length > 0 ? [`  policies: ${violationsText(mandatory)}`] : []),
      hint ?? "What was made is kept in the state: put the reason right and run `npm run local` again.",
    ];
    out.write(`\n${lines.join("\n")}\n`);
    return exitCode;
  }
  const state = await session.run(["stack", "export", "--stack", defaultStack]);
  if (state.exitCode !== 0) throw new Problem(`The state can't be read back:\n${state.stderr.trim()}`);
  out.write(`\n${account(defaultStack, "AWS", resourcesOf(state.stdout), outcome)}\n`);
  return 0;
}
