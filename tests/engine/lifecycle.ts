import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Store } from "../../localcloud/store";
import type { Properties, StoredResource } from "../../localcloud/rules";
import type { Runtime } from "../../components/specification";
import { brokenBy } from "./contract";
import { EngineStack } from "./stack";

/** What differs from cloud to cloud in a stack's life. */
export interface Life {
  readonly cloud: string;
  /** Default: containers. */
  readonly runtime?: Runtime;
  readonly environments: readonly ("dev" | "staging" | "prod")[];
  /**
   * Those of them whose life is told in short, without faults, scaling and drift, because a stack of about the same resources
   * shows them. Default: none.
   */
  readonly briefly?: readonly ("dev" | "staging" | "prod")[];
  /** Type whose first creation fails half-way, and type whose first creation is throttled. */
  readonly failing: string;
  readonly throttled: string;
  /** Logical names of all that a new image of the service `api` changes. */
  readonly rollout: readonly string[];
  /** Logical names of all that new limits of its scaling change, and where the new maximum of replicas is found. */
  readonly scaling: {
    readonly changed: readonly string[];
    readonly type: string;
    readonly maximum: (resource: StoredResource) => unknown;
  };
  /** A property that somebody changes behind the engine's back. */
  readonly drift: { readonly type: string; readonly change: Properties };
  /** What the cloud's autoscaler changes, and no update may undo; absent where the count is no property of anything. */
  readonly autoscaled?: { readonly type: string; readonly change: Properties };
  readonly database: string;
  /** Types of which a destroy of prod leaves some behind: what is held against deletion (docs/deploying.md). */
  readonly kept?: readonly string[];
}

/** A whole life takes a few minutes on two cores; the limit only ends a run that hangs. */
jest.setTimeout(20 * 60_000);

/** Urns without the stack and project, for messages that a person reads. */
const names = (steps: readonly { urn: string }[]): string[] =>
  steps.map(({ urn }) => urn.slice(urn.lastIndexOf("::") + 2)).sort();

/** Every test of a stack's whole life on a cloud, in order: each goes on from where the one before ended. */
export function describeLife(life: Life): void {
  const place = `${life.cloud}, ${life.runtime ?? "containers"}`;
  describe.each(life.environments)(`the life of the %s stack on ${place}`, (name) => {
    wholeLife(life, name);
  });
}

