import { cacheFolder } from "./cache";
import { cachedGoEngine, goEngine } from "./go";
import { cachedNpmEngine, npmEngine } from "./npm";
import { engineOnPath } from "./path";
import { Problem } from "./problem";
import type { Progress } from "./progress";
import { minimumCli, minimumGo } from "./versions";

/** A Pulumi CLI with its Node language host. */
export interface Engine {
  /** Absolute path of `pulumi`. */
  readonly cli: string;
  /** Without the `v`. */
  readonly version: string;
  readonly source: "path" | "npm" | "go";
  /** What `--policy-pack` must name: the pack's folder, or the executable in it. */
  readonly policyPack: "folder" | "executable";
}

type Attempt = Engine | { readonly reason: string };

/**
 * Finds the Pulumi CLI: the one on PATH if it is recent, else the official one by npm, else one built with Go. The last two
 * are kept in a cache of the user's, so that this takes time only once. `PLATFORM_ENGINE=path|npm|go` allows one way only.
 *
 * @throws Problem that says what each way failed of and what to install
 */
export async function findEngine(progress: Progress, env: NodeJS.ProcessEnv = process.env): Promise<Engine> {
  const cache = cacheFolder(env);
  const only = env.PLATFORM_ENGINE ?? "";
  if (!["", "path", "npm", "go"].includes(only))
    throw new Problem(`PLATFORM_ENGINE is "${only}"; it must be path, npm or go, or not be set.`);
  const ways: readonly (readonly [
    Engine["source"],
    () => Attempt | undefined | Promise<Attempt | undefined>,
  ])[] = [
    ["path", () => engineOnPath(env)],
    ["npm", () => cachedNpmEngine(cache)],
    ["go", () => cachedGoEngine(cache)],
    ["npm", () => npmEngine(cache, env, progress)],
    ["go", () => goEngine(cache, env, progress)],
  ];
  const reasons: string[] = [];
  for (const [source, attempt] of ways) {
    if (only !== "" && only !== source) continue;
    const result = await attempt();
    if (result === undefined) continue;
    if ("cli" in result) return result;
    reasons.push(`  ${label[source]}: ${result.reason}`);
  }
  throw new Problem(
    [
      "No Pulumi CLI can be had on this machine.",
      ...reasons,
      "One of these helps:",
      `  - install the Pulumi CLI, ${minimumCli} or newer: https://www.pulumi.com/docs/install/`,
      "  - connect to the internet, so that it can be downloaded",
      `  - install Go (${minimumGo} or newer; 1.26 where newer ones can't be fetched), so that it can be built from a Go module proxy`,
      ...(only === "" ? [] : [`  - unset PLATFORM_ENGINE, which allows only "${only}"`]),
    ].join("\n"),
  );
}

const label = { path: "on PATH", npm: "by npm", go: "with Go" };
