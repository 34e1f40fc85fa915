import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { writeWhole } from "../../localcloud/whole-file";

const debug = z.object({ diagnosticEvent: z.object({ severity: z.literal("debug") }) });

/**
 * Takes out of an event log what Pulumi's SDK says for its own developers: whatever a resource was answered with, secrets in plain
 * text. The engine writes it to `--event-log` whether it was asked for it or not.
 */
export function dropDebugMessages(file: string): void {
  if (!existsSync(file)) return;
  const lines = readFileSync(file, "utf8").split("\n");
  writeWhole(file, lines.filter((line) => !isDebug(line)).join("\n"));
}

function isDebug(line: string): boolean {
  try {
    return debug.safeParse(JSON.parse(line)).success;
  } catch {
    // Cut off: nobody can say what it was going to be.
    return line !== "";
  }
}
