import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";

/** Longest part of a program's messages that is kept, in characters. */
const longestMessage = 4000;

/**
 * One of PostgreSQL's client programs, with nothing in its environment but what it needs. It is ended when the signal
 * says so.
 */
export class ClientProgram {
  readonly input: Writable;
  readonly output: Readable;
  private readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  private readonly ended: Promise<unknown>;
  private messages = "";

  constructor(
    private readonly program: "pg_dump" | "pg_restore",
    args: readonly string[],
    connection: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ) {
    this.child = spawn(program, args, {
      // HOME keeps libpq from looking for passwords and certificates in a user's folder.
      env: { PATH: process.env.PATH, HOME: "/nonexistent", LC_ALL: "C", ...connection },
      stdio: ["pipe", "pipe", "pipe"],
      signal,
    });
    this.input = this.child.stdin;
    this.output = this.child.stdout;
    this.child.stderr.on("data", (chunk: Buffer) => {
      this.messages = (this.messages + chunk.toString()).slice(0, longestMessage);
    });
    // A program that ends early closes its input; its exit code and messages say why.
    this.input.on("error", () => undefined);
    this.ended = once(this.child, "close");
    this.ended.catch(() => undefined);
  }

  /** Writes as fast as the program reads. @throws Error with its messages when it ended before it had read all */
  async write(chunk: Buffer): Promise<void> {
    if (this.input.writable && this.input.write(chunk)) return;
    // Not `once`: it would throw the pipe's error, and what the program said is the better reason.
    if (this.input.writable)
      await new Promise<void>((resolve) => {
        const settle = () => {
          this.input.off("drain", settle).off("close", settle);
          resolve();
        };
        this.input.on("drain", settle).on("close", settle);
      });
    if (!this.input.writable) await this.succeeded();
  }

  /** Waits for its end. @throws Error with its messages unless it ended with 0 */
  async succeeded(): Promise<void> {
    await this.ended;
    if (this.child.exitCode !== 0)
      throw new Error(
        `${this.program} ended with ${this.child.exitCode ?? this.child.signalCode}: ${this.messages.trim()}`,
      );
  }

  end(): void {
    this.child.kill();
  }
}
