import { spawn } from "node:child_process";
import { exitCodeOf } from "../engine/run";

/** The same signal that arrives again within this time (ms) is one that several senders passed on. */
const echo = 1000;

/**
 * Runs the CLI with the terminal as its own: input, output and signals are passed through untouched.
 *
 * @returns the exit code; 128 or more if a signal ended it
 */
export function runInTerminal(
  program: string,
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
    /** Open file that takes all output in place of the terminal. */
    readonly output?: number;
  },
): Promise<number> {
  return new Promise((resolve, reject) => {
    // A terminal sends Ctrl-C to all of its foreground processes: the CLI has it already, and a second one would make it
    // give up its graceful end. Without a terminal the CLI gets a process group of its own and each signal once, from here.
    const terminal = process.stdin.isTTY;
    const { cwd, env, output = "inherit" } = options;
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: ["inherit", output, output],
      detached: !terminal,
    });
    const sent = new Map<NodeJS.Signals, number>();
    const pass = (signal: NodeJS.Signals): void => {
      if (terminal && signal === "SIGINT") return;
      if (Date.now() - (sent.get(signal) ?? 0) < echo) return;
      sent.set(signal, Date.now());
      child.kill(signal);
    };
    const signals: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
    for (const signal of signals) process.on(signal, pass);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      for (const name of signals) process.off(name, pass);
      resolve(code ?? exitCodeOf(signal));
    });
  });
}
