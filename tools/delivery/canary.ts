import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { Problem } from "../engine/problem";
import type { OwnPulumi } from "../report/pulumi";
import type { OpenAlert } from "./canary-alerts";
import { rounds, type Wish } from "./canary-rounds";
import { canaryState, lastSucceeded } from "./canary-state";
import { servicesOf, setServices, writeShares } from "./images";
import { rememberedLastGood, type Services } from "./last-good";
import { update, type Update } from "./update";

/** What became of a canary. */
export type CanaryEnd =
  /** The new versions get all requests. */
  | { readonly kind: "through" }
  /** The old versions get all requests again, and state, configuration and cloud agree on them. */
  | { readonly kind: "back"; readonly why: string }
  /** What should have brought them back failed in this update: somebody has to act. */
  | { readonly kind: "stuck"; readonly why: string; readonly step: string };

export interface CanaryOptions {
  /** The update, of which the last good version was remembered. */
  readonly one: Update;
  readonly project: string;
  readonly pulumi: OwnPulumi;
  readonly out: (text: string) => void;
  readonly say: (line: string) => void;
  /** Whether the cloud takes a version through the steps itself, within one update. */
  readonly byCloud: boolean;
  /** The alerts that are on, given the cloud's ids of what runs the services. */
  readonly alerts: (ids: readonly string[]) => Promise<readonly OpenAlert[]>;
  /** Asks the stack from outside whether it serves; throws why it does not. */
  readonly asks: () => Promise<void>;
  /** Lets milliseconds pass; throws when somebody wants the canary to end. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** Milliseconds between two looks at the alerts. */
const between = 15_000;

const wish = z.object({ steps: z.array(z.number()), wait: z.number() });

/**
 * Brings up the stack file in the steps that its services ask for. Between two steps the alerts and the service itself are asked;
 * an alert that was not on before, an answer that fails or an update that fails leads back: requests at once, then the services
 * of the stack file, and with them state and cloud.
 *
 * @throws Problem before anything was changed
 */
export async function canary(options: CanaryOptions): Promise<CanaryEnd> {
  const { one, project, say } = options;
  const good = rememberedLastGood(one) ?? {};
  const wishes = options.byCloud ? {} : wishesOf(servicesOf(project, one.stack), good);
  if (Object.keys(wishes).length === 0) {
    say(options.byCloud ? "  in one update, whose steps the cloud makes" : "  in one update");
    return (await plainly(options)) === 0
      ? { kind: "through" }
      : takeUp(options, good, { why: "the update failed", step: "the update to the old versions" });
  }
  const { ids, serving } = await stateOf(options);
  const stable = new Map(
    Object.keys(wishes).map((name) => {
      const revision = serving.get(name);
      if (revision === undefined)
        throw new Problem(`The state does not say which revision of ${name} serves.`);
      return [name, revision] as const;
    }),
  );
  const before = await options.alerts(ids);
  for (const { name } of before) say(`  already on, so that it ends nothing: ${name}`);
  const why = await climb(options, wishes, stable, async () => {
    const added = (await options.alerts(ids)).filter(({ id }) => before.every((old) => old.id !== id));
    if (added.length > 0) throw new Error(`alert: ${added.map(({ name }) => name).join(", ")}`);
    await options.asks();
  });
  return why === undefined ? { kind: "through" } : descend(options, good, stable, why);
}

/** Exit codes of a canary: 1 where the old versions serve again, 2 where somebody has to act. */
export function exitCodeOfCanary({ kind }: CanaryEnd): number {
  return { through: 0, back: 1, stuck: 2 }[kind];
}

/** The services that ask for a canary, run already and are to change, by name. */
export function askingForCanary(wanted: Services, good: Services): [string, Services[string]][] {
  return Object.entries(wanted).filter(
    ([name, service]) =>
      service["canary"] !== undefined && good[name] !== undefined && !isDeepStrictEqual(service, good[name]),
  );
}

function wishesOf(wanted: Services, good: Services): Record<string, Wish> {
  const asking = askingForCanary(wanted, good);
  const built = asking.filter(([, { image }]) => typeof image !== "string").map(([name]) => name);
  if (built.length > 0)
    throw new Problem(
      `A canary needs an image that is there already, and ${built.join(", ")} would be built by each of its updates.`,
    );
  return Object.fromEntries(asking.map(([name, service]) => [name, wish.parse(service["canary"])]));
}

type Why = { readonly reason: string; readonly updated: boolean } | undefined;

/** Takes the new versions through their steps; gives why not, if one does not hold. */
async function climb(
  options: CanaryOptions,
  wishes: Readonly<Record<string, Wish>>,
  stable: ReadonlyMap<string, string>,
  look: () => Promise<void>,
): Promise<Why> {
  for (const { shares, wait } of rounds(wishes)) {
    const said = Object.entries(shares).map(([name, percent]) => `${name} ${String(percent)} %`);
    options.say(`  ${said.join(", ")} for ${String(wait)} min`);
    if ((await share(options, stable, (name) => shares[name] ?? 0)) !== 0)
      return { reason: `the update to ${said.join(", ")} failed`, updated: false };
    try {
      await look();
      for (let left = wait * 60_000; left > 0; left -= between) {
        await options.pause(Math.min(left, between));
        await look();
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { reason: `at ${said.join(", ")}: ${reason}`, updated: true };
    }
  }
  options.say("  all requests");
  return (await plainly(options)) === 0
    ? undefined
    : { reason: "the update to all requests failed", updated: false };
}

/**
 * Back to the old versions. Requests first, by the revisions that are still there; then the services of the stack file, of which
 * the clouds make new revisions; and only when these are ready are they led to the newest again.
 */
async function descend(
  options: CanaryOptions,
  good: Services,
  stable: ReadonlyMap<string, string>,
  { reason: why, updated }: NonNullable<Why>,
): Promise<CanaryEnd> {
  const { one, project, say } = options;
  say(`  back: ${why}`);
  // A version that did not come up would end this update too, and had no requests.
  if (updated && (await share(options, stable, () => 0)) !== 0)
    return { kind: "stuck", why, step: "the update that takes the requests back" };
  setServices(project, one.stack, good);
  if ((await share(options, stable, () => 0)) !== 0)
    return { kind: "stuck", why, step: "the update to the old versions" };
  return takeUp(options, good, { why, step: "the update that ends the canary" });
}

/** Makes the services of the stack file the old ones, where they were up before. */
async function takeUp(
  options: CanaryOptions,
  good: Services,
  failure: Omit<CanaryEnd & { kind: "stuck" }, "kind">,
): Promise<CanaryEnd> {
  if (Object.keys(good).length === 0)
    return { kind: "stuck", why: failure.why, step: "the return: there was no version before" };
  setServices(options.project, options.one.stack, good);
  return (await plainly(options)) === 0 ? { kind: "back", why: failure.why } : { kind: "stuck", ...failure };
}

const plainly = ({ one, out, pulumi }: CanaryOptions): Promise<number> => update(one, undefined, pulumi, out);

/** An update in which the newest revisions get those shares, and the old ones the rest. */
async function share(
  { one, out, project, pulumi }: CanaryOptions,
  stable: ReadonlyMap<string, string>,
  percent: (service: string) => number,
): Promise<number> {
  const configFile = join(one.folder, `Pulumi.${one.stack}.canary.yaml`);
  const shares: Record<string, { stable: string; percent: number }> = {};
  for (const [name, revision] of stable) shares[name] = { stable: revision, percent: percent(name) };
  writeShares(project, one.stack, configFile, shares);
  return update({ ...one, configFile }, undefined, pulumi, out);
}

async function stateOf(options: CanaryOptions) {
  const { stack } = options.one;
  const ask = async (...args: string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await options.pulumi.run(["stack", ...args, "--stack", stack]);
    if (exitCode !== 0) throw new Problem(`The state of ${stack} can't be read:\n${stderr.trim()}`);
    return stdout;
  };
  if (!lastSucceeded(await ask("history", "--json")))
    throw new Problem(
      `The last update of ${stack} failed, so that nobody knows which version serves: \`npm run delivery -- return\` first.`,
    );
  return canaryState(await ask("export"));
}
