import { spawn } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { readWhole, writeWhole } from "../../localcloud/whole-file";
import { isAlive } from "../engine/cache";
import { exitCodeOf } from "../engine/run";
import type { OwnPulumi } from "../report/pulumi";
import { dropDebugMessages } from "./events";

/**
 * Calls to a cloud at once. The CLI's own limit, four for each processor, keeps a small machine from what it could do while it
 * waits; from 32 on, nothing waits for a place (`npm run bench -- deployment`).
 */
export const callsAtOnce = "32";

export interface Update {
  readonly stack: string;
  /** Folder for the record of the update and its events. */
  readonly folder: string;
  /** Stack file in the place of the project's own. */
  readonly configFile?: string;
}

const record = z.object({
  pid: z.number(),
  /** Absent while it runs, and for ever if it was killed. */
  exitCode: z.number().optional(),
});

const recordFile = ({ stack, folder }: Update): string => join(folder, `${stack}.json`);

/** What `--event-log` writes: from when the stack was locked on. */
export const eventsFile = ({ stack, folder }: Update): string => join(folder, `${stack}.events.jsonl`);

/**
 * What the CLI says. Not written to this process's own output: that is a pipe, which breaks when a cancelled step is killed, and
 * the write after it would end the CLI in the middle of its work.
 */
const logFile = ({ stack, folder }: Update): string => join(folder, `${stack}.log`);

/**
 * Makes the update that a plan holds and nothing else, or without a plan whatever the program says, and gives the CLI's exit
 * code. A signal to this process is passed on
 * once: the engine then lets the calls under way end, writes the state and takes its lock away. What was begun is on record, for
 * `stopUpdate` in a later step.
 */
export async function update(
  one: Update,
  plan: string | undefined,
  pulumi: OwnPulumi,
  out: (text: string) => void,
): Promise<number> {
  mkdirSync(one.folder, { recursive: true });
  rmSync(eventsFile(one), { force: true });
  const log = openSync(logFile(one), "w+");
  const child = spawn(
    pulumi.program,
    [
      ...["--non-interactive", "up", "--yes", "--skip-preview", "--suppress-outputs", "--stack", one.stack],
      ...(plan === undefined ? [] : ["--plan", plan]),
      ...(one.configFile === undefined ? [] : ["--config-file", one.configFile]),
      ...["--policy-pack", pulumi.policyPack, "--event-log", eventsFile(one), "--parallel", callsAtOnce],
    ],
    // A group of its own: Ctrl-C in a terminal would reach it twice, and the second makes it drop everything.
    { cwd: pulumi.cwd, env: pulumi.env, stdio: ["ignore", log, log], detached: true },
  );
  const show = follow(log, out);
  const tick = setInterval(show, 500);
  const { pid } = child;
  if (pid !== undefined) writeWhole(recordFile(one), JSON.stringify({ pid }));
  const passOn = (): void => void child.kill("SIGINT");
  process.once("SIGINT", passOn).once("SIGTERM", passOn);
  try {
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.on("error", reject).on("exit", (code, signal) => {
        resolve(code ?? exitCodeOf(signal));
      });
    });
    // Ended by a signal it had no time to give its lock back, which the record must not deny.
    if (child.signalCode === null) writeWhole(recordFile(one), JSON.stringify({ pid, exitCode }));
    return exitCode;
  } finally {
    process.off("SIGINT", passOn).off("SIGTERM", passOn);
    clearInterval(tick);
    show();
    closeSync(log);
    dropDebugMessages(eventsFile(one));
  }
}

/** Exit code of the last update of a folder; undefined if there was none, or it was killed. */
export function exitCodeIn(one: Update): number | undefined {
  const text = readWhole(recordFile(one));
  return text === undefined ? undefined : record.parse(JSON.parse(text)).exitCode;
}

/** Each call passes on what a file has got since the last one. */
function follow(file: number, out: (text: string) => void): () => void {
  const decoder = new StringDecoder();
  const part = Buffer.alloc(64 * 1024);
  let position = 0;
  return () => {
    for (let read = -1; read !== 0; position += read) {
      read = readSync(file, part, 0, part.length, position);
      if (read > 0) out(decoder.write(part.subarray(0, read)));
    }
  };
}

/** How an update came to its end. */
export type End = "none" | "ended" | "stopped" | "unlocked";

/**
 * Sees to it that an update of this job has ended and left no lock, however the job was cancelled: GitHub signals only a step's
 * shell, and kills it soon. Someone else's lock is never touched: if the update never got one, nothing is done.
 *
 * @param within milliseconds for the calls under way to end
 */
export async function stopUpdate(one: Update, within: number, pulumi: OwnPulumi): Promise<End> {
  const text = readWhole(recordFile(one));
  if (text === undefined) return "none";
  const { pid, exitCode } = record.parse(JSON.parse(text));
  if (exitCode !== undefined) return "ended";
  const end = await stopRunning(one, pid, within, pulumi);
  dropDebugMessages(eventsFile(one));
  return end;
}

async function stopRunning(one: Update, pid: number, within: number, pulumi: OwnPulumi): Promise<End> {
  if (isAlive(pid)) {
    process.kill(pid, "SIGINT");
    if (await ends(pid, within)) return "stopped";
    process.kill(pid, "SIGKILL");
    await ends(pid, 10_000);
  }
  if (!hasLocked(one)) return "ended";
  const cancelled = await pulumi.run(["cancel", "--yes", "--stack", one.stack]);
  if (cancelled.exitCode !== 0)
    throw new Error(`The lock of ${one.stack} is still there:\n${cancelled.stderr}`);
  return "unlocked";
}

function hasLocked(one: Update): boolean {
  const events = eventsFile(one);
  return existsSync(events) && statSync(events).size > 0;
}

async function ends(pid: number, within: number): Promise<boolean> {
  const deadline = Date.now() + within;
  while (isRunning(pid)) {
    if (Date.now() > deadline) return false;
    await pause(200);
  }
  return true;
}

/** A process that has ended and that nobody has asked about (its parent was killed) runs no more. */
function isRunning(pid: number): boolean {
  if (!isAlive(pid)) return false;
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${String(pid)}/stat`, "utf8"));
  } catch {
    return process.platform !== "linux";
  }
}
