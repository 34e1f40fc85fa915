/** CPU units (1024 = one vCPU) and MiB of a Fargate task. */
export interface FargateSize {
  readonly cpu: number;
  readonly memory: number;
}

/**
 * What Fargate offers: for each number of CPU units, from how many MiB to how many, in which steps.
 * Source: Amazon ECS developer guide, "Task CPU and memory".
 */
const offers: readonly {
  readonly cpu: number;
  readonly from: number;
  readonly to: number;
  readonly step: number;
}[] = [
  { cpu: 256, from: 512, to: 1024, step: 512 },
  { cpu: 256, from: 2048, to: 2048, step: 1024 },
  { cpu: 512, from: 1024, to: 4096, step: 1024 },
  { cpu: 1024, from: 2048, to: 8192, step: 1024 },
  { cpu: 2048, from: 4096, to: 16_384, step: 1024 },
  { cpu: 4096, from: 8192, to: 30_720, step: 1024 },
  { cpu: 8192, from: 16_384, to: 61_440, step: 4096 },
  { cpu: 16_384, from: 32_768, to: 122_880, step: 8192 },
];

/**
 * The smallest task that Fargate offers with at least so much of both; fewer CPUs before less memory, as they cost more.
 *
 * @param cpu vCPUs, for example 0.5
 * @param memory MiB
 * @throws Error when no task is that large
 */
export function fargateSize(cpu: number, memory: number): FargateSize {
  for (const offer of offers) {
    if (offer.cpu < cpu * 1024 || offer.to < memory) continue;
    const steps = Math.max(0, Math.ceil((memory - offer.from) / offer.step));
    return { cpu: offer.cpu, memory: offer.from + steps * offer.step };
  }
  throw new Error(
    `no Fargate task has ${String(cpu)} vCPU and ${String(memory)} MiB; the largest has 16 vCPU and 122880 MiB`,
  );
}
