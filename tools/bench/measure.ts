import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** What one run of a command cost. */
export interface Cost {
  /** Wall time in seconds. */
  readonly seconds: number;
  /** Seconds of processor time of all processes together, which a busy machine changes less; NaN where /proc is missing. */
  readonly processor: number;
  /** Peak resident memory in MiB of the largest process, and of all processes together; NaN where /proc is missing. */
  readonly largest: number;
  readonly together: number;
}

/** How often the process tree is looked at, in milliseconds: short against a preview, cheap against its cost. */
const SAMPLE = 40;

/**
 * Runs a command to its end and measures it with all its descendants.
 *
 * @throws Error with the command's output when it fails: a failed run has no meaningful cost.
 */
export function measure(
  command: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<Cost> {
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint();
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const collect = (chunk: Buffer): void => void (output += chunk.toString());
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    const peak = new Map<number, number>();
    const busy = new Map<number, number>();
    let together = 0;
    const sampler = setInterval(() => {
      let sum = 0;
      for (const pid of tree(child.pid)) {
        const status = read(`/proc/${pid}/status`);
        peak.set(pid, Math.max(peak.get(pid) ?? 0, kibibytes(status, "VmHWM")));
        sum += kibibytes(status, "VmRSS");
        busy.set(pid, Math.max(busy.get(pid) ?? 0, processorSeconds(pid)));
      }
      together = Math.max(together, sum);
    }, SAMPLE);
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(sampler);
      if (code !== 0)
        reject(new Error(`${command} ${args.join(" ")} ended with ${code ?? "a signal"}:\n${output}`));
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      const largest = peak.size === 0 ? NaN : Math.max(...peak.values()) / 1024;
      const processor = busy.size === 0 ? NaN : [...busy.values()].reduce((one, other) => one + other);
      resolve({ seconds, processor, largest, together: peak.size === 0 ? NaN : together / 1024 });
    });
  });
}

/** The cost of each of several commands: the median of `runs` rounds, the commands taking turns within a round. */
export async function compare<Name extends string>(
  commands: Readonly<Record<Name, () => Promise<Cost>>>,
  runs: number,
  progress: (line: string) => void,
): Promise<Record<Name, Cost>> {
  const names = Object.keys(commands) as Name[];
  const costs = new Map<Name, Cost[]>(names.map((name) => [name, []]));
  for (let run = 1; run <= runs; run += 1) {
    for (const name of names) {
      const cost = await commands[name]();
      costs.get(name)?.push(cost);
      progress(`  ${name}, ${run} of ${runs}: ${cost.seconds.toFixed(2)} s`);
    }
  }
  const middle = (name: Name, of: keyof Cost): number =>
    median((costs.get(name) ?? []).map((cost) => cost[of]));
  const cost = (name: Name): Cost => ({
    seconds: middle(name, "seconds"),
    processor: middle(name, "processor"),
    largest: middle(name, "largest"),
    together: middle(name, "together"),
  });
  return Object.fromEntries(names.map((name) => [name, cost(name)])) as Record<Name, Cost>;
}

/** The median; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** A process and all its descendants. */
function tree(root: number | undefined): number[] {
  if (root === undefined) return [];
  const children = new Map<number, number[]>();
  for (const entry of list("/proc")) {
    const parent = /^\d+ \(.*\) \S (\d+)/s.exec(read(`/proc/${entry}/stat`))?.[1];
    if (parent === undefined) continue;
    children.set(Number(parent), [...(children.get(Number(parent)) ?? []), Number(entry)]);
  }
  const found = [root];
  for (const pid of found) found.push(...(children.get(pid) ?? []));
  return found;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

/** A file's text; empty when its process has just gone. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Seconds that a process has computed for, by itself and for the system, in ticks of a hundredth (see proc(5)). */
function processorSeconds(pid: number): number {
  const [, fields = ""] = /^\d+ \(.*\) (.*)/s.exec(read(`/proc/${pid}/stat`)) ?? [];
  const [user = 0, system = 0] = fields.split(" ").slice(11, 13).map(Number);
  return (user + system) / 100;
}

function kibibytes(status: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
}
