import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse, stringify } from "yaml";
import { hostOptions } from "../local/host-options";
import { clouds } from "../../providers";
import { openSession, type LocalSession } from "../local/session";
import { measureDeployments } from "./deployment";
import { deploymentTable } from "./deployment-table";
import { flatProgram, type StateResource } from "./flat";
import { compare, type Cost, measure } from "./measure";
import { measurePolicies } from "./policies";
import { defaultLoaderProject, javaScriptProject, repeated } from "./programs";
import { growthTable, ratioTable } from "./table";

/** Rounds of each comparison; the median counts. The default loader is so much slower that fewer will do. */
const ROUNDS = 5;
const SLOW_ROUNDS = 2;
const GROWTH_ROUNDS = 2;
const SERVICES = [1, 10, 25, 50];
const STACKS = ["dev", "prod"] as const;
const ownClouds = Object.entries(clouds).flatMap(([name, { description }]) =>
  description.existing === undefined ? [name] : [],
);

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * `npm run bench`: what a preview of the program costs on the local clouds, as ratios within this run: against an empty
 * program, against the same resources written flat, against Pulumi's default loader, and as the services grow.
 * `npm run bench -- deployment`: how long deployments take at the clouds' typical times.
 * `npm run bench -- policies`: what the policy pack adds to a preview, which the whole run shows too.
 *
 * @param given clouds to measure. Default: every one that the tracked stacks can be on.
 */
async function main(given: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "platform-bench-"));
  const only = parts[given[0] ?? ""];
  const asked = only ? given.slice(1) : given;
  const measured = only ?? measureCloud;
  try {
    for (const cloud of asked.length > 0 ? asked : ownClouds) await measured(folder, cloud);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureCloud(folder: string, cloud: string): Promise<void> {
  const session = await openSession({ root: join(folder, cloud), cloud });
  for (const stack of STACKS) await session.run(["stack", "ls", "--stack", stack]);
  const empty = await project(session, javaScriptProject(join(folder, `empty-${cloud}`), "empty", ""));

  for (const stack of STACKS) {
    say(`\n${stack} on ${cloud}: previews`);
    const name = `${cloud}-${stack}`;
    const source = flatProgram(await deployed(join(folder, `made-${name}`), cloud, stack));
    const flat = await project(
      session,
      javaScriptProject(join(folder, `flat-${name}`), `flat-${name}`, source),
    );
    const program = await preview(session, ["--stack", stack]);
    const costs = await compare({ empty, flat, program }, ROUNDS, say);
    print(
      ratioTable(`Preview of ${stack} on ${cloud}`, [
        {
          title: "against an empty JavaScript program",
          cost: costs.program,
          base: costs.empty,
          time: 2,
          memory: 1.5,
        },
        { title: "against the same resources, flat", cost: costs.program, base: costs.flat, time: 1.15 },
      ]),
    );
  }

  await measurePoliciesOn(folder, cloud);

  say(`\ndev on ${cloud} under Pulumi's default TypeScript loader`);
  const slow = await preview(
    session,
    ["--stack", "dev"],
    defaultLoaderProject(join(folder, `default-loader-${cloud}`)),
  );
  const loaders = await compare(
    { program: await preview(session, ["--stack", "dev"]), slow },
    SLOW_ROUNDS,
    say,
  );
  print(
    ratioTable(`Pulumi's default loader on the same program, on ${cloud}`, [
      { title: "against this project's loader", cost: loaders.slow, base: loaders.program, atLeast: 5 },
    ]),
  );

  say(`\nprod on ${cloud} with more and more services`);
  const growth = Object.fromEntries(
    await Promise.all(
      SERVICES.map(async (count) => {
        const file = join(folder, `Pulumi.${cloud}-${count}.yaml`);
        writeFileSync(file, grown(count));
        return [String(count), await preview(session, ["--stack", "prod", "--config-file", file])] as const;
      }),
    ),
  );
  print(growthTable(await compare(growth, GROWTH_ROUNDS, say)));
}

async function measureDeploymentsOn(folder: string, cloud: string): Promise<void> {
  for (const stack of STACKS) {
    say(`\n${stack} on ${cloud}: deployments`);
    const deployments = await measureDeployments(folder, cloud, stack, say);
    print(deploymentTable(`Deployments of ${stack} on ${cloud}, by typical times`, deployments));
  }
}

async function measurePoliciesOn(folder: string, cloud: string): Promise<void> {
  for (const stack of STACKS) {
    say(`\n${stack} on ${cloud}: previews with policies`);
    print(await measurePolicies(folder, cloud, stack, say));
  }
}

/** What can be measured by itself, by the first argument. */
const parts: Readonly<Record<string, typeof measureCloud>> = {
  deployment: measureDeploymentsOn,
  policies: measurePoliciesOn,
};

/** A preview of the platform, ready to be measured. */
async function preview(
  session: LocalSession,
  args: readonly string[],
  cwd = process.cwd(),
): Promise<() => Promise<Cost>> {
  const prepared = await session.prepare(["preview", ...args]);
  const env = { ...prepared.env, ...hostOptions(cwd) };
  return () => measure(session.cli, prepared.args, { cwd, env });
}

/** A preview of another project, whose stack is made first. */
async function project(session: LocalSession, cwd: string): Promise<() => Promise<Cost>> {
  const env = { ...session.env, ...hostOptions(cwd), PULUMI_STACK: "bench" };
  await measure(session.cli, ["stack", "init", "bench"], { cwd, env });
  return () => measure(session.cli, ["preview", "--stack", "bench"], { cwd, env });
}

/** The resources of a stack after an `up` in a session of its own. */
async function deployed(root: string, cloud: string, stack: string): Promise<StateResource[]> {
  const session = await openSession({ root, cloud });
  const up = await session.run(["up", "--yes", "--skip-preview", "--stack", stack]);
  if (up.exitCode !== 0) throw new Error(`${stack} did not come up:\n${up.stdout}${up.stderr}`);
  const exported = await session.run(["stack", "export", "--show-secrets", "--stack", stack]);
  const state = JSON.parse(exported.stdout) as { deployment: { resources: StateResource[] } };
  return state.deployment.resources.map(fromAnywhere);
}

/** An image's build as a program in another folder must write it; the digest is the provider's own addition. */
function fromAnywhere(resource: StateResource): StateResource {
  const { context, dockerfile, platform } = (resource.inputs?.["build"] ?? {}) as Record<string, unknown>;
  if (typeof context !== "string" || typeof dockerfile !== "string") return resource;
  const build = { context: resolve(context), dockerfile: resolve(dockerfile), platform };
  return { ...resource, inputs: { ...resource.inputs, build } };
}

/** The prod stack's file with `count` services. */
function grown(count: number): string {
  const file = parse(readFileSync("Pulumi.prod.yaml", "utf8")) as {
    config: Record<string, Record<string, object>>;
  };
  const services = repeated(file.config["platform:services"] ?? {}, count);
  return stringify({ ...file, config: { ...file.config, "platform:services": services } });
}

function print(text: string): void {
  process.stdout.write(`\n${text}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
