import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface Finished {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** What the program reads; nothing by default. */
  readonly stdin?: string | undefined;
  /** Sees each line of standard error as it comes. */
  readonly onLine?: ((line: string) => void) | undefined;
}

/**
 * Runs a program to its end and keeps what it writes. A program that does not exist gives exit code 127, one that a
 * signal ended 128 or more, as in a shell.
 */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ["pipe", "pipe", "pipe"],
    });
    const output = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
    if (options.onLine) createInterface({ input: child.stderr }).on("line", options.onLine);
    child.stdin.on("error", () => undefined); // It may end before it has read everything.
    child.stdin.end(options.stdin ?? "");
    child.on("error", (error) => {
      resolve({ exitCode: 127, stdout: output.stdout, stderr: `${output.stderr}${error.message}\n` });
    });
    child.on("close", (code, signal) => {
      resolve({ exitCode: code ?? exitCodeOf(signal), ...output });
    });
  });
}

/** Exit code that a shell reports for a process ended by a signal. */
export function exitCodeOf(signal: NodeJS.Signals | null): number {
  const numbers: Partial<Record<NodeJS.Signals, number>> = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };
  return 128 + ((signal && numbers[signal]) ?? 0);
}
