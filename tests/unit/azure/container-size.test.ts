import fc from "fast-check";
import { containerSize } from "../../../providers/azure/container-size";

describe("the size of a container", () => {
  test.each([
    [0.25, 256, 0.25, "0.5Gi"],
    [0.5, 512, 0.5, "1Gi"],
    [0.25, 1024, 0.5, "1Gi"],
    [0.6, 512, 0.75, "1.5Gi"],
    [1, 4096, 2, "4Gi"],
    [4, 8192, 4, "8Gi"],
  ])("of %f vCPU and %i MiB is %f vCPU and %s", (cpu, memory, offered, gibibytes) => {
    expect(containerSize(cpu, memory)).toEqual({ cpu: offered, memory: gibibytes });
  });

  test("is the smallest pair with at least so much of both", () => {
    const cpus = fc.integer({ min: 1, max: 400 }).map((hundredths) => hundredths / 100);
    fc.assert(
      fc.property(cpus, fc.integer({ min: 1, max: 8192 }), (cpu, memory) => {
        const size = containerSize(cpu, memory);
        const mebibytes = Number.parseFloat(size.memory) * 1024;
        expect(size.cpu % 0.25).toBe(0);
        expect(mebibytes).toBe(size.cpu * 2048);
        expect(size.cpu).toBeGreaterThanOrEqual(cpu);
        expect(mebibytes).toBeGreaterThanOrEqual(memory);
        // A quarter less would lack one of the two.
        const smaller = size.cpu - 0.25;
        expect(smaller === 0 || smaller < cpu || smaller * 2048 < memory).toBe(true);
      }),
    );
  });

  test.each([
    [4.1, 512, 0, "the largest has 4 vCPU and 8192 MiB"],
    [1, 8193, 0, "the largest has 4 vCPU and 8192 MiB"],
    [4, 512, 0.25, "beside 0.25 vCPU for its collector; the largest has 3.75 vCPU and 7680 MiB"],
  ])("is refused where there is none: %f vCPU, %i MiB, %f taken", (cpu, memory, reserved, reason) => {
    expect(() => containerSize(cpu, memory, reserved)).toThrow(reason);
  });
});
