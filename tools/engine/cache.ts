import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { homedir, hostname } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { minutes, type Progress } from "./progress";

/** A builder touches its lock this often (ms); one that has not for `abandoned` ms is dead or unreachable. */
const heartbeat = 5_000;
const abandoned = 60_000;
const poll = 500;

/**
 * Folder of a user's engines, shared by all copies of the project: `PLATFORM_ENGINE_CACHE`, or
 * `multicloud-platform/engine` in the user's cache folder.
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const { PLATFORM_ENGINE_CACHE: own = "", XDG_CACHE_HOME: shared = "", HOME: home = homedir() } = env;
  if (own !== "") return resolve(own);
  return resolve(shared === "" ? join(home, ".cache") : shared, "multicloud-platform", "engine");
}

/**
 * Makes a folder once, whole or not at all, however many processes ask for it and whichever of them is killed: one holds
 * the lock and builds beside it, and a rename makes the result visible. The others wait.
 *
 * @param folder result; left alone if it exists
 * @param make fills the folder that it is given
 */
export async function makeOnce(
  folder: string,
  make: (temporary: string) => Promise<void>,
  progress: Progress,
): Promise<void> {
  const parent = dirname(folder);
  mkdirSync(parent, { recursive: true });
  const lock = `${folder}.lock`;
  const started = Date.now();
  while (!existsSync(folder) && !tryLock(lock)) {
    // Two waiters may take over the same dead lock: then both build, and the slower one's rename finds the folder there.
    if (isAbandoned(lock)) rmSync(lock, { force: true });
    else {
      progress.status(`Another run is building; waiting for it (${minutes(Date.now() - started)})`);
      await pause(poll);
    }
  }
  if (existsSync(folder)) return;
  const beat = setInterval(() => {
    if (existsSync(lock)) utimesSync(lock, new Date(), new Date());
  }, heartbeat);
  beat.unref();
  const prefix = `${basename(folder)}.building-`;
  try {
    for (const left of readdirSync(parent).filter((name) => name.startsWith(prefix)))
      rmSync(join(parent, left), { recursive: true, force: true });
    const temporary = mkdtempSync(join(parent, prefix));
    try {
      await make(temporary);
      publish(temporary, folder);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  } finally {
    clearInterval(beat);
    rmSync(lock, { force: true });
  }
}

function publish(temporary: string, folder: string): void {
  try {
    renameSync(temporary, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

/** Linking a file that is already written: nobody ever sees a lock without its owner. */
function tryLock(lock: string): boolean {
  const own = `${lock}.${String(process.pid)}`;
  writeFileSync(own, JSON.stringify({ pid: process.pid, host: hostname() }));
  try {
    linkSync(own, lock);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

function isAbandoned(lock: string): boolean {
  try {
    if (Date.now() - statSync(lock).mtimeMs > abandoned) return true;
    const owner: unknown = JSON.parse(readFileSync(lock, "utf8"));
    if (typeof owner !== "object" || owner === null || !("pid" in owner) || !("host" in owner)) return false;
    return owner.host === hostname() && typeof owner.pid === "number" && !isAlive(owner.pid);
  } catch {
    return false; // Just released, or half written by something else: the time limit decides.
  }
}

/** Whether a process of this machine runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
}
