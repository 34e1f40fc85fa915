import { randomBytes } from "crypto";
import * as fs from "fs";
import { codeOf, readWhole } from "./whole-file";

const RETRY_MILLISECONDS = 5;
/** Far above the few milliseconds that a lock is held for. */
const PATIENCE_MILLISECONDS = 30_000;

/**
 * Runs `work` while no other process runs one under the same lock file. A lock whose holder is dead (`kill -9`) is taken
 * over.
 *
 * @throws When a living process holds the lock for more than 30 seconds, naming the file.
 */
export async function withLock<T>(file: string, work: () => T): Promise<T> {
  const deadline = Date.now() + PATIENCE_MILLISECONDS;
  while (!take(file)) {
    if (Date.now() > deadline) {
      throw new Error(
        `The local cloud is locked by another process (${readWhole(file) ?? "unknown"}): ${file}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MILLISECONDS));
  }
  try {
    return work();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

/** Linking a finished file is atomic, so a lock always names its holder. */
function take(file: string): boolean {
  const ticket = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  fs.writeFileSync(ticket, String(process.pid));
  try {
    fs.linkSync(ticket, file);
    return true;
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    breakStale(file);
    return false;
  } finally {
    fs.rmSync(ticket, { force: true });
  }
}

/** Only one process may judge and remove a dead holder's lock: a second one could remove its successor's. */
function breakStale(file: string): void {
  if (!isDead(file)) return;
  const breaking = `${file}.breaking`;
  try {
    fs.mkdirSync(breaking);
  } catch {
    removeOld(breaking);
    return;
  }
  try {
    if (isDead(file)) fs.rmSync(file, { force: true });
  } finally {
    fs.rmSync(breaking, { recursive: true, force: true });
  }
}

function isDead(file: string): boolean {
  const holder = Number(readWhole(file) ?? NaN);
  if (!Number.isInteger(holder)) return false;
  try {
    process.kill(holder, 0);
    return false;
  } catch (error) {
    return codeOf(error) === "ESRCH";
  }
}

function removeOld(folder: string): void {
  const state = fs.statSync(folder, { throwIfNoEntry: false });
  if (state !== undefined && Date.now() - state.mtimeMs > PATIENCE_MILLISECONDS / 6) {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
