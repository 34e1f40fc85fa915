/* Run by stack-traces.test.ts in a process of its own, after what Pulumi.yaml imports. */
import { createRequire } from "node:module";
import "source-map-support/register";

/** Not in the SDK's declarations. */
interface Internal {
  readonly debuggablePromise: (promise: Promise<unknown>, context: string) => Promise<unknown>;
}

interface Traced {
  readonly _debugStackTrace: string;
}

/** What a library does that wants frames and not text. */
function callerOf(): string | null | undefined {
  const errors: { prepareStackTrace?: unknown } = Error;
  const { prepareStackTrace } = errors;
  errors.prepareStackTrace = (_error: Error, frames: readonly NodeJS.CallSite[]) => frames;
  const frames: unknown = new Error().stack;
  errors.prepareStackTrace = prepareStackTrace;
  return Array.isArray(frames) ? (frames[0] as NodeJS.CallSite).getFunctionName() : undefined;
}

const { debuggablePromise } = createRequire(__filename)("@pulumi/pulumi/runtime/debuggable") as Internal;
const promise: Promise<void> & Partial<Traced> = Promise.resolve();
void debuggablePromise(promise, "example");
const frame = callerOf();
process.stdout.write(
  JSON.stringify({ promise: promise._debugStackTrace, frame, error: new Error("example").stack }),
);
