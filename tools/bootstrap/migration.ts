import { rmSync } from "node:fs";
import { z } from "zod";
import { Problem } from "../engine/problem";
import { Backend, type State } from "./backend";
import type { Place } from "./place";
import type { StackFile } from "./stack-file";

const outputs = z.object({
  backend: z.string(),
  secretsProvider: z.string(),
  variables: z.record(z.string(), z.string()),
  configuration: z.record(z.string(), z.string()),
});

/** What a bootstrap made. */
export type Made = z.infer<typeof outputs>;

export interface Work {
  readonly place: Place;
  readonly stack: string;
  readonly file: StackFile;
  /** Ask in the terminal before each update. */
  readonly ask: boolean;
  readonly say: (line: string) => void;
}

/**
 * Brings the stack up and its state to where all states belong. Every step looks at what is there and not at what was done
 * last, so that it may be interrupted anywhere: until the stack file names the new backend, the state on this machine is the
 * one that counts, and whatever a broken move left in the new backend is written over.
 */
export async function bootstrap(work: Work): Promise<Made> {
  const { ask, file, place, say, stack } = work;
  if (file.home !== undefined) {
    const settled = new Backend(place, stack, file.home);
    forget(place);
    say(`Its state is in ${settled.url}. Bringing it up to date …`);
    tell(await settled.up(ask), say);
    return madeBy(settled);
  }
  const cradle = Backend.cradle(place, stack);
  await cradle.unlock();
  if ((await cradle.state()) === undefined) await cradle.init("passphrase");
  say("Making what the account needs; the state is on this machine until it can move …");
  tell(await cradle.up(ask), say);
  const made = await madeBy(cradle);
  const settled = await move(cradle, made, work);
  file.moved(settled.url);
  forget(place);
  return made;
}

/** Moves a state, and its secrets under their new key before that: they are in plain text nowhere on the way. */
async function move(cradle: Backend, made: Made, { place, say, stack }: Work): Promise<Backend> {
  const { backend, secretsProvider } = place.target(made);
  if ((await stateOf(cradle)).secretsProvider !== secretsProvider) {
    say(`Putting its secrets under ${secretsProvider} …`);
    await cradle.pulumi(["stack", "change-secrets-provider", secretsProvider, "--stack", stack]);
  }
  const state = await stateOf(cradle);
  const settled = new Backend(place, stack, backend);
  say(`Moving its state to ${backend} …`);
  if ((await settled.state()) === undefined) await settled.init(secretsProvider);
  await settled.import(state);
  const arrived = await stateOf(settled);
  if (arrived.urns.join() !== state.urns.join() || arrived.secretsProvider !== secretsProvider)
    throw new Problem(
      `The state that arrived in ${backend} is not the one that was sent. It is still whole in ${cradle.url}; run the same command again.`,
    );
  say("Looking whether the moved state is as good as it was …");
  await settled.pulumi(["preview", "--stack", stack, "--expect-no-changes", "--suppress-outputs"]);
  return settled;
}

function tell(counts: string, say: Work["say"]): void {
  if (counts !== "") say(`  ${counts}`);
}

async function stateOf(backend: Backend): Promise<State> {
  const state = await backend.state();
  if (state === undefined) throw new Problem(`There is no stack ${backend.stack} in ${backend.url}.`);
  return state;
}

async function madeBy(backend: Backend): Promise<Made> {
  const text = await backend.pulumi(["stack", "output", "--json", "--stack", backend.stack]);
  return outputs.parse(JSON.parse(text));
}

/** The state on this machine has done its work. */
function forget({ cradle }: Place): void {
  rmSync(cradle, { recursive: true, force: true });
}
