import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Store } from "../../localcloud/store";
import { EngineStack } from "./stack";

/** A whole life takes a few minutes on two cores; the limit only ends a run that hangs. */
jest.setTimeout(20 * 60_000);

/** Urns without the stack and project, for messages that a person reads. */
const names = (steps: readonly { urn: string }[]): string[] =>
  steps.map(({ urn }) => urn.slice(urn.lastIndexOf("::") + 2)).sort();

describe.each(["dev", "staging", "prod"])("the life of the %s stack", (name) => {
  let stack: EngineStack;
  let cloud: Store;
  const ready = (text: string) => text.replaceAll(/\u001b\[[0-9;]*m/g, "");

  beforeAll(async () => {
    stack = await EngineStack.open(name);
    cloud = new Store(stack.cloudHome, "aws");
  });
  afterEach(async () => {
    expect(await stack.leaks()).toEqual([]);
  });
  afterAll(() => {
    stack.close();
  });

  test("a preview with the policies on makes nothing", async () => {
    const planned = await stack.planned();
    expect(planned.length).toBeGreaterThan(100);
    expect(new Set(planned.map(({ op }) => op))).toEqual(new Set(["create"]));
    expect(cloud.list()).toEqual([]);
  });

  test("a fault half-way leaves a state from which the next run converges, with nothing orphaned", async () => {
    writeFileSync(
      join(stack.cloudHome, "faults.json"),
      JSON.stringify([
        { kind: "fail", type: "aws:ecs/cluster:Cluster", operation: "create" },
        { kind: "throttle", type: "aws:ec2/subnet:Subnet", operation: "create" },
      ]),
    );
    const failed = await stack.up();
    expect(failed.exitCode).not.toBe(0);
    expect(failed.stdout + failed.stderr).toContain("InternalFailure");

    const mended = await stack.up();
    expect(ready(mended.stdout + mended.stderr)).not.toContain("error:");
    expect(mended.exitCode).toBe(0);

    const recorded = await stack.known();
    expect(
      cloud
        .list()
        .map(({ type, id }) => `${type} ${id}`)
        .sort(),
    ).toEqual(recorded.sort());
  });

  test("a second up changes nothing", async () => {
    const again = await stack.up(["--expect-no-changes"]);
    expect(again.stdout).toMatch(/\d+ unchanged/);
    expect(again.exitCode).toBe(0);
  });

  test("a new image changes the rollout of its service and nothing else", async () => {
    const services = stack.services();
    delete services["api"]?.["build"];
    services["api"] = { ...services["api"], image: `registry.example.com/api@sha256:${"5".repeat(64)}` };
    const first = stack.configured({ services });
    expect((await stack.up(first)).exitCode).toBe(0);

    services["api"] = { ...services["api"], image: `registry.example.com/api@sha256:${"6".repeat(64)}` };
    const second = stack.configured({ services });
    expect(names(await stack.planned(second))).toEqual(["api-ecs", "api-task-definition"]);
    expect((await stack.up(second)).exitCode).toBe(0);
    expect((await stack.up()).exitCode).toBe(0);
  });

  test("new limits of scaling change the scaling target alone", async () => {
    const services = stack.services();
    services["api"] = { ...services["api"], scaling: { max: 25 } };
    const wider = stack.configured({ services });
    expect(names(await stack.planned(wider))).toEqual(["api-scaling"]);
    expect((await stack.up(wider)).exitCode).toBe(0);
    const [target] = cloud
      .list("aws:appautoscaling/target:Target")
      .filter(({ inputs }) => inputs["maxCapacity"] === 25);
    expect(target).toBeDefined();
  });

  test("a change made behind the engine's back is found, and undone by the next update", async () => {
    const [group] = cloud.list("aws:lb/targetGroup:TargetGroup");
    if (group === undefined) throw new Error("no target group was made");
    await cloud.tamper(group.type, group.id, { deregistrationDelay: 5 });
    const drifted = await stack.pulumi(["refresh", "--yes", "--skip-preview", "--expect-no-changes"]);
    expect(drifted.exitCode).not.toBe(0);
    expect(ready(drifted.stdout)).toContain("deregistrationDelay");

    expect((await stack.up()).exitCode).toBe(0);
    const [mended] = cloud.list("aws:lb/targetGroup:TargetGroup").filter(({ id }) => id === group.id);
    expect(mended?.outputs["deregistrationDelay"]).toBe(group.outputs["deregistrationDelay"]);
  });

  test("what holds data says no to its deletion until protection is lifted; then nothing is left", async () => {
    if (name === "prod") {
      const refused = await stack.destroy();
      expect(refused.exitCode).not.toBe(0);
      expect(refused.stdout + refused.stderr).toContain("protect");
      expect(cloud.list("aws:rds/instance:Instance")).toHaveLength(1);
      // Without the policies, which refuse a prod that is not protected (docs/deploying.md).
      const lifted = ["up", "--yes", "--skip-preview", ...stack.configured({ protection: false })];
      expect((await stack.pulumi(lifted)).exitCode).toBe(0);
    }
    const destroyed = await stack.destroy();
    expect(ready(destroyed.stdout + destroyed.stderr)).not.toContain("error:");
    expect(destroyed.exitCode).toBe(0);
    expect(await stack.state()).toEqual([]);
    expect(cloud.list().map(({ type, id }) => `${type} ${id}`)).toEqual([]);
  });
});