function wholeLife(life: Life, name: Life["environments"][number]): void {
  const { runtime = "containers" } = life;
  const brief = life.briefly?.includes(name) === true;
  /** What a life told in short leaves out. */
  const inFull: (title: string, body: () => Promise<void>) => void = brief ? () => undefined : test;
  let stack: EngineStack;
  let cloud: Store;
  const ready = (text: string) => text.replaceAll(/\u001b\[[0-9;]*m/g, "");

  beforeAll(async () => {
    stack = (await EngineStack.open(name, life.cloud, runtime)).writeStateAtTheEnd();
    cloud = stack.cloud;
  });
  afterEach(async () => {
    expect(await stack.leaks()).toEqual([]);
  });
  afterAll(() => {
    stack.close();
  });

  test("a preview with the policies on makes nothing", async () => {
    const planned = await stack.planned();
    expect(planned.length).toBeGreaterThan(50);
    expect(new Set(planned.map(({ op }) => op))).toEqual(new Set(["create"]));
    expect(stack.everything).toEqual([]);
  });

  inFull("a fault half-way leaves a state from which the next run goes on", async () => {
    writeFileSync(
      join(stack.cloudHome, "faults.json"),
      JSON.stringify([
        { kind: "fail", type: life.failing, operation: "create" },
        { kind: "throttle", type: life.throttled, operation: "create" },
      ]),
    );
    const failed = await stack.unjudgedUp();
    expect(failed.exitCode).not.toBe(0);
    expect(failed.stdout + failed.stderr).toContain("InternalFailure");
  });

  test("it comes up, with nothing orphaned", async () => {
    const { exitCode, stdout, stderr } = await stack.up();
    expect(ready(stdout + stderr)).not.toContain("error:");
    expect(exitCode).toBe(0);

    const recorded = await stack.known();
    expect(stack.everything.map(({ type, id }) => `${type} ${id}`).sort()).toEqual(recorded.sort());
  });

  test("what the engine made keeps every promise of the platform", async () => {
    expect(await brokenBy(stack, life.cloud, runtime)).toEqual([]);
  });

  test("a second up changes nothing", async () => {
    const again = await stack.up(["--expect-no-changes"]);
    expect(again.stdout).toMatch(/\d+ unchanged/);
    expect(again.exitCode).toBe(0);
  });

  test("a new image changes its service's rollout, new limits of scaling the scaling, and neither anything else", async () => {
    const services = stack.services();
    if (services["api"]?.["build"] !== undefined) {
      delete services["api"]["build"];
      services["api"] = { ...services["api"], image: `registry.example.com/api@sha256:${"5".repeat(64)}` };
      expect((await stack.unjudgedUp(stack.configured({ services }))).exitCode).toBe(0);
    }
    const image = `registry.example.com/api@sha256:${"6".repeat(64)}`;
    const scaling = { max: 25 };
    const asking = (change: Properties) =>
      stack.configured({ services: { ...services, api: { ...services["api"], ...change } } });
    expect(names(await stack.planned(asking({ image })))).toEqual(life.rollout);
    if (!brief) expect(names(await stack.planned(asking({ scaling })))).toEqual(life.scaling.changed);
    expect((await stack.unjudgedUp(asking({ image, scaling }))).exitCode).toBe(0);
    const { maximum, type } = life.scaling;
    expect(stack.storeOf(type).list(type).map(maximum)).toContain(25);
  });

  inFull(
    "a change made behind the engine's back is found and undone by the next update, but for what the autoscaler wants",
    async () => {
      const { type, change } = life.drift;
      const [first] = cloud.list(type);
      if (first === undefined) throw new Error(`there is no ${type}`);
      await cloud.tamper(type, first.id, change);
      const [scaled] = life.autoscaled === undefined ? [] : cloud.list(life.autoscaled.type);
      if (scaled !== undefined) await cloud.tamper(scaled.type, scaled.id, life.autoscaled?.change ?? {});
      const drifted = await stack.pulumi(["refresh", "--yes", "--skip-preview", "--expect-no-changes"]);
      expect(drifted.exitCode).not.toBe(0);
      const [property = ""] = Object.keys(change);
      expect(ready(drifted.stdout)).toContain(property);

      expect((await stack.unjudgedUp()).exitCode).toBe(0);
      const mended = cloud.list(type).find(({ id }) => id === first.id);
      expect(mended?.outputs[property]).toEqual(first.outputs[property]);
      if (life.autoscaled !== undefined)
        expect(cloud.list(life.autoscaled.type).find(({ id }) => id === scaled?.id)?.outputs).toMatchObject(
          life.autoscaled.change,
        );
    },
  );

  test("what holds data says no to its deletion until protection is lifted; then nothing is left", async () => {
    if (name === "prod") {
      const databases = cloud.list(life.database).length;
      expect(databases).toBeGreaterThan(0);
      const refused = await stack.destroy();
      expect(refused.exitCode).not.toBe(0);
      expect(refused.stdout + refused.stderr).toContain("protect");
      expect(cloud.list(life.database)).toHaveLength(databases);
      // Without the policies, which refuse a prod that is not protected (docs/deploying.md).
      const open = await stack.unjudgedUp(stack.configured({ protection: false }));
      expect(ready(open.stdout + open.stderr)).not.toContain("error:");
      expect(open.exitCode).toBe(0);
    }
    const destroyed = await stack.destroy();
    expect(ready(destroyed.stdout + destroyed.stderr)).not.toContain("error:");
    expect(destroyed.exitCode).toBe(0);
    expect(await stack.state()).toEqual([]);
    const left = new Set(stack.everything.map(({ type }) => type));
    expect([...left].sort()).toEqual(name === "prod" ? [...(life.kept ?? [])].sort() : []);
  });
}
