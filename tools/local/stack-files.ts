import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { Problem } from "../engine/problem";
import type { Finished } from "../engine/run";
import { type Derived, derive, environmentOf, type Place } from "./derivation";
import { passphrase } from "./environment";
import { type Layout, trackedStackFile } from "./layout";
import { madeWith } from "./passphrase";

/** Part of what a made file depends on: raise it when `derive` makes something else of the same file. */
const generation = "2";

/** Runs the CLI in the local environment. */
export type Pulumi = (args: readonly string[]) => Promise<Finished>;

/** Names of the stacks that the project has a file for. */
export function trackedStacks(places: Layout): string[] {
  return readdirSync(places.project)
    .map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1])
    .filter((name) => name !== undefined)
    .sort();
}

/**
 * The stack file to give to the CLI in place of the tracked one, which is never written: a copy under the session's folder
 * with made-up secrets. Made again only when the tracked file changes. Where the session's place has a file of its own, that
 * one is copied, with the tracked file's environment.
 *
 * @throws Problem if the tracked file can't be read as YAML
 */
export async function localStackFile(
  places: Layout,
  stack: string,
  pulumi: Pulumi,
  say: (line: string) => void,
): Promise<string> {
  const tracked = trackedStackFile(places, stack);
  const file = join(places.stacks, `Pulumi.${stack}.yaml`);
  if (existsSync(tracked)) {
    const { place, project } = places;
    const instead = place?.file === undefined ? undefined : resolve(project, place.file);
    const environment = instead && environmentOf(readFileSync(tracked, "utf8"), relative(project, tracked));
    const there = instead ? { ...place, environment } : place;
    await refresh({ places, place: there, source: instead ?? tracked, file, stack, pulumi, say });
  } else if (!existsSync(file)) {
    mkdirSync(places.stacks, { recursive: true });
    writeFileSync(file, "config: {}\n");
  }
  return file;
}

/**
 * The same for a stack file that a user names. One that already has secrets of the local clouds (`config set --secret
 * --config-file FILE`) is taken as it is.
 *
 * @throws Problem if there is no such file or it can't be read as YAML
 */
export async function ownStackFile(
  places: Layout,
  given: string,
  stack: string,
  pulumi: Pulumi,
  say: (line: string) => void,
): Promise<string> {
  const source = resolve(places.project, given);
  if (!existsSync(source)) throw new Problem(`There is no file ${given} (--config-file).`);
  const text = readFileSync(source, "utf8");
  const salt = /^encryptionsalt:\s*["']?([^\s"']+)/m.exec(text)?.[1];
  if (salt !== undefined && madeWith(passphrase, salt)) return given;
  const file = join(places.stacks, `${digest(source).slice(0, 8)}-${basename(source)}`);
  await refresh({ places, place: places.place, source, file, stack, pulumi, say });
  return file;
}

interface Refresh {
  readonly places: Layout;
  readonly place: Place | undefined;
  /** File that is copied. */
  readonly source: string;
  /** The copy. */
  readonly file: string;
  readonly stack: string;
  readonly pulumi: Pulumi;
  readonly say: (line: string) => void;
}

async function refresh({ places, place, source, file, stack, pulumi, say }: Refresh): Promise<void> {
  const text = readFileSync(source, "utf8");
  const stamp = digest(`${generation}\n${JSON.stringify(place ?? null)}\n${text}`);
  const stampFile = `${file}.made`;
  const before = existsSync(file) && existsSync(stampFile) ? readFileSync(stampFile, "utf8").split("\n") : [];
  if (before[0] === stamp) return;
  const name = relative(places.project, source);
  if (before[1] !== undefined && before[1] !== content(file)) {
    renameSync(file, `${file}.old`);
    say(
      `${name} has changed; values set by \`config set\` before are now only in ${relative(places.project, file)}.old`,
    );
  }
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${String(process.pid)}.yaml`;
  try {
    const derived = derive(text, name, place);
    writeFileSync(temporary, derived.text);
    await addStandIns(derived, temporary, stack, pulumi);
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
  writeFileSync(stampFile, `${stamp}\n${content(file)}`);
}

async function addStandIns({ secrets }: Derived, file: string, stack: string, pulumi: Pulumi): Promise<void> {
  const values = Object.entries(secrets).flatMap(([key, value]) => ["--secret", `${key}=${value}`]);
  if (values.length === 0) return;
  const result = await pulumi(["config", "set-all", ...values, "--stack", stack, "--config-file", file]);
  if (result.exitCode !== 0)
    throw new Problem(`Made-up secrets for the local clouds could not be stored:\n${result.stderr.trim()}`);
}

/** What a stack file says, without the encryption that the CLI adds by itself. */
function content(file: string): string {
  const { text } = derive(readFileSync(file, "utf8"), file);
  return digest(text);
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
