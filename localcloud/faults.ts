import { createHash } from "crypto";
import * as path from "path";
import type { Clock } from "./clock";
import type { Store } from "./store";
import { readWhole, writeWhole } from "./whole-file";

export type Operation = "create" | "read" | "update" | "delete" | "invoke";

/** A call that a fault may hit. */
export interface Call {
  readonly operation: Operation;
  readonly type: string;
  /** The resource's logical name. */
  readonly name: string;
}

/** One planned fault; it hits the calls that all its given conditions name. */
export interface Fault {
  /**
   * `fail`: an error, nothing done. `lose-answer`: the work is done, then an error. `delay`: waits `seconds`, then works.
   * `throttle`: refuses `rejections` attempts; the plugin tries again as real providers do, up to 5 times.
   * `kill`: the plugin process is killed (`kill -9`).
   */
  readonly kind: "fail" | "lose-answer" | "delay" | "throttle" | "kill";
  /** Default: `create`, `update` and `delete`. */
  readonly operation?: Operation;
  readonly type?: string;
  readonly name?: string;
  /** Hits from this matching call on, counted from 1 over all plugin processes. Default 1. */
  readonly call?: number;
  /** How many calls it hits. Default 1; 0 means every one. */
  readonly times?: number;
  /** For `kill`: before the work is done (default) or after. */
  readonly when?: "before" | "after";
  /** For `delay`: real seconds. */
  readonly seconds?: number;
  /** For `throttle`: how many attempts are refused. Default 2. */
  readonly rejections?: number;
  readonly message?: string;
}

const KINDS = ["fail", "lose-answer", "delay", "throttle", "kill"];
const OPERATIONS: readonly Operation[] = ["create", "read", "update", "delete", "invoke"];
const KEYS = [
  "kind",
  "operation",
  "type",
  "name",
  "call",
  "times",
  "when",
  "seconds",
  "rejections",
  "message",
];
const CHANGES: readonly Operation[] = ["create", "update", "delete"];
/** As AWS SDKs retry: this many attempts, the waits between them double. */
const ATTEMPTS = 5;

/**
 * Faults on demand, from `faults.json` in the store's folder or from `LOCALCLOUD_FAULTS`: JSON, a list of {@link Fault}.
 * How often each was met is counted in `faults.count.json`, so that a fault hits once even over several processes and
 * runs; another list starts the count again.
 */
export class Faults {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  /** Does a call's work, with the faults that are planned for it. */
  async around<T>(call: Call, work: () => Promise<T>): Promise<T> {
    const due = await this.due(call);
    for (const fault of due) await this.before(fault, call);
    const result = await work();
    for (const fault of due) {
      if (fault.kind === "kill" && fault.when === "after") kill();
      if (fault.kind === "lose-answer") throw new Error(fault.message ?? lost(call));
    }
    return result;
  }

  private async before(fault: Fault, call: Call): Promise<void> {
    if (fault.kind === "kill" && fault.when !== "after") kill();
    if (fault.kind === "delay") await this.clock.wait(fault.seconds ?? 1);
    if (fault.kind === "fail")
      throw new Error(fault.message ?? `InternalFailure: ${call.operation} of ${call.type} failed`);
    if (fault.kind === "throttle") {
      for (let attempt = 1; attempt <= (fault.rejections ?? 2); attempt++) {
        if (attempt === ATTEMPTS)
          throw new Error(fault.message ?? `ThrottlingException: Rate exceeded, after ${ATTEMPTS} attempts`);
        await this.clock.pass(2 ** attempt);
      }
    }
  }

  /** The faults that hit this call; counts it for every fault whose conditions it meets. */
  private async due(call: Call): Promise<readonly Fault[]> {
    const text = process.env["LOCALCLOUD_FAULTS"] ?? readWhole(path.join(this.store.home, "faults.json"));
    if (text === undefined) return [];
    const faults = parseFaults(text);
    if (!faults.some((fault) => concerns(fault, call))) return [];
    return this.store.exclusively(() => {
      const file = path.join(this.store.home, "faults.count.json");
      const plan = createHash("sha256").update(text).digest("hex");
      const counts = readCounts(file, plan, faults.length);
      const hit = faults.filter((fault, index) => {
        if (!concerns(fault, call)) return false;
        const count = (counts[index] ?? 0) + 1;
        counts[index] = count;
        const first = fault.call ?? 1;
        return count >= first && (fault.times === 0 || count < first + (fault.times ?? 1));
      });
      writeWhole(file, JSON.stringify({ plan, counts }));
      return hit;
    });
  }
}

/**
 * Reads a list of faults.
 *
 * @throws When it is not one, saying what is wrong.
 */
export function parseFaults(text: string): readonly Fault[] {
  let faults: unknown;
  try {
    faults = JSON.parse(text);
  } catch (error) {
    throw new Error(
      `The local cloud's faults are not JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (!Array.isArray(faults)) throw new Error("The local cloud's faults must be a JSON list of faults.");
  for (const fault of faults as Record<string, unknown>[]) {
    oneOf("kind", fault["kind"], KINDS);
    if (fault["operation"] !== undefined) oneOf("operation", fault["operation"], OPERATIONS);
    for (const key of Object.keys(fault)) oneOf("property", key, KEYS);
  }
  return faults as readonly Fault[];
}

function oneOf(what: string, value: unknown, allowed: readonly string[]): void {
  if (allowed.some((known) => known === value)) return;
  throw new Error(`A fault's ${what} must be one of ${allowed.join(", ")}, not ${JSON.stringify(value)}.`);
}

function concerns(fault: Fault, call: Call): boolean {
  const operations = fault.operation === undefined ? CHANGES : [fault.operation];
  if (!operations.includes(call.operation)) return false;
  return (fault.type ?? call.type) === call.type && (fault.name ?? call.name) === call.name;
}

function readCounts(file: string, plan: string, length: number): number[] {
  const text = readWhole(file);
  const known = text === undefined ? undefined : (JSON.parse(text) as { plan: string; counts: number[] });
  return known?.plan === plan ? known.counts : Array.from({ length }, () => 0);
}

const lost = (call: Call): string =>
  `RequestTimeout: the answer to the ${call.operation} of ${call.type} was lost`;

function kill(): never {
  process.kill(process.pid, "SIGKILL");
  throw new Error("killed");
}
