import * as fc from "fast-check";
import { containerSize } from "../../../providers/gcp/container-size";

/** Cloud Run guide, "Configure CPU limits for services": MiB by CPUs. */
const offers: Readonly<Record<number, readonly [number, number]>> = {
  1: [512, 4096],
  2: [512, 8192],
  4: [2048, 16_384],
  6: [4096, 24_576],
  8: [4096, 32_768],
};
const sizes = fc.record({
  cpu: fc.double({ min: 0.1, max: 6, noNaN: true }),
  memory: fc.integer({ min: 128, max: 20_000 }),
  beside: fc.record({ cpu: fc.constantFrom(0, 0.25), memory: fc.integer({ min: 0, max: 512 }) }),
});

describe("the size of a container", () => {
  test("is one that Cloud Run offers, at least as large as asked for, with room for what runs beside it", () => {
    fc.assert(
      fc.property(sizes, ({ beside, cpu, memory }) => {
        const size = containerSize(cpu, memory, beside);
        const [from = 0, to = 0] = offers[size.cpu] ?? [];
        expect(size.cpu).toBeGreaterThanOrEqual(cpu);
        expect(size.memory).toBeGreaterThanOrEqual(Math.max(memory, from));
        expect(size.memory + beside.memory).toBeLessThanOrEqual(to);
      }),
    );
  });

  test("is the smallest that is large enough", () => {
    fc.assert(
      fc.property(sizes, ({ beside, cpu, memory }) => {
        const size = containerSize(cpu, memory, beside);
        const smaller = Object.entries(offers).filter(
          ([cpus, [from, to]]) =>
            Number(cpus) < size.cpu && Number(cpus) >= cpu && Math.max(memory, from) + beside.memory <= to,
        );
        expect(smaller).toEqual([]);
      }),
    );
  });

  test.each([
    [0.5, 512, undefined, { cpu: 1, memory: 512 }],
    [1, 4096, { cpu: 0.25, memory: 256 }, { cpu: 2, memory: 4096 }],
    [3, 512, undefined, { cpu: 4, memory: 2048 }],
  ])("of %d vCPU and %i MiB beside %j is %j", (cpu, memory, beside, size) => {
    expect(containerSize(cpu, memory, beside)).toEqual(size);
  });

  test.each([
    [9, 512, undefined],
    [1, 40_000, undefined],
    [7, 4096, { cpu: 0.25, memory: 256 }],
  ])("of %d vCPU and %i MiB beside %j is refused", (cpu, memory, beside) => {
    expect(() => containerSize(cpu, memory, beside)).toThrow("the largest has 8 vCPU and 32768 MiB");
  });
});
