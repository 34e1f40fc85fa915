import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { Problem } from "../engine/problem";

export interface SmokeOptions {
  /** Where the stack's public services answer. */
  readonly url: string;
  readonly liveness: string;
  readonly readiness: string;
  /** Version that every answer at `/` must name, if given. */
  readonly version?: string | undefined;
  /** Milliseconds that 95 % of the answers may have taken by the service's own measurement, which each must then carry. */
  readonly objective?: number | undefined;
  /** Where a service shows its metrics, if that can be reached from here, and its name, with which their names begin. */
  readonly metrics?: { readonly url: string; readonly service: string } | undefined;
  /** Milliseconds until all of it must be well. */
  readonly within: number;
  /** Milliseconds between two tries. */
  readonly every: number;
  readonly say: (line: string) => void;
}

/** Requests that are measured, few enough for the services' own limit on a client (100 a minute). */
const sample = 20;
/** Milliseconds: far above the objective (100 ms), since a runner may be on another continent. */
const slowest = 2_000;
/** Milliseconds for one answer, as a load balancer's health check gives. */
const patience = 5_000;

/** Throws why it is not well yet. */
type Check = () => Promise<void>;

/**
 * Asks a new version from outside whether it serves: alive, ready, then a measured sample without failures, and the service's
 * own count of requests where it can be read. What fails is tried again until the time is up.
 *
 * @throws Problem with the reason that the last try gave
 */
export async function smoke(options: SmokeOptions): Promise<void> {
  const deadline = Date.now() + options.within;
  const checks: readonly (readonly [name: string, check: Check])[] = [
    ["alive", () => answers(options, options.liveness)],
    ["ready", () => answers(options, options.readiness)],
    ["serving", () => serves(options)],
    ...(options.metrics ? ([["counting", () => counts(options, options.metrics)]] as const) : []),
  ];
  for (const [name, check] of checks) {
    const started = Date.now();
    await eventually(name, check, deadline, options);
    options.say(`  ${name} after ${((Date.now() - started) / 1000).toFixed(1)} s`);
  }
}

async function eventually(
  name: string,
  check: Check,
  deadline: number,
  { every, url }: SmokeOptions,
): Promise<void> {
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() + every > deadline)
        throw new Problem(`${url} is not ${name} within the time given: ${reason(error)}`);
    }
    await pause(every);
  }
}

const failure = z.object({ message: z.string(), cause: z.object({ message: z.string() }).optional() });

/** `fetch failed` says nothing: its cause does. */
function reason(error: unknown): string {
  const { data } = failure.safeParse(error);
  if (data === undefined) return String(error);
  return data.cause === undefined ? data.message : `${data.message} (${data.cause.message})`;
}

async function get(base: string, path: string): Promise<Response> {
  // A redirect would be followed to wherever it leads: that is not the answer of this stack.
  return fetch(new URL(path, base), { redirect: "manual", signal: AbortSignal.timeout(patience) });
}

async function answers({ url }: SmokeOptions, path: string): Promise<void> {
  const { status } = await get(url, path);
  if (status !== 200) throw new Error(`${path} answers ${String(status)}`);
}

async function serves({ objective, readiness, url, version }: SmokeOptions): Promise<void> {
  const times: number[] = [];
  const measured: number[] = [];
  for (let index = 0; index < sample; index++) {
    const started = performance.now();
    const answer = await get(url, version === undefined ? readiness : "/");
    measured.push(ownDuration(answer));
    const text = await answer.text();
    times.push(performance.now() - started);
    if (answer.status !== 200)
      throw new Error(`one of ${String(sample)} requests was answered ${String(answer.status)}`);
    if (version !== undefined && versionIn(text) !== version)
      throw new Error(`an answer is from version ${versionIn(text) ?? "unknown"}, not ${version}`);
  }
  const seen = percentile(times);
  if (seen > slowest)
    throw new Error(`95 % of the answers take up to ${seen.toFixed(0)} ms, more than ${String(slowest)} ms`);
  if (objective === undefined) return;
  const own = percentile(measured);
  if (Number.isNaN(own))
    throw new Error("an answer does not say how long it took (Server-Timing: app;dur=…)");
  if (own > objective)
    throw new Error(
      `95 % of the answers take the service up to ${own.toFixed(0)} ms, more than its objective of ${String(objective)} ms`,
    );
}

/** What 95 % stay within; not a number where one of them is none. */
function percentile(times: readonly number[]): number {
  if (times.some(Number.isNaN)) return NaN;
  return [...times].sort((one, other) => one - other)[Math.ceil(times.length * 0.95) - 1] ?? NaN;
}

/** Milliseconds that the service itself measured, which the way to it is no part of. */
function ownDuration({ headers }: Response): number {
  return Number(/(?:^|,)\s*app;dur=([\d.]+)/.exec(headers.get("server-timing") ?? "")?.[1] ?? NaN);
}

function versionIn(text: string): string | undefined {
  try {
    return z.object({ version: z.string() }).safeParse(JSON.parse(text)).data?.version;
  } catch {
    return undefined;
  }
}

async function counts(options: SmokeOptions, metrics: SmokeOptions["metrics"]): Promise<void> {
  if (metrics === undefined) return;
  const prefix = metrics.service.replaceAll("-", "_");
  const read = async () => {
    const answer = await get(metrics.url, "");
    if (answer.status !== 200) throw new Error(`${metrics.url} answers ${String(answer.status)}`);
    const text = await answer.text();
    return {
      requests: total(text, `${prefix}_requests_total`),
      errors: total(text, `${prefix}_errors_total`),
    };
  };
  const before = await read();
  await answers(options, options.readiness);
  const after = await read();
  if (after.requests <= before.requests) throw new Error(`${prefix}_requests_total does not count requests`);
  if (after.errors > before.errors) throw new Error(`${prefix}_errors_total rises`);
}

/** Sum of a metric's samples in Prometheus's text format; 0 where it has none yet. */
export function total(text: string, name: string): number {
  return text
    .split("\n")
    .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
    .reduce((sum, line) => sum + Number(/}? (\S+)(?: \d+)?$/.exec(line)?.[1] ?? 0), 0);
}
