import type { V1Deployment } from "@kubernetes/client-node";
import { join } from "node:path";
import { ControlPlane } from "../../tools/control-plane/control-plane";
import { brokenBy } from "../engine/contract";
import { EngineStack } from "../engine/stack";
import { definitions } from "./kubernetes-definitions";
import { Observer, ready } from "./kubernetes-observer";
import { eventually, removeFolder, temporaryFolder } from "./processes";

/**
 * The stacks of each cloud, under the real engine: the cloud's own side on the local cloud, every object on a real control
 * plane. Each kind of node that takes interruptible pods is there once, as its cloud labels and taints it.
 */
const folder = temporaryFolder();
/** So that it can be taken down again at once; nothing else of prod's objects is different. */
const protection = false;
const reserved = [
  {
    label: { key: "karpenter.sh/nodepool", value: "interruptible" },
    taint: { key: "platform/interruptible", value: "true" },
  },
  {
    label: { key: "kubernetes.azure.com/scalesetpriority", value: "spot" },
    taint: { key: "kubernetes.azure.com/scalesetpriority", value: "spot" },
  },
  {
    label: { key: "cloud.google.com/gke-spot", value: "true" },
    taint: { key: "cloud.google.com/gke-spot", value: "true" },
  },
];

let plane: ControlPlane;
let observer: Observer;

beforeAll(async () => {
  plane = await ControlPlane.start(join(folder, "plane"), { reserved });
  observer = new Observer(plane.kubeconfig);
  await observer.define();
}, 1_200_000);

afterAll(async () => {
  await plane.stop();
  removeFolder(folder);
});

test.each(definitions.map(({ spec }) => [spec.names.kind, spec] as const))(
  "a %s with a field that nobody knows is refused",
  async (kind, { group, scope, versions }) => {
    const [version] = versions;
    const object = {
      apiVersion: `${group}/${version?.name ?? ""}`,
      kind,
      metadata: { name: "it", ...(scope === "Namespaced" && { namespace: "default" }) },
      spec: { unheardOf: 1 },
    };
    const applied = observer.cluster.apply(object, { dryRun: true, force: false });
    await expect(applied).rejects.toThrow(".spec.unheardOf: field not declared in schema");
  },
);

describe.each([
  ["dev", "aws"],
  ["prod", "azure"],
  ["prod", "gcp"],
  ["dev", "kubernetes"],
] as const)("the %s stack on %s", (environment, cloud) => {
  jest.setTimeout(240_000);
  let stack: EngineStack;
  beforeAll(async () => {
    stack = (await EngineStack.open(environment, cloud, "kubernetes")).writeStateAtTheEnd();
  });
  afterAll(() => {
    stack.close();
  });
  const run = (...args: readonly string[]) =>
    stack.pulumi([...args, "--yes", "--skip-preview"], { LOCALCLOUD_KUBECONFIG: plane.kubeconfig });

  test("comes up with every replica of every service ready", async () => {
    const up = await run("up", ...stack.configured({ protection }));
    expect(up.stdout + up.stderr).not.toContain("error:");
    expect(up.exitCode).toBe(0);
    const spaces = (await observer.newcomers()).flatMap((name) => /^Namespace \/(.+)/.exec(name)?.[1] ?? []);
    expect(spaces).toHaveLength(1);
    const [namespace = ""] = spaces;
    const space = await observer.core.readNamespace({ name: namespace });
    expect(space.metadata?.labels?.["pod-security.kubernetes.io/enforce"]).toBe("restricted");
    const deployments = await observer.list<V1Deployment>("apps/v1", "Deployment", namespace);
    const names = deployments.map(({ metadata }) => metadata?.labels?.["app.kubernetes.io/name"] ?? "");
    expect(names.sort()).toEqual(Object.keys(stack.services()).sort());
    for (const name of names) {
      const [deployment] = deployments.filter(
        ({ metadata }) => metadata?.labels?.["app.kubernetes.io/name"] === name,
      );
      const pods = await observer.pods(namespace, name);
      expect(ready(pods)).toBe(deployment?.spec?.replicas);
      expect(ready(pods)).toBeGreaterThan(0);
    }
  });

  test("keeps every promise of the platform", async () => {
    expect(await brokenBy(stack, cloud, "kubernetes", { protection })).toEqual([]);
  });

  test("leaves nothing in the cluster", async () => {
    expect((await observer.newcomers()).length).toBeGreaterThan(20);
    const destroyed = await run("destroy");
    expect(destroyed.stdout + destroyed.stderr).not.toContain("error:");
    expect(destroyed.exitCode).toBe(0);
    await eventually("the end", async () => ((await observer.newcomers()).length === 0 ? true : undefined));
  });
});
