/** vCPU and memory of a container, as Container Apps writes them. */
export interface ContainerSize {
  readonly cpu: number;
  /** For example `0.5Gi`. */
  readonly memory: string;
}

/** The smallest share, and the step between sizes: a quarter of a vCPU with twice as many GiB. */
const step = 0.25;
const gibibytesPerCpu = 2;
/** What a replica of the consumption profile can have at most. */
const largest = 4;

/**
 * The smallest size of the consumption profile with at least so much of both. Container Apps only knows pairs of 1 vCPU to
 * 2 GiB, in quarters of a vCPU, and holds the sum of a replica's containers to the same pairs.
 * Source: documentation of Azure Container Apps, "Containers: allocations".
 *
 * @param cpu vCPUs, for example 0.5
 * @param memory MiB
 * @param reserved vCPUs that other containers of the same replica take
 * @throws Error when no replica is that large
 */
export function containerSize(cpu: number, memory: number, reserved = 0): ContainerSize {
  const steps = Math.max(1, Math.ceil(cpu / step), Math.ceil(memory / 1024 / gibibytesPerCpu / step));
  const size = steps * step;
  if (size + reserved > largest)
    throw new Error(
      `no replica of Container Apps has ${String(cpu)} vCPU and ${String(memory)} MiB` +
        `${reserved > 0 ? ` beside ${String(reserved)} vCPU for its collector` : ""}; the largest has ` +
        `${String(largest - reserved)} vCPU and ${String((largest - reserved) * gibibytesPerCpu * 1024)} MiB`,
    );
  return { cpu: size, memory: `${String(size * gibibytesPerCpu)}Gi` };
}
