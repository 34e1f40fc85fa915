import { existsSync, readdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join, relative } from "node:path";
import { z } from "zod";
import { isAlive } from "../engine/cache";
import { Problem } from "../engine/problem";
import { defaultStack, type Layout, lockFolder, selectionFile, stateFile } from "./layout";

/** Older CLIs keep one stack in it, newer ones one for each backend; here is only one backend. */
const selection = z.object({
  stack: z.string().optional(),
  stacks: z.record(z.string(), z.string()).optional(),
});

const lock = z.object({ pid: z.number(), hostname: z.string() });

/** Whether the local backend has a stack. */
export function stackExists(places: Layout, stack: string): boolean {
  return existsSync(stateFile(places, stack));
}

/** The stack that commands of the project work on when they name none; undefined if none was selected. */
export function selectedStack(places: Layout): string | undefined {
  const file = readJson(selectionFile(places));
  const { stack, stacks } = selection.safeParse(file).data ?? {};
  const name = stacks ? Object.values(stacks)[0] : stack;
  return name === undefined || name === "" ? undefined : unqualified(name);
}

/** `dev`, also when it is given as `organization/platform/dev`. */
export function unqualified(stack: string): string {
  return stack.split("/").at(-1) ?? stack;
}

/**
 * Refuses a state that can't be read, before the engine stumbles over it.
 *
 * @throws Problem that names the file and the ways out
 */
export function checkState(places: Layout, stack: string): void {
  const file = stateFile(places, stack);
  if (!existsSync(file)) return;
  if (readJson(file) !== undefined) return;
  const shown = relative(process.cwd(), file);
  const backup = `${file}.bak`;
  throw new Problem(
    [
      `The local state of the stack ${stack} can't be read: ${shown} is no valid JSON. Nothing was changed.`,
      ...(readJson(backup) === undefined
        ? []
        : [`  - to go on from the state before the last change: cp ${shown}.bak ${shown}`]),
      `  - to start over with empty local clouds: rm -r ${relative(process.cwd(), places.root)}`,
    ].join("\n"),
  );
}

/** What to tell when a command failed because of something that is seen in the backend; undefined if nothing is. */
export function hint(places: Layout, stack: string, stacks: readonly string[]): string | undefined {
  if (!stackExists(places, stack))
    return `Stacks here: ${stacks.join(", ")}. Another one: npm run local -- stack init ${stack}`;
  const folder = lockFolder(places, stack);
  for (const file of existsSync(folder) ? readdirSync(folder) : []) {
    const owner = lock.safeParse(readJson(join(folder, file))).data;
    if (owner === undefined) continue;
    if (owner.hostname === hostname() && isAlive(owner.pid)) continue;
    const flag = stack === defaultStack ? "" : ` --stack ${stack}`;
    return `The lock was left by a run that was killed (process ${String(owner.pid)}). Lift it with: npm run local -- cancel --yes${flag}`;
  }
  return undefined;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
