import { exitAfter } from "../engine/exit";
import { screenProgress } from "../engine/progress";
import { placeFlags, takePlace } from "./arguments";
import { openSession } from "./session";
import { showcase } from "./showcase";
import { runInTerminal } from "./terminal";

/**
 * `npm run local`: brings dev up and tells what was built. `npm run local -- ARGS`: `pulumi ARGS`.
 * `--cloud NAME` and `--runtime NAME` in front of either: the same there, beside what the stack files' own places have.
 */
async function main(given: readonly string[]): Promise<number> {
  const { args, ...place } = takePlace(given);
  // Standard output belongs to pulumi.
  const progress = screenProgress(process.stderr);
  const session = await openSession({ ...place, progress });
  if (args.length === 0) return showcase(session, placeFlags(place), progress, process.stdout);
  const prepared = await session.prepare(args);
  const exitCode = await runInTerminal(session.cli, prepared.args, {
    cwd: session.project,
    env: prepared.env,
  });
  const hint = prepared.finish(exitCode);
  if (hint !== undefined) process.stderr.write(`${hint}\n`);
  return exitCode;
}

exitAfter(main(process.argv.slice(2)));
