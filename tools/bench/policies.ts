import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { hostOptions } from "../local/host-options";
import { openSession } from "../local/session";
import { compare, type Cost, measure } from "./measure";

const ROUNDS = 5;
/** Seconds that the pack may take beyond one that has a single policy, which never says anything. */
const LIMIT = 0.5;

/**
 * What the policy pack adds to a preview: against a pack that is as good as empty, which pays for starting another program
 * and for showing it every resource.
 *
 * @param root folder for all that the previews keep
 */
export async function measurePolicies(
  root: string,
  cloud: string,
  stack: string,
  say: (line: string) => void,
): Promise<string> {
  const session = await openSession({ root: join(root, `policies-${cloud}`), cloud });
  const previewed = async (pack: string): Promise<() => Promise<Cost>> => {
    const prepared = await session.prepare(["preview", "--stack", stack, "--policy-pack", pack]);
    const env = { ...prepared.env, ...hostOptions(process.cwd()) };
    return () => measure(session.cli, prepared.args, { cwd: process.cwd(), env });
  };
  const empty = await previewed(emptyPack(join(root, `empty-pack-${cloud}-${stack}`)));
  const costs = await compare({ empty, pack: await previewed(resolve("policy")) }, ROUNDS, say);
  return policyTable(`Preview of ${stack} on ${cloud} with the policies`, costs.pack, costs.empty);
}

/** Ratio of the pack to an empty one, and what it adds in seconds, by the clock and of the processors. */
export function policyTable(title: string, pack: Cost, empty: Cost): string {
  const row = (name: string, of: "seconds" | "processor"): string => {
    const [more, less] = [pack[of], empty[of]];
    const figures = `${(more / less).toFixed(2)} ×  (${more.toFixed(2)} s / ${less.toFixed(2)} s)`;
    return `    ${name}  ${figures}  ${(more - less).toFixed(2)} s more`;
  };
  const extra = pack.seconds - empty.seconds;
  const verdict = `target: at most ${LIMIT} s more  ${extra <= LIMIT ? "met" : "MISSED"}`;
  return [
    title,
    "  against an empty pack",
    `${row("time      ", "seconds")}  ${verdict}`,
    row("processors", "processor"),
  ].join("\n");
}

/** A pack of one policy that never finds anything, started as this one is but written in JavaScript. */
function emptyPack(folder: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\nmain: index.js\n");
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "empty", version: "1.0.0", main: "index.js" }),
  );
  writeFileSync(
    join(folder, "index.js"),
    `const { PolicyPack } = require("@pulumi/policy");
new PolicyPack("empty", {
  policies: [{ name: "nothing", description: "Nothing.", enforcementLevel: "mandatory", validateResource: () => {} }],
});
`,
  );
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  copyFileSync(resolve("policy/pack"), join(folder, "pack"));
  return folder;
}
