import { amount, at, list, record, shown } from "../../localcloud/reading";
import type { StoredResource } from "../../localcloud/rules";
import { exitCodeOfCanary } from "../../tools/delivery/canary";
import { DeliveryProject } from "./delivery-project";
import { EngineStack } from "./stack";

jest.setTimeout(10 * 60_000);

const image = (version: string) => `registry.example.com/api-${version}@sha256:${"5".repeat(64)}`;

/** A stack that is up with one service. */
async function open(cloud: string, steps: readonly number[]) {
  const api = { image: image("old"), public: true, canary: { steps, wait: 1 }, secrets: ["openaiApiKey"] };
  const stack = (await EngineStack.open("dev", cloud)).writeStateAtTheEnd();
  const configured = stack.configured({ services: { api } });
  const up = await stack.up(configured);
  if (up.exitCode !== 0) throw new Error(up.stdout + up.stderr);
  return { stack, project: await DeliveryProject.open(stack, configured) };
}

/** Percent of the requests by revision, the newest that is ready by its own name. */
type Shares = (service: StoredResource) => {
  readonly ready: string;
  readonly percent: readonly (readonly [revision: string, percent: number])[];
};

/** Takes the service of a stack into a canary, and sees who gets its requests meanwhile. */
class Watcher {
  /** A revision has the image that the service had while it was the newest. */
  private readonly images = new Map<string, string>();

  constructor(
    private readonly stack: EngineStack,
    private readonly project: DeliveryProject,
    private readonly type: string,
    private readonly shares: Shares,
  ) {}

  /** Percent of the requests by version. */
  serving(): Record<string, number> {
    const [service, more] = this.stack.cloud.list(this.type);
    if (service === undefined || more !== undefined) throw new Error("there is not one service");
    const { percent, ready } = this.shares(service);
    const newest = shown(record(list(at(service.inputs, "template.containers"))[0])["image"]);
    this.images.set(ready, /api-(\w+)@/.exec(newest)?.[1] ?? newest);
    return Object.fromEntries(
      percent.map(([revision, share]) => [this.images.get(revision) ?? revision, share]),
    );
  }

  /** @param alert whether there is one, once the new version has some requests */
  async canary(version: string, alert: boolean) {
    this.project.setImage("api", image(version));
    const seen: Record<string, number>[] = [];
    const done = await this.project.canary({
      byCloud: false,
      alerts: (ids) => {
        expect(ids).toHaveLength(1);
        return Promise.resolve(alert && seen.length > 0 ? [{ id: "1", name: "requests fail" }] : []);
      },
      pause: () => {
        const now = this.serving();
        if (JSON.stringify(seen.at(-1)) !== JSON.stringify(now)) seen.push(now);
        return Promise.resolve();
      },
    });
    return { ...done, seen };
  }
}

test("on Container Apps an alert takes all requests back to the old version, for good", async () => {
  const { project, stack } = await open("azure", [10, 50]);
  try {
    const watcher = new Watcher(stack, project, "azure-native:app:ContainerApp", ({ inputs, outputs }) => {
      const ready = shown(outputs["latestReadyRevisionName"]);
      const traffic = list(at(inputs, "configuration.ingress.traffic")).map(record);
      return {
        ready,
        percent: traffic.map(({ revisionName = ready, weight }) => [
          shown(revisionName),
          amount(weight) ?? 0,
        ]),
      };
    });
    expect(watcher.serving()).toEqual({ old: 100 });
    const { end, seen, text } = await watcher.canary("bad", true);
    if (end.kind !== "back") throw new Error(text);
    expect(end.why).toBe("at api 10 %: alert: requests fail");
    expect(exitCodeOfCanary(end)).toBe(1);
    expect(seen).toEqual([{ old: 90, bad: 10 }]);
    expect(watcher.serving()).toEqual({ old: 100 });
    expect(await project.isClean()).toBe(true);
  } finally {
    stack.close();
  }
});

test("on Cloud Run a version that holds gets more and more requests, and then all", async () => {
  const { project, stack } = await open("gcp", [10, 50]);
  try {
    const watcher = new Watcher(stack, project, "gcp:cloudrunv2/service:Service", ({ outputs }) => ({
      ready: shown(outputs["latestReadyRevision"]).split("/").at(-1) ?? "",
      percent: list(outputs["trafficStatuses"])
        .map(record)
        .map(({ percent, revision }) => [shown(revision), amount(percent) ?? 0]),
    }));
    expect(watcher.serving()).toEqual({ old: 100 });
    const { end, seen, text } = await watcher.canary("new", false);
    if (end.kind !== "through") throw new Error(text);
    expect(exitCodeOfCanary(end)).toBe(0);
    expect(seen).toEqual([
      { old: 90, new: 10 },
      { old: 50, new: 50 },
    ]);
    expect(watcher.serving()).toEqual({ new: 100 });
  } finally {
    stack.close();
  }
});

test("on ECS, which makes the steps, an alarm takes all requests back to the old version, for good", async () => {
  const { project, stack } = await open("aws", [10]);
  try {
    project.setImage("api", image("erring"));
    const { end, text } = await project.canary({
      byCloud: true,
      alerts: () => Promise.reject(new Error("ECS looks at its alarm itself")),
      pause: () => Promise.reject(new Error("ECS waits itself")),
    });
    expect(text).toMatch(/alarm detected while 10 percent of the requests went to it/);
    if (end.kind !== "back") throw new Error(text);
    const [service] = stack.cloud.list("aws:ecs/service:Service");
    expect(service?.inputs["deploymentConfiguration"]).toMatchObject({ strategy: "CANARY" });
    const definitions = stack.cloud.list("aws:ecs/taskDefinition:TaskDefinition");
    const served = definitions.find(({ outputs }) => outputs["arn"] === service?.outputs["taskDefinition"]);
    expect(JSON.stringify(served?.inputs)).toContain("api-old@");
    expect(await project.isClean()).toBe(true);
  } finally {
    stack.close();
  }
});
