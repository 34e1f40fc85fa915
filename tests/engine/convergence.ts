import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Fault } from "../../localcloud/faults";
import type { StoredResource } from "../../localcloud/rules";
import type { Store } from "../../localcloud/store";
import { at } from "../contract/resource";
import { describeFailingRollout, type FailingRollout } from "./rollout";
import { EngineStack, type Run } from "./stack";

/** Which types of a cloud the faults hit. */
export interface Convergence {
  readonly cloud: string;
  /** Made early, waited for when Ctrl-C is pressed. */
  readonly first: string;
  /** Made after it, by a name that ends in random characters, so that a second one does no harm. */
  readonly killed: string;
  /** Made late. There can be only one of it: a second is refused as long as the first is there. */
  readonly single: string;
  /** What new limits of scaling update. */
  readonly updated: string;
  /** There once, and not the last to be deleted. */
  readonly deleted: string;
  /** A version of its service that fails. */
  readonly rollout: FailingRollout;
}

/** A handful of updates of a small stack; the limit only ends a run that hangs. */
jest.setTimeout(10 * 60_000);

/** Enough to need a network, keys, telemetry and secrets: one service that takes no connection and has no data. */
const worker = {
  image: `registry.example.com/worker@sha256:${"5".repeat(64)}`,
  secrets: ["openaiApiKey"],
};

/** Seconds that a resource takes which Ctrl-C is pressed for: more than the signal needs to arrive. */
const underWay = 10;

/** What faults of every kind leave behind on a cloud, in order: each goes on from where the one before ended. */
export function describeConvergence(convergence: Convergence): void {
  const { cloud, deleted, first, killed, single, updated } = convergence;
  describe(`a stack on ${cloud}, hit by fault after fault`, () => {
    let stack: EngineStack;
    let store: Store;
    /** Arguments that make a command use the small stack. */
    let small: readonly string[];

    const plan = (fault: Fault): void => {
      writeFileSync(join(stack.cloudHome, "faults.json"), JSON.stringify([fault]));
    };
    const calm = (): void => {
      rmSync(join(stack.cloudHome, "faults.json"), { force: true });
    };
    /** Without the policies, which are no part of this. */
    const up = (args: readonly string[]): Promise<Run> =>
      stack.pulumi(["up", "--yes", "--skip-preview", ...args]);
    const of = (scaling: Readonly<Record<string, number>>): readonly string[] =>
      stack.configured({ services: { worker: { ...worker, scaling } } });

    /** What the cloud has and the state does not know; fails when the state knows what the cloud does not have. */
    const unknown = async (): Promise<StoredResource[]> => {
      const known = await stack.known();
      const there = store.list();
      const ids = there.map(({ id, type }) => `${type} ${id}`);
      expect(known.filter((resource) => !ids.includes(resource))).toEqual([]);
      return there.filter(({ id, type }) => !known.includes(`${type} ${id}`));
    };
    const unknownTypes = async (): Promise<string[]> => (await unknown()).map(({ type }) => type).sort();

    beforeAll(async () => {
      stack = await EngineStack.open("dev", cloud);
      store = stack.cloud;
      small = of({});
    });
    afterEach(async () => {
      calm();
      expect(await stack.leaks()).toEqual([]);
    });
    afterAll(() => {
      stack.close();
    });

    test("Ctrl-C: what is under way ends and is known, nothing else begins, and the exit code says so", async () => {
      plan({ kind: "delay", type: first, operation: "create", seconds: underWay });
      const { args, env } = await stack.session.prepare(
        ["up", "--yes", "--skip-preview", "--parallel", "1", "--stack", "dev"].concat(small),
      );
      const child = spawn(stack.session.cli, args, { env, stdio: ["ignore", "pipe", "inherit"] });
      const begun = new RegExp(`${first.replace(/\/\w+:/, ":")} .*creating`);
      let text = "";
      let before: number | undefined;
      child.stdout.on("data", (chunk: Buffer) => {
        text += chunk.toString();
        if (before !== undefined || !begun.test(text)) return;
        // Once only: a second one ends the engine at once.
        before = store.list().length;
        child.kill("SIGINT");
      });
      const [code] = (await once(child, "close")) as [number | null];
      expect(code).not.toBe(0);
      expect(store.list(first)).toHaveLength(1);
      expect(store.list()).toHaveLength((before ?? NaN) + 1);
      expect(await unknown()).toEqual([]);
    });

    // One call at a time, so that the killed process had no other work under way.
    test.each([
      ["before", []],
      ["after", [killed]],
    ] as const)("a plugin killed %s its work: at most that one resource is unknown", async (when, lost) => {
      plan({ kind: "kill", type: killed, operation: "create", when });
      expect((await up(["--parallel", "1", ...small])).exitCode).not.toBe(0);
      expect(await unknownTypes()).toEqual(lost);
    });

    test("an answer lost after the work: that one resource is unknown, and in the way until it is removed", async () => {
      plan({ kind: "lose-answer", type: single, operation: "create" });
      expect((await up(small)).exitCode).not.toBe(0);
      calm();
      expect(await unknownTypes()).toEqual([killed, single].sort());

      const refused = await up(small);
      expect(refused.exitCode).not.toBe(0);
      expect(refused.stdout + refused.stderr).toMatch(/AlreadyExists|Duplicate/);

      // As the documentation says: what carries the stack's tags and is not in its state.
      const [superfluous] = (await unknown()).filter(({ type }) => type === single);
      if (superfluous === undefined) throw new Error(`no ${single} is left over`);
      const { id, outputs } = superfluous;
      expect(["tagsAll", "tags", "effectiveLabels"].map((key) => at(outputs, `${key}.stack`))).toContain(
        "dev",
      );
      store.remove(single, id);
    });

    test("the next run converges, with nothing twice but what a fault left behind", async () => {
      expect((await up(small)).exitCode).toBe(0);
      expect(await unknownTypes()).toEqual([killed]);
      expect((await up(["--expect-no-changes", ...small])).exitCode).toBe(0);
    });

    test("a fault in an update: the next one goes on where it stopped", async () => {
      const wider = of({ max: 25 });
      plan({ kind: "fail", type: updated, operation: "update" });
      expect((await up(wider)).exitCode).not.toBe(0);
      expect(JSON.stringify(store.list(updated))).not.toContain(":25");
      calm();
      expect((await up(wider)).exitCode).toBe(0);
      expect(JSON.stringify(store.list(updated))).toContain(":25");
      expect(await unknownTypes()).toEqual([killed]);
    });

    test("a fault in a destroy: the next one ends it", async () => {
      // It can be told apart, so that its owner removes it before the stack goes.
      for (const { id, type } of await unknown()) store.remove(type, id);
      plan({ kind: "fail", type: deleted, operation: "delete" });
      expect((await stack.destroy()).exitCode).not.toBe(0);
      expect(store.list(deleted)).toHaveLength(1);
      expect(await unknown()).toEqual([]);
      calm();
      expect((await stack.destroy()).exitCode).toBe(0);
      expect(store.list()).toEqual([]);
      expect(await stack.state()).toEqual([]);
    });

    test("a stack that is gone comes up again at once, as planned, although names of the first stay taken", async () => {
      const planned = join(stack.root, "plan.json");
      expect((await stack.pulumi(["preview", "--save-plan", planned, ...small])).exitCode).toBe(0);
      expect((await up(["--plan", planned, ...small])).exitCode).toBe(0);
      expect(await unknown()).toEqual([]);
    });

    describe("that is up", () => {
      describeFailingRollout(convergence.rollout, () => ({ stack, configured: small }));
    });
  });
}
