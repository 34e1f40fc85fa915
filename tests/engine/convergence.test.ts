import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Fault } from "../../localcloud/faults";
import type { Store } from "../../localcloud/store";
import { EngineStack } from "./stack";

jest.setTimeout(15 * 60_000);

/** What the local cloud has and the state does not know, and the other way round. */
async function differences(stack: EngineStack, cloud: Store) {
  const known = await stack.known();
  const there = cloud.list().map(({ type, id }) => `${type} ${id}`);
  return {
    unknown: there.filter((resource) => !known.includes(resource)),
    missing: known.filter((resource) => !there.includes(resource)),
  };
}

describe("the dev stack after a fault", () => {
  let stack: EngineStack;
  let cloud: Store;

  beforeEach(async () => {
    stack = await EngineStack.open("dev");
    cloud = stack.cloud;
  });
  afterEach(async () => {
    expect(await stack.leaks()).toEqual([]);
    stack.close();
  });

  const plan = (...faults: Fault[]): void => {
    writeFileSync(join(stack.cloudHome, "faults.json"), JSON.stringify(faults));
  };
  const calm = (): void => {
    rmSync(join(stack.cloudHome, "faults.json"), { force: true });
  };

  // One call at a time, so that the killed process had no other work under way.
  test.each([
    ["before", 0],
    ["after", 1],
  ] as const)("a plugin killed %s its work: the next run converges, nothing twice", async (when, lost) => {
    plan({ kind: "kill", type: "aws:sns/topic:Topic", operation: "create", when });
    expect((await stack.up(["--parallel", "1"])).exitCode).not.toBe(0);
    calm();
    expect((await stack.up()).exitCode).toBe(0);
    const { unknown, missing } = await differences(stack, cloud);
    expect(missing).toEqual([]);
    expect(unknown).toHaveLength(lost);
    expect((await stack.up(["--expect-no-changes"])).exitCode).toBe(0);
  });

  test("Ctrl-C half-way: what is under way ends, the exit code says so, and the next run goes on", async () => {
    const { args, env } = await stack.session.prepare(["up", "--yes", "--skip-preview", "--stack", "dev"]);
    const child = spawn(stack.session.cli, args, { env, stdio: ["ignore", "pipe", "inherit"] });
    const made = /aws:ec2:Subnet .*created/;
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => {
      const before = made.test(text);
      text += chunk.toString();
      if (!before && made.test(text)) child.kill("SIGINT");
    });
    const [code] = (await once(child, "close")) as [number | null];
    expect(code).not.toBe(0);
    expect(cloud.list().length).toBeGreaterThan(0);
    expect(await differences(stack, cloud)).toEqual({ unknown: [], missing: [] });

    expect((await stack.up()).exitCode).toBe(0);
    expect(await differences(stack, cloud)).toEqual({ unknown: [], missing: [] });
  });

  test("an answer lost after the work: at most that one resource is unknown to the state", async () => {
    plan({ kind: "lose-answer", type: "aws:sns/topic:Topic", operation: "create" });
    expect((await stack.up()).exitCode).not.toBe(0);
    calm();
    expect((await stack.up()).exitCode).toBe(0);
    const { unknown, missing } = await differences(stack, cloud);
    expect(missing).toEqual([]);
    expect(unknown).toHaveLength(1);
    expect(unknown[0]).toContain("aws:sns/topic:Topic");
  });

  test("a fault in an update and in a destroy: each next run goes on where it stopped", async () => {
    expect((await stack.up()).exitCode).toBe(0);
    const services = stack.services();
    services["api"] = { ...services["api"], scaling: { max: 25 } };
    const wider = stack.configured({ services });
    plan({ kind: "fail", type: "aws:appautoscaling/target:Target", operation: "update" });
    expect((await stack.up(wider)).exitCode).not.toBe(0);
    calm();
    expect((await stack.up(wider)).exitCode).toBe(0);
    expect(await differences(stack, cloud)).toEqual({ unknown: [], missing: [] });

    plan({ kind: "fail", type: "aws:rds/instance:Instance", operation: "delete" });
    expect((await stack.destroy()).exitCode).not.toBe(0);
    expect(cloud.list("aws:rds/instance:Instance")).toHaveLength(1);
    calm();
    expect((await stack.destroy()).exitCode).toBe(0);
    expect(cloud.list()).toEqual([]);
    expect(await stack.state()).toEqual([]);
  });
});
