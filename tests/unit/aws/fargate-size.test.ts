import fc from "fast-check";
import { fargateSize } from "../../../providers/aws/fargate-size";

/** Every pair that Fargate offers, written out anew from the table in the ECS guide. */
const offered = [
  { cpu: 256, sizes: [512, 1024, 2048] },
  { cpu: 512, sizes: [1024, 2048, 3072, 4096] },
  { cpu: 1024, sizes: gibibytes(2, 8, 1) },
  { cpu: 2048, sizes: gibibytes(4, 16, 1) },
  { cpu: 4096, sizes: gibibytes(8, 30, 1) },
  { cpu: 8192, sizes: gibibytes(16, 60, 4) },
  { cpu: 16_384, sizes: gibibytes(32, 120, 8) },
].flatMap(({ cpu, sizes }) => sizes.map((memory) => ({ cpu, memory })));

function gibibytes(from: number, to: number, step: number): number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, index) => (from + index * step) * 1024);
}

const cpu = fc.double({ min: 0.01, max: 16, noNaN: true });
const memory = fc.integer({ min: 1, max: 122_880 });

describe("the size of a Fargate task", () => {
  test("is always one that is offered, and enough", () => {
    fc.assert(
      fc.property(cpu, memory, (vcpu, mebibytes) => {
        const size = fargateSize(vcpu, mebibytes);
        expect(offered).toContainEqual(size);
        expect(size.cpu).toBeGreaterThanOrEqual(vcpu * 1024);
        expect(size.memory).toBeGreaterThanOrEqual(mebibytes);
      }),
    );
  });

  test("is the smallest that is enough", () => {
    fc.assert(
      fc.property(cpu, memory, (vcpu, mebibytes) => {
        const [smallest] = offered.filter((o) => o.cpu >= vcpu * 1024 && o.memory >= mebibytes);
        expect(fargateSize(vcpu, mebibytes)).toEqual(smallest);
      }),
    );
  });

  test.each([
    [0.25, 256, { cpu: 256, memory: 512 }],
    [0.25, 1025, { cpu: 256, memory: 2048 }],
    [0.5, 768, { cpu: 512, memory: 1024 }],
    [0.25, 3000, { cpu: 512, memory: 3072 }],
    [8, 61_000, { cpu: 8192, memory: 61_440 }],
  ])("of %s vCPU and %s MiB", (vcpu, mebibytes, size) => {
    expect(fargateSize(vcpu, mebibytes)).toEqual(size);
  });

  test.each([
    [17, 512],
    [1, 122_881],
  ])("is refused for %s vCPU and %s MiB", (vcpu, mebibytes) => {
    expect(() => fargateSize(vcpu, mebibytes)).toThrow("the largest has 16 vCPU and 122880 MiB");
  });
});
