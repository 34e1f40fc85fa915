import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hostOptions } from "../../../tools/local/host-options";

describe("the runtime options of a project", () => {
  let project: string;
  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), "platform-host-"));
  });
  afterEach(() => {
    rmSync(project, { recursive: true });
  });

  test("reach a host that takes them as flags", () => {
    writeFileSync(
      join(project, "Pulumi.yaml"),
      "name: x\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n    nodeargs: --import tsx\n",
    );
    expect(hostOptions(project)).toEqual({
      PLATFORM_HOST_TYPESCRIPT: "false",
      PLATFORM_HOST_NODEARGS: "--import tsx",
    });
  });

  test.each(["name: x\nruntime: nodejs\n", "name: x\nruntime: { name: nodejs }\n"])(
    "are Pulumi's defaults where none are given",
    (file) => {
      writeFileSync(join(project, "Pulumi.yaml"), file);
      expect(hostOptions(project)).toEqual({ PLATFORM_HOST_TYPESCRIPT: "true", PLATFORM_HOST_NODEARGS: "" });
    },
  );

  test("of this project never type-check at a preview", () => {
    expect(hostOptions(".").PLATFORM_HOST_TYPESCRIPT).toBe("false");
  });
});
