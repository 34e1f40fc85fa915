import fc from "fast-check";
import { atLeast, goVersions, minimumCli, parseVersion } from "../../../tools/engine/versions";

const parts = fc.tuple(fc.nat(30), fc.nat(400), fc.nat(30));

describe("versions", () => {
  it.each([
    ["v3.259.0\n", [3, 259, 0]],
    ["go version go1.26.8 linux/amd64", [1, 26, 8]],
    ["3.260.0-alpha.1+dirty", [3, 260, 0]],
  ])("are read from %j", (text, version) => {
    expect(parseVersion(text)).toEqual(version);
  });

  it("are compared number by number", () => {
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const order =
          a.map((part, index) => part - (b[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
        expect(atLeast(`v${a.join(".")}`, b.join("."))).toBe(order >= 0);
      }),
    );
  });

  it("take missing parts for zero", () => {
    expect(atLeast("go1.21", "1.21.0")).toBe(true);
    expect(atLeast("go1.21.3", "1.21")).toBe(true);
    expect(atLeast("go1.21", "1.21.1")).toBe(false);
  });

  it("are too old where there is none", () => {
    expect(atLeast("command not found", "0.0")).toBe(false);
  });

  it("that are built would be accepted on PATH", () => {
    expect(atLeast(goVersions.cli, minimumCli)).toBe(true);
  });
});
