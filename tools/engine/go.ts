import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeOnce } from "./cache";
import type { Engine } from "./engine";
import { cliFile, hostFile } from "./path";
import { minutes, type Progress } from "./progress";
import { run } from "./run";
import { atLeast, goVersions, minimumGo } from "./versions";

interface Part {
  readonly title: string;
  readonly file: string;
  /** Folder with the go.mod and go.sum that pin every module. */
  readonly module: string;
  readonly package: string;
  readonly linkerFlags: string;
}

const parts: readonly Part[] = [
  {
    title: `Node language host ${goVersions.host}`,
    file: "language-host",
    module: join(__dirname, "host"),
    package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    linkerFlags: "-s -w",
  },
  {
    title: `Pulumi CLI ${goVersions.cli}`,
    file: cliFile,
    module: join(__dirname, "cli"),
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    linkerFlags: `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${goVersions.cli}`,
  },
];

/**
 * What the CLI starts in the language host's place. The CLI sends the runtime options of Pulumi.yaml in a call that the last
 * host that can be built does not know; it takes them as flags, which come from variables here (see hostOptions).
 */
const hostStarter = `#!/bin/sh
exec "$(dirname "$0")/language-host" \\
  "-typescript=\${PLATFORM_HOST_TYPESCRIPT:-true}" "-nodeargs=\${PLATFORM_HOST_NODEARGS:-}" "$@"
`;

function folderIn(cache: string): string {
  const sums = createHash("sha256").update(hostStarter);
  for (const { module } of parts)
    for (const file of ["go.mod", "go.sum"]) sums.update(readFileSync(join(module, file)));
  const pins = sums.digest("hex").slice(0, 12);
  return join(
    cache,
    `go-${goVersions.cli}-host-${goVersions.host}-${process.platform}-${process.arch}-${pins}`,
  );
}

/** The CLI and its language host, if they were built before from the same pinned modules. */
export function cachedGoEngine(cache: string): Engine | undefined {
  const folder = folderIn(cache);
  const complete = [hostFile, ...parts.map(({ file }) => file)].every((file) =>
    existsSync(join(folder, file)),
  );
  if (!complete) return undefined;
  return {
    cli: join(folder, cliFile),
    version: goVersions.cli,
    source: "go",
    // The last language host that can be built can't start a pack from its folder.
    policyPack: "executable",
  };
}

/** Builds the CLI and its language host, once, or gives the reason why that fails. Takes minutes from a cold cache. */
export async function goEngine(
  cache: string,
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<Engine | { readonly reason: string }> {
  const go = await run("go", ["version"], { env, cwd: __dirname });
  if (go.exitCode === 127) return { reason: "Go is not installed" };
  if (!atLeast(go.stdout, minimumGo))
    return { reason: `Go is too old (\`go version\` says ${(go.stdout + go.stderr).trim()})` };
  progress.say(
    "Building the Pulumi CLI with Go from pinned sources. This is done once, and takes some minutes and 1 GB of disk.",
  );
  let reason = "";
  try {
    await makeOnce(
      folderIn(cache),
      async (temporary) => {
        for (const part of parts) {
          reason = await build(part, temporary, env, progress);
          if (reason !== "") throw new Error(reason);
        }
        writeFileSync(join(temporary, hostFile), hostStarter, { mode: 0o755 });
      },
      progress,
    );
  } catch (error) {
    if (reason === "") throw error;
    return { reason };
  }
  return cachedGoEngine(cache) ?? { reason: "the build left no binaries" };
}

async function build(
  part: Part,
  folder: string,
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<string> {
  const started = Date.now();
  const seen = { modules: 0, packages: 0, latest: "" };
  const messages: string[] = [];
  const show = (): void => {
    const doing = seen.packages > 0 ? `${String(seen.packages)} packages` : `${String(seen.modules)} modules`;
    progress.status(`  ${part.title}  ${minutes(Date.now() - started)}  ${doing}  ${seen.latest}`);
  };
  show();
  const tick = setInterval(show, 1000);
  const { exitCode } = await run(
    "go",
    ["build", "-v", "-ldflags", part.linkerFlags, "-o", join(folder, part.file), part.package],
    {
      cwd: part.module,
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
  if (exitCode !== 0) return whyBuildFailed(part.title, messages);
  progress.say(`  ${part.title} built in ${minutes(Date.now() - started)}`);
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
