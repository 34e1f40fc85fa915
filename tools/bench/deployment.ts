import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { callsAtOnce } from "../delivery/update";
import { openSession, type LocalSession } from "../local/session";
import { makeReport } from "../report/report";
import { readSources } from "../report/sources";
import type { TimeEstimate } from "../report/time-estimate";

/**
 * How long a second of the clouds lasts in two runs of the same deployment, in seconds. What the engine, the program and this
 * machine take is the same in both, so what the second run takes longer is the clouds' time alone: a minute that is added here
 * is `1 / (slow - fast)` minutes there. The fast one is above 0, so that most of the engine's work hides behind the clouds' in
 * both.
 */
const clocks = { fast: 0.05, slow: 0.25 };

/** What an update did. */
interface Effect {
  /** The longest chain of what had to wait for one another. */
  readonly chain: Pick<TimeEstimate, "seconds" | "path" | "untimed">;
  /** Logical names of all that changed, by component. */
  readonly changed: ReadonlyMap<string, readonly string[]>;
}

/** A deployment by the clouds' typical times. */
export interface Deployment extends Effect {
  /** Seconds of the clouds that it took. */
  readonly seconds: number;
}

interface Run extends Effect {
  /** Seconds of this machine. */
  readonly wall: number;
}

/**
 * Brings a stack up for the first time, and then gives one service a new image, both at the clouds' typical times.
 *
 * @param folder for the sessions, which are left there
 * @throws Error with the output of an update that fails
 */
export async function measureDeployments(
  folder: string,
  cloud: string,
  stack: string,
  say: (line: string) => void,
): Promise<{ readonly first: Deployment; readonly image: Deployment }> {
  const fast = await deploy(join(folder, `${cloud}-${stack}-fast`), cloud, stack, clocks.fast, say);
  const slow = await deploy(join(folder, `${cloud}-${stack}-slow`), cloud, stack, clocks.slow, say);
  const between = (one: Run, other: Run): number => (other.wall - one.wall) / (clocks.slow - clocks.fast);
  return {
    first: { ...slow.first, seconds: between(fast.first, slow.first) },
    image: { ...slow.image, seconds: between(fast.image, slow.image) },
  };
}

async function deploy(
  root: string,
  cloud: string,
  stack: string,
  clock: number,
  say: (line: string) => void,
): Promise<{ readonly first: Run; readonly image: Run }> {
  const session = await openSession({ root, cloud });
  const up = async (title: string, digit: string): Promise<Run> => {
    const file = join(root, `Pulumi.${digit}.yaml`);
    writeFileSync(file, withImages(stack, digit));
    const run = await timedUp(session, ["--stack", stack, "--config-file", file], stack, clock);
    say(`  ${title} at ${String(clock)}: ${run.wall.toFixed(1)} s`);
    return run;
  };
  await session.run(["stack", "ls", "--stack", stack]);
  return { first: await up("first up", "1"), image: await up("a new image", "2") };
}

/** The stack's file with ready images, of which that of the first service has a digest of its own. */
function withImages(stack: string, digit: string): string {
  const file = parse(readFileSync(`Pulumi.${stack}.yaml`, "utf8")) as {
    config: Record<string, Record<string, Record<string, unknown>>>;
  };
  const services = Object.entries(file.config["platform:services"] ?? {}).map(([name, service], index) => {
    const rest = Object.entries(service).filter(([key]) => key !== "build");
    const image = `registry.example.com/${name}@sha256:${(index === 0 ? digit : "0").repeat(64)}`;
    return [name, { ...Object.fromEntries(rest), image }] as const;
  });
  return stringify({
    ...file,
    config: { ...file.config, "platform:services": Object.fromEntries(services) },
  });
}

async function timedUp(
  session: LocalSession,
  args: readonly string[],
  stack: string,
  clock: number,
): Promise<Run> {
  const events = join(session.root, "events.jsonl");
  rmSync(events, { force: true });
  const started = performance.now();
  const run = await session.run(
    [
      "up",
      "--yes",
      "--skip-preview",
      "--suppress-outputs",
      "--parallel",
      callsAtOnce,
      "--event-log",
      events,
    ].concat(args),
    // The CLI hides `--event-log` behind the second.
    { env: { LOCALCLOUD_CLOCK: String(clock), PULUMI_DEBUG_COMMANDS: "true" } },
  );
  const wall = (performance.now() - started) / 1000;
  if (run.exitCode !== 0) throw new Error(`${stack} did not come up:\n${run.stdout}${run.stderr}`);
  const state = await session.run(["stack", "export", "--stack", stack]);
  const { time, components } = await makeReport(
    readSources([
      { name: "events", text: readFileSync(events, "utf8") },
      { name: "state", text: state.stdout },
    ]),
  );
  const changed = components.map(({ name, resources }) => {
    const own = resources.filter(({ operation }) => operation !== "same");
    return [name, own.map((resource) => resource.name)] as const;
  });
  return { wall, chain: time, changed: new Map(changed.filter(([, own]) => own.length > 0)) };
}
