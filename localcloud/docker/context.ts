import ignore from "@balena/dockerignore";
import { createHash } from "crypto";
import * as fs from "fs";
import * as path from "path";

/** The files that a build would send, or why there can be no build. */
export interface Context {
  readonly files: ReadonlyMap<string, Buffer>;
  readonly problem?: string;
  /** Which input is to blame: `context` or `dockerfile`. */
  readonly place?: "context" | "dockerfile";
}

/** Reads a build context as Docker would: without what `.dockerignore` names, but with the Dockerfile. */
export function readContext(build: { readonly context: string; readonly dockerfile: string }): Context {
  const files = new Map<string, Buffer>();
  const fail = (place: "context" | "dockerfile", problem: string): Context => ({ files, place, problem });
  if (/^(https?:|git@|git:)/.test(build.context)) return { files };
  const state = fs.statSync(build.context, { throwIfNoEntry: false });
  if (state?.isDirectory() !== true) return fail("context", `there is no folder ${build.context}`);
  try {
    files.set("Dockerfile", fs.readFileSync(build.dockerfile));
  } catch {
    return fail("dockerfile", `there is no readable file ${build.dockerfile}`);
  }
  const rules = [`${build.dockerfile}.dockerignore`, path.join(build.context, ".dockerignore")].find((file) =>
    fs.existsSync(file),
  );
  const ignored = ignore();
  if (rules !== undefined) ignored.add(fs.readFileSync(rules, "utf8"));
  for (const name of walk(build.context, "")) {
    if (!ignored.ignores(name)) files.set(name, fs.readFileSync(path.join(build.context, name)));
  }
  return { files };
}

function walk(root: string, folder: string): string[] {
  return fs
    .readdirSync(path.join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const name = path.posix.join(folder, entry.name);
      if (entry.isDirectory())
        return entry.name === "node_modules" || entry.name === ".git" ? [] : walk(root, name);
      return entry.isFile() ? [name] : [];
    })
    .sort();
}

/** The same for the same content and arguments: `sha256:…`. */
export function digestOf(files: ReadonlyMap<string, Buffer>, args: string): string {
  const hash = createHash("sha256").update(args);
  for (const [name, content] of files) hash.update(`${name}\0${content.length}\0`).update(content);
  return `sha256:${hash.digest("hex")}`;
}
