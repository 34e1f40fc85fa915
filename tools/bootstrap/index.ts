import { Problem } from "../engine/problem";
import { screenProgress } from "../engine/progress";
import { command } from "./command";

command(process.argv.slice(2), {
  progress: screenProgress(process.stderr),
  out: process.stdout,
  terminal: process.stdin.isTTY,
}).catch((error: unknown) => {
  // What is nobody's mistake but ours comes with its stack trace.
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${error instanceof Problem ? error.message : text}\n`);
  process.exitCode = 1;
});
