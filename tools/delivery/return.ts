import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { Follower } from "../local/events";
import { readEvents } from "../report/event-log";
import type { OwnPulumi } from "../report/pulumi";
import { servicesOf, setServices } from "./images";
import { rememberedLastGood, type Services } from "./last-good";
import { smokeFailure } from "./smoke-record";
import { eventsFile, exitCodeIn, stopUpdate, type Update, update } from "./update";

/** Why a stack has to go back. */
export interface Failure {
  readonly what: "the update" | "the smoke test" | "nothing";
  /** In the engine's words, the clouds' among them. */
  readonly why: readonly string[];
}

/** What became of a return. */
export type End =
  /** The last good version serves, and state, configuration and cloud agree. */
  | { readonly kind: "back" }
  /** The update had not changed anything yet. */
  | { readonly kind: "untouched" }
  /** There is no version to go back to, for this reason. */
  | { readonly kind: "impossible"; readonly why: string }
  /** The return failed in this step. */
  | { readonly kind: "stuck"; readonly step: string; readonly why: readonly string[] };

export interface Return {
  readonly stack: string;
  readonly failure: Failure;
  /** Services as the failed version has them, and as the last good one had them. */
  readonly failed: Services;
  readonly good: Services | undefined;
  readonly end: End;
}

export interface ReturnOptions {
  /** The update that failed, or whose version serves badly. */
  readonly one: Update;
  readonly project: string;
  readonly pulumi: OwnPulumi;
  readonly out: (text: string) => void;
  /** Asks the version that serves then whether it does; throws why it does not. */
  readonly asks: () => Promise<void>;
  /** Milliseconds for what is left of the update to end. */
  readonly within: number;
}

/** Folder of the update that is made to go back: what was written about the failed one stays. */
export const returning = ({ stack, folder }: Update): Update => ({ stack, folder: join(folder, "return") });

/**
 * Brings a stack's services back to their last good version: into the stack file, and by an update into cloud and state, so that
 * the next preview finds nothing to change. What else the failed update made stays, and what it left undone is made.
 *
 * @throws Problem if no update is on record
 */
export async function returnToLastGood(options: ReturnOptions): Promise<Return> {
  const { one, project, pulumi, within } = options;
  const good = rememberedLastGood(one);
  const failed = servicesOf(project, one.stack);
  const stopped = await stopUpdate(one, within, pulumi);
  const failure = failureOf(one);
  const told = { stack: one.stack, failure, failed, good };
  if (failure.what === "the update" && stopped === "ended" && !touched(one))
    return { ...told, end: { kind: "untouched" } };
  const obstacle = obstacleIn(good, failed);
  if (good === undefined || obstacle !== undefined)
    return { ...told, end: { kind: "impossible", why: obstacle ?? "the stack was never up before" } };
  setServices(project, one.stack, good);
  return { ...told, end: await goBack(options) };
}

async function goBack({ asks, one, out, pulumi }: ReturnOptions): Promise<End> {
  const back = returning(one);
  if ((await update(back, undefined, pulumi, out)) !== 0)
    return { kind: "stuck", step: "the update back", why: errorsOf(back) };
  const policies = ["--policy-pack", pulumi.policyPack];
  const preview = await pulumi.run([
    ...["preview", "--expect-no-changes", "--suppress-outputs", "--stack", one.stack],
    ...policies,
  ]);
  if (preview.exitCode !== 0)
    return { kind: "stuck", step: "the preview after it", why: [(preview.stdout + preview.stderr).trim()] };
  try {
    await asks();
    return { kind: "back" };
  } catch (error) {
    const why = [error instanceof Error ? error.message : String(error)];
    return { kind: "stuck", step: "the smoke test after it", why };
  }
}

function obstacleIn(good: Services | undefined, failed: Services): string | undefined {
  if (good === undefined) return undefined;
  if (isDeepStrictEqual(good, failed)) return "the services are those of the last good version";
  const built = Object.entries(good).filter(([, { image }]) => typeof image !== "string");
  return built.length === 0
    ? undefined
    : `${built.map(([name]) => name).join(", ")} was built by that update, and no image of it is known`;
}

function failureOf(one: Update): Failure {
  if (exitCodeIn(one) !== 0) return { what: "the update", why: errorsOf(one) };
  const served = smokeFailure(one);
  return served === undefined ? { what: "nothing", why: [] } : { what: "the smoke test", why: [served] };
}

/** Whether the engine had begun to change anything outside of itself. */
function touched(one: Update): boolean {
  return readEvents(linesOf(one)).steps.some(({ custom, operation }) => custom && operation !== "same");
}

function errorsOf(one: Update): string[] {
  const follower = new Follower();
  for (const line of linesOf(one)) follower.take(line);
  const told = follower.errors.filter(({ message }) => !consequence.test(message));
  const errors = told.map(
    ({ resource, message }) =>
      `${resource === "" ? "" : `${resource}: `}${message.replace(/^error serializing property "outputs": /, "")}`,
  );
  return errors.length > 0 ? errors : ["It was ended before it could say why."];
}

/** What an update with a plan says of each resource that it did not come to. */
const consequence = /^expected resource operations for .* but none were seen$/;

function linesOf(one: Update): string[] {
  const events = eventsFile(one);
  return existsSync(events) ? readFileSync(events, "utf8").split("\n") : [];
}
