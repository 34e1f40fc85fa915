import type { Path, Problem, Properties } from "../rules";
import { list, record, refuse, text } from "../reading";
import type { Kind } from "./cloud-run-container";

const mebibyte = 1024 * 1024;
const units: Readonly<Record<string, number>> = {
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 1024,
  Mi: mebibyte,
  Gi: 1024 * mebibyte,
  Ti: 1024 * 1024 * mebibyte,
};

/** CPUs in a Kubernetes quantity: `1`, `0.5`, `1000m`. */
export function cpus(quantity: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(m)?$/.exec(quantity);
  return match === null ? undefined : Number(match[1]) / (match[2] === undefined ? 1 : 1000);
}

/** Bytes in a Kubernetes quantity: `512Mi`, `1Gi`, `500M`. */
export function bytes(quantity: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(Ki|Mi|Gi|Ti|k|M|G|T)?$/.exec(quantity);
  return match === null ? undefined : Number(match[1]) * (units[match[2] ?? ""] ?? 1);
}

/** Most MiB that go with a number of CPUs, and fewest (Cloud Run guide, "Configure CPU limits", table of vCPUs and memory). */
const sizes: readonly { readonly cpu: number; readonly least: number; readonly most: number }[] = [
  { cpu: 0.08, least: 128, most: 512 },
  { cpu: 0.5, least: 128, most: 1024 },
  { cpu: 1, least: 128, most: 4096 },
  { cpu: 2, least: 128, most: 8192 },
  { cpu: 4, least: 2048, most: 16384 },
  { cpu: 6, least: 4096, most: 24576 },
  { cpu: 8, least: 4096, most: 32768 },
];

interface Size {
  readonly path: Path;
  readonly cpu: number;
  readonly memory: number;
}

function sizeOf(container: Properties, path: Path): Size | Problem {
  const limits = record(record(container["resources"])["limits"]);
  const here = `${path}.resources.limits`;
  const unknown = Object.keys(limits).find((key) => !["cpu", "memory", "nvidia.com/gpu"].includes(key));
  if (unknown !== undefined)
    return { path: here, reason: `Only memory, cpu and nvidia.com/gpu are supported, not '${unknown}'` };
  const cpu = cpus(text(limits["cpu"]) ?? "1");
  const memory = bytes(text(limits["memory"]) ?? "512Mi");
  if (cpu === undefined)
    return { path: `${here}.cpu`, reason: "Invalid value specified for cpu: 1, 0.5 or 500m" };
  if (memory === undefined)
    return { path: `${here}.memory`, reason: "Invalid value specified for memory: 512Mi or 1Gi" };
  return { path: here, cpu, memory: memory / mebibyte };
}

/** What a template says beside its containers that bears on their size. */
export interface Surroundings {
  readonly kind: Kind;
  readonly path: Path;
  readonly template: Properties;
}

/**
 * What is wrong with the containers' CPU and memory, together: pairs that don't exist, and what less than one CPU
 * excludes (concurrency, CPU outside of requests, the second execution environment). Jobs always run in the second.
 */
export function resourceProblems({ kind, path, template }: Surroundings): readonly Problem[] {
  const containers = list(template["containers"]).map(record);
  const here = `${path}.containers`;
  const measured = containers.map((container, index) => sizeOf(container, `${here}[${String(index)}]`));
  const wrong = measured.filter((size) => "reason" in size);
  if (wrong.length > 0) return wrong;
  const all = measured.filter((size) => "cpu" in size);
  const cpu = all.reduce((total, size) => total + size.cpu, 0);
  const memory = all.reduce((total, size) => total + size.memory, 0);
  const limits = all[0]?.path ?? here;
  const cpuProblem = cpuProblems(cpu, all, kind, limits);
  if (cpuProblem.length > 0) return cpuProblem;
  const second = kind === "job" || template["executionEnvironment"] === "EXECUTION_ENVIRONMENT_GEN2";
  const always = containers.some((container) => isAlwaysOn(container));
  const size = [...sizes].reverse().find((each) => cpu >= each.cpu) ?? sizes[0];
  const least = Math.max(size?.least ?? 128, second || always ? 512 : 128);
  const most = size?.most ?? 512;
  if (memory < least || memory > most)
    return refuse(
      `${limits}.memory`,
      `Invalid value specified for container memory. For ${String(cpu)} CPU, memory must be between ${String(least)}Mi ` +
        `and ${String(most)}Mi inclusive, not ${String(memory)}Mi`,
    );
  return cpu < 1 && kind === "service" ? smallProblems(template, path, { always, second, limits }) : [];
}

/** CPU outside of requests: with `resources` given it is so unless `cpuIdle` says otherwise (comment of the SDK). */
function isAlwaysOn(container: Properties): boolean {
  return container["resources"] !== undefined && record(container["resources"])["cpuIdle"] !== true;
}

function cpuProblems(cpu: number, all: readonly Size[], kind: Kind, limits: Path): readonly Problem[] {
  if (kind === "job" && cpu < 1)
    return refuse(
      `${limits}.cpu`,
      `Invalid value specified for cpu. Jobs have at least 1 CPU, not ${String(cpu)}`,
    );
  if (cpu < 0.08 || cpu > 8)
    return refuse(
      `${limits}.cpu`,
      `Invalid value specified for cpu. CPUs are from 0.08 to 8, not ${String(cpu)}`,
    );
  const whole = all.length > 1 || cpu <= 1 || [2, 4, 6, 8].includes(cpu);
  return whole
    ? []
    : refuse(
        `${limits}.cpu`,
        `Invalid value specified for cpu. Above 1 there are 2, 4, 6 and 8 CPUs, not ${String(cpu)}`,
      );
}

function smallProblems(
  template: Properties,
  path: Path,
  { always, second, limits }: { readonly always: boolean; readonly second: boolean; readonly limits: Path },
): readonly Problem[] {
  const concurrency = template["maxInstanceRequestConcurrency"];
  if (typeof concurrency === "number" && concurrency > 1)
    return refuse(
      `${path}.maxInstanceRequestConcurrency`,
      "Invalid value specified for cpu. Total cpu < 1 is not supported with concurrency > 1.",
    );
  if (always)
    return refuse(
      `${limits.replace(/\.limits$/, "")}.cpuIdle`,
      "Invalid value specified for cpu. Total cpu < 1 is not supported with CPU always allocated: set cpuIdle to true",
    );
  return second
    ? refuse(
        `${path}.executionEnvironment`,
        "Invalid value specified for cpu. Total cpu < 1 is not supported with gen2 execution environment.",
      )
    : [];
}
