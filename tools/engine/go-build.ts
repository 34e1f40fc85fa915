import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { minutes, type Progress } from "./progress";
import { run } from "./run";
import { atLeast, minimumGo } from "./versions";

/** Programs that are built from modules of a Go proxy. */
export interface GoBuild {
  readonly title: string;
  /** Folder with the go.mod and go.sum that pin every module. */
  readonly module: string;
  /** The programs' packages: what they share is compiled once. */
  readonly packages: readonly string[];
  readonly linkerFlags: string;
  /** The program's file, or for several a folder that exists. */
  readonly output: string;
}

/** A short text that changes with the pinned modules, and with anything else that goes into a build. */
export function pinsOf(modules: readonly string[], ...more: readonly string[]): string {
  const sums = createHash("sha256");
  for (const text of more) sums.update(text);
  for (const module of modules)
    for (const file of ["go.mod", "go.sum"]) sums.update(readFileSync(join(module, file)));
  return sums.digest("hex").slice(0, 12);
}

/** Why nothing can be built here; empty when Go is there and new enough. */
export async function whyGoCannotBuild(env: NodeJS.ProcessEnv): Promise<string> {
  const go = await run("go", ["version"], { env, cwd: __dirname });
  if (go.exitCode === 127) return "Go is not installed";
  return atLeast(go.stdout, minimumGo)
    ? ""
    : `Go is too old (\`go version\` says ${(go.stdout + go.stderr).trim()})`;
}

/** Builds programs from pinned modules. Gives the reason why that fails, or an empty text. */
export async function buildWithGo(
  build: GoBuild,
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<string> {
  const started = Date.now();
  const seen = { modules: 0, packages: 0, latest: "" };
  const messages: string[] = [];
  const show = (): void => {
    const doing = seen.packages > 0 ? `${String(seen.packages)} packages` : `${String(seen.modules)} modules`;
    progress.status(`  ${build.title}  ${minutes(Date.now() - started)}  ${doing}  ${seen.latest}`);
  };
  show();
  const tick = setInterval(show, 1000);
  const { exitCode } = await run(
    "go",
    ["build", "-v", "-ldflags", build.linkerFlags, "-o", build.output, ...build.packages],
    {
      cwd: build.module,
      env: {
        ...env,
        // Only go.mod and go.sum decide what is built, whatever the user's workspace and flags; no C compiler is needed.
        GOWORK: "off",
        GOFLAGS: "-mod=readonly -trimpath -buildvcs=false",
        CGO_ENABLED: "0",
      },
      onLine: (line) => {
        const download = /^go: downloading (.*)/.exec(line);
        if (download) {
          seen.modules++;
          seen.latest = `downloading ${download[1] ?? ""}`;
        } else if (/^[\w./~-]+$/.test(line)) {
          seen.packages++;
          seen.latest = line;
        } else messages.push(line);
      },
    },
  ).finally(() => {
    clearInterval(tick);
  });
  if (exitCode !== 0) return whyBuildFailed(build.title, messages);
  progress.say(`  ${build.title} built in ${minutes(Date.now() - started)}`);
  return "";
}

/** What went wrong in a build, in words that say what to do. */
export function whyBuildFailed(title: string, messages: readonly string[]): string {
  const text = messages.join("\n");
  const what = messages.slice(-3).join(" ").trim();
  if (/requires go >= |toolchain not available|download go[\d.]+/.test(text))
    return `Go is too old for the ${title} and could not fetch a newer one (${what})`;
  if (/dial tcp|no such host|proxyconnect|i\/o timeout|connection refused|module lookup disabled/.test(text))
    return `Go could not download the modules of the ${title} (${what}); see \`go env GOPROXY\``;
  if (text.includes("no space left")) return `there is no disk space left to build the ${title}`;
  return `Go could not build the ${title} (${what})`;
}
