import { execFile, spawn, type ChildProcess } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

export const root = join(__dirname, "../..");
export const run = promisify(execFile);

export { eventually, freePort } from "../../tools/control-plane/waiting";

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
