import type { Specification } from "../specification";

/** vCPU and MiB. */
export interface Size {
  readonly cpu: number;
  readonly memory: number;
}

/** What the dump may use: pg_dump compresses on one core and streams. */
export const dumpSize: Size = { cpu: 1, memory: 1024 };

/** Limits of a container that names none of its own: those of a service by default. */
export const defaultSize: Size = { cpu: 0.5, memory: 512 };

/** A size as Kubernetes writes quantities. */
export function quantities({ cpu, memory }: Size): { readonly cpu: string; readonly memory: string } {
  return { cpu: `${String(Math.round(cpu * 1000))}m`, memory: `${String(Math.round(memory))}Mi` };
}

/**
 * What a container is promised of its limits: half. The rest is shared by what runs on the same node, so that a node holds
 * twice the replicas while not all are busy at once.
 */
export const promised = 0.5;

/** @param share of 1 */
export function portion({ cpu, memory }: Size, share: number): Size {
  return { cpu: cpu * share, memory: memory * share };
}

/**
 * The most that a stack's namespace may take: every service at its maximum, twice, because replicas that still end count
 * beside those that take their place, and two runs of the dump.
 *
 * @param beside what runs beside each replica, such as a collector
 */
export function quotaOf(
  { backup, services }: Pick<Specification, "services" | "backup">,
  beside: Size = { cpu: 0, memory: 0 },
): Record<string, string> {
  const parts = Object.values(services).map(({ cpu, memory, scaling }) => ({
    pods: scaling.max,
    cpu: scaling.max * (cpu + beside.cpu),
    memory: scaling.max * (memory + beside.memory),
  }));
  if (backup.dump) parts.push({ pods: 1, ...dumpSize });
  const twice = (of: "pods" | "cpu" | "memory") => 2 * parts.reduce((sum, part) => sum + part[of], 0);
  const limits = quantities({ cpu: twice("cpu"), memory: twice("memory") });
  return {
    pods: String(twice("pods")),
    "limits.cpu": limits.cpu,
    "limits.memory": limits.memory,
  };
}
