import { existsSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, makeOnce } from "../engine/cache";
import { buildWithGo, pinsOf, whyGoCannotBuild } from "../engine/go-build";
import { Problem } from "../engine/problem";
import type { Progress } from "../engine/progress";
import { type Finished, run } from "../engine/run";

/** As pinned in `actionlint/go.mod`. */
const version = "1.7.12";
const linkerFlags = "-s -w";

/**
 * actionlint, built with Go once and kept in the user's cache beside the Pulumi CLI. Takes seconds.
 *
 * @throws Problem that says why it can't be built
 */
async function actionlintProgram(progress: Progress, env: NodeJS.ProcessEnv): Promise<string> {
  const module = join(__dirname, "actionlint");
  const folder = join(
    cacheFolder(env),
    `actionlint-${version}-${process.platform}-${process.arch}-${pinsOf([module], linkerFlags)}`,
  );
  const program = join(folder, "actionlint");
  if (existsSync(program)) return program;
  const unable = await whyGoCannotBuild(env);
  if (unable !== "") throw new Problem(`The workflows can't be checked: ${unable}.`);
  const build = {
    title: `actionlint ${version}`,
    module,
    packages: ["github.com/rhysd/actionlint/cmd/actionlint"],
  };
  await makeOnce(
    folder,
    async (temporary) => {
      const output = join(temporary, "actionlint");
      const reason = await buildWithGo({ ...build, linkerFlags, output }, env, progress);
      if (reason !== "") throw new Problem(`The workflows can't be checked: ${reason}.`);
    },
    progress,
  );
  return program;
}

/**
 * Checks workflows.
 *
 * @param files default: all workflows of the project at `cwd`
 */
export async function lintWorkflows(
  cwd: string,
  files: readonly string[],
  progress: Progress,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Finished> {
  const program = await actionlintProgram(progress, env);
  // shellcheck is used where it is installed: without it here, every machine says the same.
  return run(program, ["-shellcheck=", "-pyflakes=", ...files], { cwd, env });
}
