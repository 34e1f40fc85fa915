import { readFileSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { type Answer, notApplicable } from "../mechanism/answer";
import type { Property } from "../mechanism/property";

/** Type whose property `build` names a Dockerfile on the machine that builds, which is the one that judges. */
export const imageType = "docker:index/image:Image";

/** What a program's relative paths may be relative to: the pack starts in its own folder, or changes into it. */
const folders = [process.env["POLICY_PROGRAM"], process.env["PWD"], process.cwd()];

/** An instruction, with its keyword in capitals. */
interface Instruction {
  readonly keyword: string;
  readonly text: string;
}

/** What is between one `FROM` and the next. */
export interface Stage {
  /** The image or stage that it starts from, with the arguments before the first stage filled in. */
  readonly base: string;
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

/** Judges the stages of a Dockerfile. Not applicable where none is named, or it can't be read from here. */
export function judgeDockerfile(build: Property, check: (stages: readonly Stage[]) => Answer): Answer {
  const path = dockerfileOf(build);
  const text = path === undefined ? undefined : read(path);
  return text === undefined ? notApplicable : check(stagesOf(text));
}

/** Path of the Dockerfile that an image is built by; absent where nothing is built. */
export function dockerfileOf(build: Property): string | undefined {
  const context = build.get("context").text() ?? build.text();
  return build.get("dockerfile").text() ?? (context === undefined ? undefined : join(context, "Dockerfile"));
}

/** Text of a file of the program; absent when it is not found. */
export function read(path: string): string | undefined {
  const places = isAbsolute(path)
    ? [path]
    : folders.flatMap((folder) => (folder === undefined ? [] : [resolve(folder, path)]));
  for (const place of places) {
    try {
      return readFileSync(place, "utf8");
    } catch {
      // It may be in the next place.
    }
  }
  return undefined;
}

/** The stages of a Dockerfile: https://docs.docker.com/reference/dockerfile/. */
export function stagesOf(text: string): Stage[] {
  const values = new Map<string, string>();
  const stages: { base: string; name: string | undefined; instructions: Instruction[] }[] = [];
  for (const { keyword, text: rest } of instructionsOf(text)) {
    const stage = stages.at(-1);
    if (keyword === "FROM") {
      const [base = "", , name] = rest.split(/\s+/).filter((word) => !word.startsWith("--"));
      stages.push({ base: filled(base, values), name: name?.toLowerCase(), instructions: [] });
    } else if (stage) stage.instructions.push({ keyword, text: rest });
    else if (keyword === "ARG") {
      const [, name = "", value = ""] = /^(\w+)(?:=(.*))?$/.exec(rest) ?? [];
      values.set(name, value.replaceAll(/^["']|["']$/g, ""));
    }
  }
  return stages;
}

function instructionsOf(text: string): Instruction[] {
  const lines = text.split(/\r?\n/).filter((line) => !/^\s*#/.test(line));
  return lines
    .join("\n")
    .replaceAll(/\\[ \t]*\n/g, " ")
    .split("\n")
    .flatMap((line) => {
      const [, keyword, rest = ""] = /^\s*([A-Za-z]+)\s+(.*\S)/.exec(line) ?? [];
      return keyword === undefined ? [] : [{ keyword: keyword.toUpperCase(), text: rest }];
    });
}

/** `$NAME`, `${NAME}` and `${NAME:-default}` with their values. */
function filled(text: string, values: ReadonlyMap<string, string>): string {
  return text.replaceAll(
    /\$(?:(\w+)|\{(\w+)(?::-([^}]*))?\})/g,
    (_, plain: string | undefined, braced: string | undefined, fallback: string | undefined) => {
      const value = values.get(plain ?? braced ?? "") ?? "";
      return value === "" ? (fallback ?? "") : value;
    },
  );
}
