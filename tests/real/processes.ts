import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

export const root = join(__dirname, "../..");
export const run = promisify(execFile);

/** A TCP port on loopback that nothing listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** A new empty folder below the system's temporary one. */
export function temporaryFolder(owner?: Identity): string {
  const folder = mkdtempSync(join(tmpdir(), "real-test-"));
  if (owner?.uid !== undefined) chownSync(folder, owner.uid, owner.gid ?? owner.uid);
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

export interface Identity {
  readonly uid?: number;
  readonly gid?: number;
}

/** The system user of a server that refuses to run as root; empty when the tests do not run as root. */
export function unprivileged(user: string): Identity {
  if (process.getuid?.() !== 0) return {};
  const entry = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((line) => line.startsWith(`${user}:`));
  const [, , uid, gid] = entry?.split(":") ?? [];
  if (uid === undefined || gid === undefined) throw new Error(`There is no system user ${user}.`);
  return { uid: Number(uid), gid: Number(gid) };
}

/** The first of the paths that exists. @throws Error that says which Debian package brings the program. */
export function installed(paths: readonly string[], debianPackage: string): string {
  const found = paths.find((path) => existsSync(path));
  if (found === undefined)
    throw new Error(`None of ${paths.join(", ")} exists: run "apt-get install ${debianPackage}" first.`);
  return found;
}

/** Waits until `probe` gives a value. @throws the last error, or one that names what was waited for. */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T | undefined>,
  seconds = 20,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  let cause: unknown;
  while (Date.now() < end) {
    try {
      const value = await probe();
      if (value !== undefined) return value;
    } catch (error) {
      cause = error;
    }
    await sleep(20);
  }
  throw new Error(`${what} did not happen within ${seconds} s`, { cause });
}

/** A child process whose output is kept. */
export class Running {
  output = "";
  readonly child: ChildProcess;
  private readonly exited: Promise<number | null>;

  constructor(command: string, args: readonly string[], env: NodeJS.ProcessEnv, identity: Identity = {}) {
    this.child = spawn(command, args, { env, ...identity, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on("data", (chunk: Buffer) => (this.output += chunk.toString()));
    this.exited = new Promise((resolve) => this.child.once("close", resolve));
  }

  get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** The exit code; null when a signal ended it. */
  exit(): Promise<number | null> {
    return this.exited;
  }

  async end(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    if (!this.ended) this.child.kill(signal);
    await this.exited;
  }
}
