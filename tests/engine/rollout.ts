import type { Store } from "../../localcloud/store";
import { exitCodeAfter, returnReport } from "../../tools/delivery/return-report";
import { DeliveryProject } from "./delivery-project";
import type { EngineStack } from "./stack";

/** How a version of the service `worker` fails on a cloud, and what tells of it. */
export interface FailingRollout {
  /** Word of the failing image (docs/testing.md). */
  readonly fault: "unpullable" | "crashing" | "unready";
  /** What the cloud says of it. */
  readonly reason: RegExp;
  /** What gets the requests, by the cloud's own state: the same text for the same version. */
  readonly serving: (store: Store) => unknown;
}

const image = (name: string, digit: string) => `registry.example.com/${name}@sha256:${digit.repeat(64)}`;

/**
 * A version that fails, in a stack that is up: delivered with the commands of the workflow.
 *
 * @param up the stack and the arguments that make a command use its configuration
 */
export function describeFailingRollout(
  { fault, reason, serving }: FailingRollout,
  up: () => { readonly stack: EngineStack; readonly configured: readonly string[] },
): void {
  let project: DeliveryProject;
  let store: Store;
  let good: unknown;
  beforeAll(() => {
    store = up().stack.cloud;
    good = serving(store);
  });

  test("a version that fails: the update says why, and the last good version serves on", async () => {
    const { configured, stack } = up();
    project = await DeliveryProject.open(stack, configured);
    project.setImage("worker", image(`worker-${fault}`, "6"));
    const { exitCode, text } = await project.update();
    expect(exitCode).not.toBe(0);
    expect(text).toMatch(reason);
    expect(serving(store)).toEqual(good);
  });

  test("the return: cloud, state and configuration agree on the last good version, and the report says so", async () => {
    const done = await project.return();
    expect(done.end).toEqual({ kind: "back" });
    expect(serving(store)).toEqual(good);
    expect(exitCodeAfter(done)).toBe(1);
    expect(returnReport(done)).toMatch(reason);
    expect(returnReport(done)).toContain("| `registry.example.com/worker@");
  });

  test("a better version goes through afterwards", async () => {
    project.setImage("worker", image("worker", "7"));
    expect((await project.update()).exitCode).toBe(0);
    expect(serving(store)).not.toEqual(good);
  });
}
