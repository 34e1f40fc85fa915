import {
  V1Eviction,
  V1ObjectMeta,
  type V1Deployment,
  type V1HorizontalPodAutoscaler,
  type V1NetworkPolicy,
  type V1Node,
  type V1Pod,
  type V1Secret,
} from "@kubernetes/client-node";
import { join } from "node:path";
import type { Properties } from "../../localcloud/rules";
import { ControlPlane } from "../../tools/control-plane/control-plane";
import { Observer, ready } from "./kubernetes-observer";
import { canary, GuestStack } from "./kubernetes-stack";
import { eventually, removeFolder, temporaryFolder } from "./processes";

/** Whole stacks, under the real engine, on a real control plane. */
const folder = temporaryFolder();
const namespace = "shop";
const digest = "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";
const image = (name: string): string => `registry.example.com/${name}@${digest}`;
const scaling = { min: 3, max: 6 };

let plane: ControlPlane;
let observer: Observer;
let guest: GuestStack;

async function deploy(api: string, env: NodeJS.ProcessEnv = {}) {
  guest.services({ api: { image: image(api), scaling } });
  return guest.up([], env);
}

/** Ready pods of the service by image, but for those about to go. */
async function serving(): Promise<Record<string, number>> {
  const pods = await observer.pods(namespace, "api");
  const images = new Set(pods.map(imageOf));
  const counts = [...images].map(
    (name) => [name, ready(pods.filter((pod) => imageOf(pod) === name))] as const,
  );
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

const imageOf = ({ spec }: V1Pod): string => spec?.containers[0]?.image ?? "";

/** How many of the pods each node, or each zone, has. */
function spreadOf(pods: readonly V1Pod[], placeOf: (node: string) => string): number[] {
  const counts = new Map<string, number>();
  for (const { spec } of pods) {
    const place = placeOf(spec?.nodeName ?? "");
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return [...counts.values()];
}

beforeAll(async () => {
  plane = await ControlPlane.start(join(folder, "plane"));
  observer = new Observer(plane.kubeconfig);
  await observer.define();
  guest = await GuestStack.open(folder, plane.kubeconfig);
}, 1_200_000);

afterAll(async () => {
  await plane.stop();
  removeFolder(folder);
});

describe("a stack in an existing cluster", () => {
  jest.setTimeout(240_000);

  it("comes up with every replica ready, and then changes nothing", async () => {
    const first = await deploy("one");
    expect(first.text).not.toContain("error:");
    expect(first.exitCode).toBe(0);
    const deployments = await observer.list<V1Deployment>("apps/v1", "Deployment", namespace);
    expect(deployments.map(({ metadata }) => metadata?.labels?.["app.kubernetes.io/name"]).sort()).toEqual([
      "api",
      "worker",
    ]);
    for (const { spec, status } of deployments) expect(status?.readyReplicas).toBe(spec?.replicas);
    expect(await serving()).toEqual({ [image("one")]: scaling.min });
    const second = await guest.up(["--expect-no-changes"]);
    expect(second.text).not.toContain("error:");
    expect(second.exitCode).toBe(0);
  });

  it("closes every pod off but for the ways that it was promised", async () => {
    const policies = await observer.list<V1NetworkPolicy>("networking.k8s.io/v1", "NetworkPolicy", namespace);
    const closed = policies.filter(
      ({ spec }) => Object.keys(spec?.podSelector?.matchLabels ?? {}).length === 0,
    );
    expect(closed.map(({ spec }) => spec)).toEqual([{ podSelector: {}, policyTypes: ["Ingress", "Egress"] }]);
    const [ways] = policies.filter(
      ({ spec }) => spec?.podSelector?.matchLabels?.["app.kubernetes.io/name"] === "api",
    );
    const podsOf = (name: string) => ({
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } },
    });
    const outside = { ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] } };
    const tcp = (port: number) => [{ protocol: "TCP", port }];
    expect(ways?.spec?.policyTypes).toEqual(["Ingress", "Egress"]);
    expect(ways?.spec?.ingress).toEqual([
      { _from: [podsOf("ingress-nginx"), podsOf("monitoring")], ports: tcp(8000) },
    ]);
    expect(ways?.spec?.egress).toEqual([
      { to: [outside], ports: tcp(443) },
      { to: [outside], ports: tcp(5433) },
      { to: [podsOf("data")], ports: tcp(6380) },
      { to: [podsOf("observability")], ports: tcp(4318) },
    ]);
  });

  it("gives a container without limits some, and refuses more than its quota holds", async () => {
    const securityContext = {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      runAsNonRoot: true,
      seccompProfile: { type: "RuntimeDefault" },
    };
    const ask = (resources: Properties) =>
      observer.cluster.apply(
        {
          apiVersion: "v1",
          kind: "Pod",
          metadata: { name: "another", namespace },
          spec: {
            containers: [{ name: "it", image: image("it"), securityContext, resources }],
          },
        },
        { dryRun: true, force: false },
      );
    expect(await ask({})).toMatchObject({
      spec: {
        containers: [
          {
            resources: {
              limits: { cpu: "500m", memory: "512Mi" },
              requests: { cpu: "250m", memory: "256Mi" },
            },
          },
        ],
      },
    });
    await expect(ask({ limits: { cpu: "1k", memory: "1Mi" } })).rejects.toThrow(
      /exceeded quota: .*limits\.cpu/,
    );
  });

  it("grows with its use, evenly over zones and nodes", async () => {
    plane.use(namespace, { cpu: "450m", memory: "64Mi" });
    await eventually(
      "the growth",
      async () => ((await serving())[image("one")] === scaling.max ? true : undefined),
      60,
    );
    const pods = await observer.pods(namespace, "api");
    const nodes = (await observer.objects.list<V1Node>("v1", "Node")).items;
    const zoneOf = (node: string): string =>
      nodes.find(({ metadata }) => metadata?.name === node)?.metadata?.labels?.[
        "topology.kubernetes.io/zone"
      ] ?? "";
    expect(spreadOf(pods, zoneOf)).toEqual([2, 2, 2]);
    expect(spreadOf(pods, (node) => node)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it("rolls out at its largest within its quota, and never has fewer ready replicas than wanted", async () => {
    const watch = await observer.watch(namespace, "api");
    const rollout = await deploy("two");
    const { events, fewest, images } = watch.stop();
    expect(rollout.text).not.toContain("error:");
    expect(rollout.exitCode).toBe(0);
    expect(images).toEqual(expect.arrayContaining([image("one"), image("two")]));
    expect(events).toBeGreaterThan(4 * scaling.max);
    expect(fewest).toBe(scaling.max);
    expect(await serving()).toEqual({ [image("two")]: scaling.max });
  });

  it("shrinks when it has less to do", async () => {
    plane.use(namespace, { cpu: "1m", memory: "1Mi" });
    await eventually(
      "the shrinking",
      async () => ((await serving())[image("two")] === scaling.min ? true : undefined),
      60,
    );
    const [autoscaler] = (
      await observer.list<V1HorizontalPodAutoscaler>("autoscaling/v2", "HorizontalPodAutoscaler", namespace)
    ).filter(({ metadata }) => metadata?.labels?.["app.kubernetes.io/name"] === "api");
    expect(autoscaler?.spec?.minReplicas).toBe(scaling.min);
  });

  it.each([
    ["an image that can't be pulled", "unpullable", {}, "ImagePullBackOff"],
    ["replicas that never become ready", "unready", {}, "containers with unready status"],
    [
      "a privileged variant of its own Deployment",
      "two",
      { PRIVILEGED: "1" },
      'violates PodSecurity "restricted:latest": privileged',
    ],
  ])("fails on %s, says why, and goes on serving", async (_, name, env, reason) => {
    const watch = await observer.watch(namespace, "api");
    const bad = await deploy(name, env);
    const { fewest } = watch.stop();
    expect(bad.exitCode).not.toBe(0);
    expect(bad.text).toContain(reason);
    expect(fewest).toBe(scaling.min);
    expect(await serving()).toEqual({ [image("two")]: scaling.min });
  });

  it("goes on with the next good version", async () => {
    const good = await deploy("three");
    expect(good.text).not.toContain("error:");
    expect(good.exitCode).toBe(0);
    expect(await serving()).toEqual({ [image("three")]: scaling.min });
  });

  it("loses one replica at a time when two nodes are drained at once", async () => {
    const watch = await observer.watch(namespace, "api");
    const pods = await observer.pods(namespace, "api");
    // What the last rollout took away may still be ending.
    const leaving = pods.filter(({ metadata }) => metadata?.deletionTimestamp === undefined).slice(0, 2);
    const cordon = async (name: string, unschedulable: boolean) =>
      eventually("the cordon", async () => {
        const node = await observer.core.readNode({ name });
        if (node.spec) node.spec.unschedulable = unschedulable;
        return observer.core.replaceNode({ name, body: node });
      });
    const evict = async ({ metadata }: V1Pod) => {
      const name = metadata?.name ?? "";
      const eviction = { metadata: Object.assign(new V1ObjectMeta(), { name, namespace }) };
      return observer.core.createNamespacedPodEviction({
        name,
        namespace,
        body: Object.assign(new V1Eviction(), eviction),
      });
    };
    // As long as no node takes a replacement, the second eviction meets the first, however slow the machine is.
    const nodes = (await observer.core.listNode()).items.map(({ metadata }) => metadata?.name ?? "");
    const drained = leaving.map(({ spec }) => spec?.nodeName ?? "");
    for (const node of nodes) await cordon(node, true);
    const [first, second] = leaving;
    if (first === undefined || second === undefined) throw new Error("there are fewer than two pods");
    await eventually("the first eviction", () => evict(first));
    await expect(evict(second)).rejects.toThrow("would violate the pod's disruption budget");
    for (const node of nodes.filter((name) => !drained.includes(name))) await cordon(node, false);
    await eventually("the second eviction", () => evict(second));
    await eventually("the replacement", async () => {
      const now = await observer.pods(namespace, "api");
      const old = leaving.map(({ metadata }) => metadata?.name);
      return ready(now) === scaling.min && !now.some(({ metadata }) => old.includes(metadata?.name))
        ? true
        : undefined;
    });
    expect(watch.stop().fewest).toBe(scaling.min - 1);
  });

  it("keeps its passwords in Secret objects, and nowhere else", async () => {
    const holds = (text: string): boolean =>
      text.includes(canary) || text.includes(Buffer.from(canary).toString("base64"));
    const secrets = await observer.list<V1Secret>("v1", "Secret", namespace);
    const decoded = secrets
      .flatMap(({ data }) => Object.values(data ?? {}))
      .map((text) => Buffer.from(text, "base64").toString());
    expect(decoded.some(holds)).toBe(true);
    const objects = (await observer.everything()).filter(({ kind }) => kind !== "Secret");
    expect(objects.some(({ kind, metadata }) => kind === "Event" && metadata?.namespace === namespace)).toBe(
      true,
    );
    expect(objects.filter((object) => holds(JSON.stringify(object))).map(({ metadata }) => metadata)).toEqual(
      [],
    );
    const { stdout: outputs } = await guest.pulumi(["stack", "output", "--json"]);
    const { stdout: state } = await guest.pulumi(["stack", "export"]);
    expect(state).toContain("kubernetes:core/v1:Secret");
    for (const text of [outputs, state, guest.printed]) expect(holds(text)).toBe(false);
  });

  it("leaves nothing", async () => {
    expect((await observer.newcomers()).length).toBeGreaterThan(20);
    await guest.pulumi(["state", "unprotect", "--all", "--yes"]);
    const destroyed = await guest.pulumi(["destroy", "--yes", "--skip-preview"]);
    expect(destroyed.text).not.toContain("error:");
    expect(destroyed.exitCode).toBe(0);
    await eventually("the end", async () => ((await observer.newcomers()).length === 0 ? true : undefined));
  });
});
