import { existsSync } from "node:fs";
import { join } from "node:path";
import { makeOnce } from "./cache";
import type { Engine } from "./engine";
import { cliFile } from "./path";
import type { Progress } from "./progress";
import { run } from "./run";
import { npmVersion } from "./versions";

function folderIn(cache: string): string {
  return join(cache, `npm-${npmVersion}-${process.platform}-${process.arch}`);
}

/** Where the wrapper puts the CLI when this folder is its PULUMI_HOME. */
function cliIn(folder: string): string {
  return join(folder, "versions", npmVersion, "bin", cliFile);
}

/** The official CLI, if it was downloaded before. */
export function cachedNpmEngine(cache: string): Engine | undefined {
  const cli = cliIn(folderIn(cache));
  return existsSync(cli) ? { cli, version: npmVersion, source: "npm", policyPack: "folder" } : undefined;
}

/** Downloads the official CLI by its npm package, or gives the reason why that fails. */
export async function npmEngine(
  cache: string,
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<Engine | { readonly reason: string }> {
  progress.status(`Downloading the Pulumi CLI ${npmVersion}`);
  let reason = "";
  try {
    await makeOnce(
      folderIn(cache),
      async (temporary) => {
        reason = await download(temporary, env, progress);
        if (reason !== "") throw new Error(reason);
      },
      progress,
    );
  } catch (error) {
    if (reason === "") throw error;
    return { reason };
  }
  return cachedNpmEngine(cache) ?? { reason: `the npm package pulumi@${npmVersion} brought no CLI` };
}

async function download(folder: string, env: NodeJS.ProcessEnv, progress: Progress): Promise<string> {
  const options = ["--no-audit", "--no-fund", "--ignore-scripts", "--no-save", "--loglevel=error"];
  const wrapper = await run("npm", ["install", "--prefix", folder, ...options, `pulumi@${npmVersion}`], {
    env,
    cwd: folder,
  });
  if (wrapper.exitCode !== 0)
    return `npm could not install pulumi@${npmVersion} (${firstLine(wrapper.stderr)})`;
  const first = await run(process.execPath, [join(folder, "node_modules", "pulumi", "run.js"), "version"], {
    // PULUMI_VERSION would make the wrapper fetch another one.
    env: { ...env, PULUMI_HOME: folder, PULUMI_VERSION: npmVersion, PULUMI_SKIP_UPDATE_CHECK: "true" },
    onLine: (line) => {
      progress.status(`Downloading the Pulumi CLI ${npmVersion}: ${line.trim()}`);
    },
  });
  if (first.exitCode === 0 && existsSync(cliIn(folder))) return "";
  return `it could not be downloaded (${lastLine(first.stderr)})`;
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0]?.trim() ?? "";
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)?.trim() ?? "";
}
