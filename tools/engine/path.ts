import { closeSync, existsSync, openSync, readFileSync, readSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import type { Engine } from "./engine";
import { run } from "./run";
import { atLeast, minimumCli } from "./versions";

const suffix = process.platform === "win32" ? ".exe" : "";
export const cliFile = `pulumi${suffix}`;
export const hostFile = `pulumi-language-nodejs${suffix}`;

/** The `pulumi` on PATH, or the reason why it does not do. */
export async function engineOnPath(env: NodeJS.ProcessEnv): Promise<Engine | { readonly reason: string }> {
  const cli = (env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, cliFile))
    .find((file) => existsSync(file));
  if (cli === undefined) return { reason: "there is no `pulumi` on PATH" };
  const { exitCode, stdout, stderr } = await run(cli, ["version"], {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  const version = stdout.trim().replace(/^v/, "");
  if (exitCode !== 0)
    return { reason: `\`${cli} version\` fails: ${stderr.trim().split("\n")[0] ?? String(exitCode)}` };
  if (!atLeast(version, minimumCli))
    return { reason: `${cli} is version ${version}, and ${minimumCli} or newer is needed` };
  // A version manager's shim starts the real one, which has its language hosts beside it.
  if (isScript(cli)) return { cli, version, source: "path", policyPack: "folder" };
  const host = join(dirname(realpathSync(cli)), hostFile);
  if (!existsSync(host)) return { reason: `${cli} has no ${hostFile} beside it` };
  return { cli, version, source: "path", policyPack: runsPlugins(host) ? "folder" : "executable" };
}

function isScript(file: string): boolean {
  const handle = openSync(file, "r");
  try {
    const start = Buffer.alloc(2);
    readSync(handle, start, 0, 2, 0);
    return start.toString("latin1") === "#!";
  } finally {
    closeSync(handle);
  }
}

/** A language host that can start a policy pack from its folder has this call of the protocol compiled in. */
export function runsPlugins(host: string): boolean {
  return readFileSync(host).includes("LanguageRuntime/RunPlugin");
}
