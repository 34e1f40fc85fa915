import { spawnSync } from "node:child_process";
import { join } from "node:path";

interface Loaded {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly used: Readonly<Record<string, unknown>>;
}

/** Files that only the postponed parts load. */
const automation = "/@pulumi/pulumi/automation/stack.js";
const compiler = "/typescript/lib/typescript.js";
const reader = "/@npmcli/arborist/lib/arborist/index.js";

test("what a program does not use of the SDK is not loaded until it is used, and whole then", () => {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--import", "tsx", join(__dirname, "lazy-sdk.ts")],
    { encoding: "utf8" },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const { after, before, used } = JSON.parse(stdout) as Loaded;
  for (const part of [automation, compiler, reader])
    expect(before.filter((file) => file.endsWith(part))).toEqual([]);
  expect(used).toEqual({ automation: "function", parts: true });
  expect(after.some((file) => file.endsWith(automation))).toBe(true);
});
