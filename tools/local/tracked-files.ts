import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { Command } from "./arguments";
import { type Layout, trackedStackFile } from "./layout";
import { trackedStacks } from "./stack-files";

/** Subcommands of `stack` that may write, move or delete a stack file. */
const writing = new Set([
  ...["init", "new", "rename", "rm", "remove", "delete", "import", "migrate"],
  ...["change-secrets-provider", "history"],
]);

/**
 * Some commands write, move or delete the project's stack file whatever else they are told. This remembers the files
 * before such a command and returns what puts them back after it.
 */
export function keepTrackedFiles(places: Layout, command: Command): () => void {
  const removes = command.name === "destroy" || command.name === "down" || command.name === "dn";
  // A destroy takes long enough for someone to edit a file: only what it deleted is put back.
  if (removes) return restore(places, { onlyDeleted: true });
  return command.name === "stack" && writing.has(command.words[0] ?? "")
    ? restore(places, { onlyDeleted: false })
    : () => undefined;
}

function restore(places: Layout, { onlyDeleted }: { readonly onlyDeleted: boolean }): () => void {
  const before = new Map(
    trackedStacks(places).map((stack) => [stack, readFileSync(trackedStackFile(places, stack))]),
  );
  return () => {
    for (const [stack, content] of before) {
      const file = trackedStackFile(places, stack);
      if (!existsSync(file) || (!onlyDeleted && !readFileSync(file).equals(content)))
        writeFileSync(file, content);
    }
    if (onlyDeleted) return;
    for (const stack of trackedStacks(places).filter((name) => !before.has(name)))
      rmSync(trackedStackFile(places, stack), { force: true });
  };
}
