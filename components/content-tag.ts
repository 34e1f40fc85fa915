import dockerignore from "@balena/dockerignore";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

/**
 * A tag for what a build context holds: the first 16 hexadecimal digits of the SHA-256 over the names, execute bits and
 * contents of every file that `.dockerignore` lets through, and over the Dockerfile.
 */
export function contentTag(context: string, dockerfile: string): string {
  const ignored = dockerignore();
  const ignoreFile = [`${dockerfile}.dockerignore`, join(context, ".dockerignore")].find((file) =>
    existsSync(file),
  );
  if (ignoreFile !== undefined) ignored.add(readFileSync(ignoreFile, "utf8"));
  const hash = createHash("sha256").update(readFileSync(dockerfile));
  for (const file of filesOf(context)) {
    const name = relative(context, file);
    if (ignored.ignores(name)) continue;
    const executable = (statSync(file).mode & 0o111) !== 0;
    hash.update(`\0${name}\0${String(executable)}\0`).update(readFileSync(file));
  }
  return hash.digest("hex").slice(0, 16);
}

/** Regular files below a folder, in a stable order. `node_modules` and `.git` never belong into an image. */
function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory())
        return ["node_modules", ".git", ".local"].includes(entry.name) ? [] : filesOf(path);
      return entry.isFile() ? [path] : [];
    });
}
