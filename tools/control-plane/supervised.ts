import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { Hopeless } from "./waiting";

/**
 * Runs a program until nobody holds the other end of standard input: then it is killed. So it dies with its parent, however
 * that ends.
 */
const guard = `exec 3<&0
"$@" </dev/null 3<&- & program=$!
trap 'kill -9 "$program"' HUP INT TERM
{ cat <&3; kill -9 "$program"; } >/dev/null 2>&1 &
exec 3<&-
wait "$program"`;

/** How much of a log an error shows. */
const shownLines = 15;

/** A program that lives no longer than this process and writes to a log. */
export class Supervised {
  private constructor(
    readonly name: string,
    private readonly log: string,
    private readonly child: ChildProcess,
  ) {}

  static start(name: string, program: string, args: readonly string[], log: string): Supervised {
    const file = openSync(log, "a");
    try {
      const env = { PATH: process.env.PATH, HOME: process.env.HOME };
      const child = spawn("sh", ["-c", guard, "sh", program, ...args], { env, stdio: ["pipe", file, file] });
      child.stdin?.on("error", () => undefined); // It may end by itself before.
      return new Supervised(name, log, child);
    } finally {
      closeSync(file);
    }
  }

  /** @throws Hopeless with the end of the log when the program runs no more. */
  assertRuns(): void {
    if (!this.ended) return;
    throw new Hopeless(`${this.name} ended:\n${this.tail()}`);
  }

  /** The last lines of the log. */
  tail(): string {
    return readFileSync(this.log, "utf8").trimEnd().split("\n").slice(-shownLines).join("\n");
  }

  async stop(): Promise<void> {
    this.child.stdin?.end();
    if (!this.ended) await once(this.child, "exit");
  }

  private get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }
}
