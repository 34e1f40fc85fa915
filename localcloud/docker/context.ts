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

interface Build {
  readonly context: string;
  readonly dockerfile: string;
}

/** Why there can be no build; nothing of the context is read for it. */
export function contextProblem(build: Build): Pick<Context, "place" | "problem"> {
  if (isRemote(build)) return {};
  const folder = fs.statSync(build.context, { throwIfNoEntry: false });
  if (folder?.isDirectory() !== true)
    return { place: "context", problem: `there is no folder ${build.context}` };
  if (isReadableFile(build.dockerfile)) return {};
  return { place: "dockerfile", problem: `there is no readable file ${build.dockerfile}` };
}

const isRemote = ({ context }: Build): boolean => /^(https?:|git@|git:)/.test(context);

function isReadableFile(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.R_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Reads a build context as Docker would: without what `.dockerignore` names, but with the Dockerfile. */
export function readContext(build: Build): Context {
  const files = new Map<string, Buffer>();
  const refusal = contextProblem(build);
  if (refusal.problem !== undefined) return { files, ...refusal };
  if (isRemote(build)) return { files };
  files.set("Dockerfile", fs.readFileSync(build.dockerfile));
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
