import { closeSync, openSync, readFileSync, readSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { clouds } from "../../providers";
import { Problem } from "../engine/problem";
import { minutes, type Progress } from "../engine/progress";
import { account, cloudOf, failure, resourcesOf } from "./account";
import { Follower } from "./events";
import { defaultStack } from "./layout";
import type { LocalSession } from "./session";
import { runInTerminal } from "./terminal";

const origin = { path: "from PATH", npm: "official, by npm", go: "built with Go" };

/** Milliseconds between two looks at the engine's events. */
const look = 250;

/**
 * Brings dev up with the policies on, and tells what was built. The CLI's own output is kept beside the state.
 *
 * @param asked flags that say where, as the user typed them; empty without any
 * @returns the exit code of the update
 */
export async function showcase(
  session: LocalSession,
  asked: string,
  progress: Progress,
  out: { write(text: string): unknown },
): Promise<number> {
  const { engine, project, root } = session;
  const shown = relative(project, root);
  progress.say(
    `Pulumi CLI ${engine.version} (${origin[engine.source]}); everything local is under ${shown}/`,
  );
  const events = join(root, "last-update.jsonl");
  const log = join(root, "last-update.log");
  rmSync(events, { force: true });
  const prepared = await session.prepare([
    ...["up", "--yes", "--skip-preview", "--suppress-outputs", "--color", "never", "--stack", defaultStack],
    ...["--policy-pack", session.policyPack, "--event-log", events],
  ]);
  const output = openSync(log, "w");
  const follower = new Follower();
  const stop = follow(events, follower, progress);
  const exitCode = await runInTerminal(session.cli, prepared.args, {
    cwd: project,
    // The CLI hides `--event-log` behind this.
    env: { ...prepared.env, PULUMI_DEBUG_COMMANDS: "true" },
    output,
  }).finally(() => {
    stop();
    closeSync(output);
  });
  const hint = prepared.finish(exitCode);
  const rest = `All that pulumi printed is in ${join(shown, "last-update.log")}.`;
  if (exitCode !== 0) {
    out.write(`${failure(defaultStack, exitCode, follower, readFileSync(log, "utf8"), hint)}\n${rest}\n`);
    return exitCode;
  }
  const state = await session.run(["stack", "export", "--stack", defaultStack]);
  if (state.exitCode !== 0) throw new Problem(`The state can't be read back:\n${state.stderr.trim()}`);
  const resources = resourcesOf(state.stdout);
  const cloud = cloudOf(resources) ?? "";
  const title = clouds[cloud]?.description.title ?? cloud;
  out.write(`\n${account({ stack: defaultStack, cloud: title, asked }, resources, follower)}\n\n${rest}\n`);
  return 0;
}

/** Reads the events as they are written and shows how far the update is, until the returned function is called. */
function follow(file: string, follower: Follower, progress: Progress): () => void {
  const started = Date.now();
  const next = lineReader(file);
  const takeAll = (): void => {
    for (const line of next()) follower.take(line);
  };
  const timer = setInterval(() => {
    takeAll();
    const counts = `${String(follower.seen)} resources, ${String(follower.done)} changed`;
    const at = [...follower.running.values()].slice(-3).join(", ");
    progress.status(`  bringing ${defaultStack} up  ${minutes(Date.now() - started)}  ${counts}  ${at}`);
  }, look);
  return () => {
    clearInterval(timer);
    takeAll();
    progress.status("");
  };
}

/** Returns the whole lines that a growing file has got since the last call. */
function lineReader(file: string): () => string[] {
  const chunk = Buffer.alloc(1 << 16);
  let position = 0;
  let rest = Buffer.alloc(0);
  return () => {
    let handle: number;
    try {
      handle = openSync(file, "r");
    } catch {
      return []; // The CLI has not begun.
    }
    try {
      for (let size; (size = readSync(handle, chunk, 0, chunk.length, position)) > 0; position += size)
        rest = Buffer.concat([rest, chunk.subarray(0, size)]);
    } finally {
      closeSync(handle);
    }
    const end = rest.lastIndexOf("\n") + 1;
    const lines = rest.subarray(0, end).toString("utf8").split("\n");
    rest = Buffer.from(rest.subarray(end));
    return lines.filter((line) => line !== "");
  };
}
