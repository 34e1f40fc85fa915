import { Problem } from "./problem";

/**
 * Ends this process when its command does: with the command's exit code, or with 1 and what went wrong. A problem that a person
 * can put right is told in its own words; what is nobody's mistake but ours comes with its stack trace.
 *
 * @param before what is done before an error is told. Default: nothing.
 */
export function exitAfter(command: Promise<number>, before: () => void = () => undefined): void {
  command.then(
    (exitCode) => {
      process.exitCode = exitCode;
    },
    (error: unknown) => {
      before();
      process.stderr.write(`${error instanceof Problem ? error.message : describe(error)}\n`);
      process.exitCode = 1;
    },
  );
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
