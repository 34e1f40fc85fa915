/** CPUs and MiB of a container on Cloud Run. */
export interface ContainerSize {
  readonly cpu: number;
  readonly memory: number;
}

/**
 * What Cloud Run offers: for each number of CPUs, from how many MiB to how many, all containers of a replica together. Less
 * than one CPU is only for replicas that take one request at a time and sleep in between. The second execution
 * environment, which has Linux in full, wants 512 MiB.
 * Source: Cloud Run guide, "Configure CPU limits for services".
 */
const offers: readonly { readonly cpu: number; readonly from: number; readonly to: number }[] = [
  { cpu: 1, from: 512, to: 4096 },
  { cpu: 2, from: 512, to: 8192 },
  { cpu: 4, from: 2048, to: 16_384 },
  { cpu: 6, from: 4096, to: 24_576 },
  { cpu: 8, from: 4096, to: 32_768 },
];

/** Most CPUs of all containers of a replica. */
const mostCpus = 8;

/**
 * The smallest container that Cloud Run offers with at least so much of both; fewer CPUs before less memory, as they cost more.
 *
 * @param cpu vCPUs, for example 0.5
 * @param memory MiB
 * @param beside what the other containers of the replica take; default: nothing
 * @throws Error when no replica is that large
 */
export function containerSize(
  cpu: number,
  memory: number,
  beside: ContainerSize = { cpu: 0, memory: 0 },
): ContainerSize {
  for (const offer of offers) {
    const wanted = Math.max(memory, offer.from);
    if (offer.cpu < cpu || offer.cpu + beside.cpu > mostCpus || wanted + beside.memory > offer.to) continue;
    return { cpu: offer.cpu, memory: wanted };
  }
  throw new Error(
    `no replica of Cloud Run has ${String(cpu + beside.cpu)} vCPU and ${String(memory + beside.memory)} MiB; the ` +
      `largest has ${String(mostCpus)} vCPU and 32768 MiB`,
  );
}
