import { spawnSync } from "node:child_process";
import { join } from "node:path";

interface Traces {
  readonly promise: string;
  readonly error: string;
  readonly frame: string;
}

function traces(environment: NodeJS.ProcessEnv = {}): Traces {
  const root = join(__dirname, "..", "..", "..");
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [
      "--import",
      "tsx",
      "--import",
      join(root, "startup", "stack-traces.ts"),
      join(__dirname, "stack-traces.ts"),
    ],
    { encoding: "utf8", env: { ...process.env, ...environment } },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return JSON.parse(stdout) as Traces;
}

test("the trace of a promise is left empty; an error's own is not, and names the line that was written", () => {
  const { error, frame, promise } = traces();
  expect(promise).toBe("Error");
  // The line in the TypeScript file, whatever became of it.
  expect(error).toMatch(/^Error: example\n +at .*stack-traces\.ts:29:/);
  expect(frame).toBe("callerOf");
});

test("who looks for leaked promises gets their traces", () => {
  expect(traces({ PULUMI_DEBUG_PROMISE_LEAKS: "true" }).promise).toMatch(/at .*stack-traces\.ts:26:/);
});
