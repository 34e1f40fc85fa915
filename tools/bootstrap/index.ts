import { exitAfter } from "../engine/exit";
import { screenProgress } from "../engine/progress";
import { command } from "./command";

exitAfter(
  command(process.argv.slice(2), {
    progress: screenProgress(process.stderr),
    out: process.stdout,
    terminal: process.stdin.isTTY,
  }).then(() => 0),
);
