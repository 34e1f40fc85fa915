import { writeSync } from "node:fs";
import { parseArgs } from "node:util";
import { clouds } from "../providers";
import { complaint } from "../stacks/load";

/** Exit code by which Pulumi's language host knows that the reason was already given. */
const explained = 32;

/**
 * Checks the stack's configuration before Pulumi runs the program (see `nodeargs` in Pulumi.yaml): by the time that
 * index.ts is called, Pulumi has registered the stack itself, which a wrong file would leave in a new stack's state.
 * Whatever else is started with the same arguments is left alone. Pulumi's runtime must not be asked anything here: it
 * would keep answers from before it was told where its engine is.
 */
function check(): void {
  const { project, stack } = parseArgs({
    options: { project: { type: "string" }, stack: { type: "string" } },
    strict: false,
  }).values;
  if (typeof project !== "string" || typeof stack !== "string") return;
  const wrong = complaint({ project, stack }, clouds);
  if (wrong === undefined) return;
  writeSync(process.stderr.fd, `error: ${wrong}\n`);
  process.exit(explained);
}

check();
