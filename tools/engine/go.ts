import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeOnce } from "./cache";
import type { Engine } from "./engine";
import { buildWithGo, pinsOf, whyGoCannotBuild, type GoBuild } from "./go-build";
import { cliFile, hostFile } from "./path";
import type { Progress } from "./progress";
import { goVersions } from "./versions";

interface Part extends Omit<GoBuild, "output"> {
  readonly file: string;
}

const parts: readonly Part[] = [
  {
    title: `Node language host ${goVersions.host}`,
    file: "language-host",
    module: join(__dirname, "host"),
    packages: ["github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs"],
    linkerFlags: "-s -w",
  },
  {
    title: `Pulumi CLI ${goVersions.cli}`,
    file: cliFile,
    module: join(__dirname, "cli"),
    packages: ["github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"],
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
  const pins = pinsOf(
    parts.map(({ module }) => module),
    hostStarter,
  );
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
  const unable = await whyGoCannotBuild(env);
  if (unable !== "") return { reason: unable };
  progress.say(
    "Building the Pulumi CLI with Go from pinned sources. This is done once, and takes some minutes and 1 GB of disk.",
  );
  let reason = "";
  try {
    await makeOnce(
      folderIn(cache),
      async (temporary) => {
        for (const part of parts) {
          reason = await buildWithGo({ ...part, output: join(temporary, part.file) }, env, progress);
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
