import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Properties } from "../../../../localcloud/rules";
import { isUnknown, secret, unwrap, UNKNOWN } from "../../../../localcloud/values";
import {
  container,
  type KindName,
  LocalCluster,
  object,
  rollout,
  selector,
  template,
  typeOf,
} from "./cluster";

let cluster: LocalCluster;
beforeEach(() => {
  cluster = new LocalCluster();
});
afterEach(() => {
  cluster.close();
});

const named = { seed: undefined, autonaming: undefined };

async function checked(kind: KindName, inputs: Properties, name = "api"): Promise<Properties> {
  const { inputs: result, problems } = await cluster.provider.check(
    { type: typeOf(kind), name },
    {},
    inputs,
    named,
  );
  expect(problems).toEqual([]);
  return result;
}

const role = { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "reader" };

describe("a change in the local cluster", () => {
  it.each<[string, KindName, Properties, Properties]>([
    ["a name", "configMap", {}, { metadata: { name: "other" } }],
    ["a namespace", "configMap", {}, { metadata: { name: "it", namespace: "other" } }],
    ["settings", "configMap", { data: { a: "1" } }, { data: { a: "2" } }],
    ["a secret", "secret", { stringData: { a: "1" } }, { stringData: { a: "2" } }],
    ["a secret's type", "secret", { type: "Opaque" }, { type: "kubernetes.io/tls" }],
    [
      "a deployment's selector",
      "deployment",
      { spec: rollout() },
      { spec: rollout(template(), { selector: { matchLabels: { app: "web" } } }) },
    ],
    [
      "a set's service",
      "statefulSet",
      { spec: { serviceName: "a", selector, template: template() } },
      { spec: { serviceName: "b", selector, template: template() } },
    ],
    [
      "a job's template",
      "job",
      { spec: { template: template() } },
      { spec: { template: template({ image: "other" }) } },
    ],
    [
      "a pod's image",
      "pod",
      { spec: template()["spec"] ?? {} },
      { spec: template({ image: "other" })["spec"] ?? {} },
    ],
    ["whom a role is of", "roleBinding", { roleRef: role }, { roleRef: { ...role, name: "writer" } }],
    [
      "a service's own address",
      "service",
      { spec: { ports: [{ port: 80 }] } },
      { spec: { clusterIP: "None", ports: [{ port: 80 }] } },
    ],
  ])("of %s makes a new one", async (_, kind, old, change) => {
    const before = object(kind, "it", old);
    const { changes } = await cluster.provider.diff(
      { type: typeOf(kind), name: "it" },
      before,
      { ...before, ...change },
      [],
    );
    expect(changes.length).toBeGreaterThan(0);
    expect(changes.every(({ replace }) => replace)).toBe(true);
  });

  it.each<[string, KindName, Properties, Properties]>([
    ["a label", "configMap", {}, { metadata: { name: "it", labels: { team: "core" } } }],
    [
      "an image",
      "deployment",
      { spec: rollout() },
      { spec: rollout(template({ image: "registry.example.com/api:2" })) },
    ],
    ["replicas", "deployment", { spec: rollout() }, { spec: rollout(template(), { replicas: 4 }) }],
    ["a budget", "budget", { spec: { selector, minAvailable: 1 } }, { spec: { selector, minAvailable: 2 } }],
  ])("of %s is made in place", async (_, kind, old, change) => {
    const before = object(kind, "it", old);
    const { changes } = await cluster.provider.diff(
      { type: typeOf(kind), name: "it" },
      before,
      { ...before, ...change },
      [],
    );
    expect(changes.length).toBeGreaterThan(0);
    expect(changes.some(({ replace }) => replace)).toBe(false);
  });

  it("of settings is made in place where the provider is told so, unless they are immutable", async () => {
    cluster.close();
    cluster = new LocalCluster({ enableConfigMapMutable: true });
    const replaces = async (immutable: boolean): Promise<boolean[]> => {
      const subject = { type: typeOf("configMap"), name: "it" };
      const before = object("configMap", "it", { immutable, data: { a: "1" } });
      const { changes } = await cluster.provider.diff(subject, before, { ...before, data: { a: "2" } }, []);
      return changes.map(({ replace }) => replace);
    };
    expect(await replaces(false)).toEqual([false]);
    expect(await replaces(true)).toEqual([true]);
  });

  it("deletes first what has a name that was given, and last what was named by itself", async () => {
    const subject = { type: typeOf("configMap"), name: "settings" };
    const given = object("configMap", "settings", { data: { a: "1" } });
    const byItself = await checked("configMap", { apiVersion: "v1", kind: "ConfigMap", data: { a: "1" } });
    const first = async (inputs: Properties): Promise<boolean> =>
      (await cluster.provider.diff(subject, inputs, { ...inputs, data: { a: "2" } }, [])).deleteBeforeReplace;
    expect(await first(given)).toBe(true);
    expect(await first(byItself)).toBe(false);
  });
});

describe("an object of the local cluster", () => {
  it("is named by its logical name and 8 digits, and lies in the provider's namespace", async () => {
    const inputs = await checked("configMap", { apiVersion: "v1", kind: "ConfigMap", data: {} });
    expect(inputs["metadata"]).toEqual({
      name: expect.stringMatching(/^api-[0-9a-f]{8}$/) as string,
      namespace: "default",
    });
    cluster.close();
    cluster = new LocalCluster({ namespace: "kube-system" });
    expect(await checked("configMap", object("configMap", "a"))).toMatchObject({
      metadata: { name: "a", namespace: "kube-system" },
    });
    expect(await checked("namespace", object("namespace", "a"))).toMatchObject({ metadata: { name: "a" } });
  });

  it("keeps its uid and counts its versions", async () => {
    const subject = { type: typeOf("deployment"), name: "it" };
    const inputs = await checked("deployment", object("deployment", "api", { spec: rollout() }));
    const made = await cluster.provider.create(subject, inputs, false);
    expect(made.id).toBe("default/api");
    expect(made.outputs).toMatchObject({
      metadata: {
        uid: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        resourceVersion: "1",
        generation: 1,
      },
      status: { readyReplicas: 3 },
    });
    const wider = { ...inputs, spec: rollout(template(), { replicas: 5 }) };
    const updated = await cluster.provider.update(subject, made.id, made.outputs, inputs, wider, false);
    const { uid } = made.outputs["metadata"] as Properties;
    expect(updated).toMatchObject({ metadata: { uid, resourceVersion: "2" }, status: { readyReplicas: 5 } });
  });

  it("can't be made twice", async () => {
    await cluster.add("configMap", "a");
    expect(await cluster.refusals(typeOf("configMap"), object("configMap", "a"))).toEqual([
      "AlreadyExists: 'default/a' exists already",
    ]);
  });

  it("goes with its namespace", async () => {
    const space = await cluster.add("namespace", "team");
    await cluster.add("configMap", "a", { metadata: { name: "a", namespace: "team" } });
    await cluster.add("configMap", "b");
    expect(await cluster.deletionRefusals(typeOf("namespace"), space)).toEqual([]);
    expect(cluster.store.list().map(({ id }) => id)).toEqual(["default/b"]);
  });

  it("of a kind that is defined in the cluster needs its definition", async () => {
    const monitor = object("serviceMonitor", "api", { spec: { anything: [{ port: "http" }] } });
    expect(await cluster.refusals(typeOf("serviceMonitor"), monitor)).toEqual([
      'kind: no matches for kind "ServiceMonitor" in version "monitoring.coreos.com/v1"',
    ]);
    await cluster.add("definition", "servicemonitors.monitoring.coreos.com", {
      spec: {
        group: "monitoring.coreos.com",
        scope: "Namespaced",
        names: { kind: "ServiceMonitor", plural: "servicemonitors" },
        versions: [{ name: "v1", served: true, storage: true }],
      },
    });
    expect(await cluster.refusals(typeOf("serviceMonitor"), monitor)).toEqual([]);
  });

  it("is kept under the cluster that its kubeconfig names", async () => {
    const kubeconfig = (host: string): Properties => ({
      kubeconfig: `clusters: [{ cluster: { server: "https://${host}" } }]`,
    });
    const first = new LocalCluster(kubeconfig("a.example.com"));
    await first.add("configMap", "a");
    const [record] = first.store.list();
    expect(record?.region).toBe("a.example.com");
    first.close();
  });
});

describe("a preview in the local cluster", () => {
  it("knows the name and what was given, and not what the server will say", async () => {
    const subject = { type: typeOf("deployment"), name: "api" };
    const inputs = await checked("deployment", {
      apiVersion: "apps/v1",
      kind: "Deployment",
      spec: rollout(),
    });
    const { outputs } = await cluster.provider.create(subject, inputs, true);
    expect(outputs).toMatchObject({ metadata: inputs["metadata"], spec: rollout() });
    expect(isUnknown(outputs["status"])).toBe(true);
    expect(cluster.store.list()).toEqual([]);
  });

  it("refuses what it can judge already, and leaves the rest to the update", async () => {
    const wrong = { ...container(), resources: { requests: { cpu: "two" } } };
    const spec = (image: string): Properties =>
      rollout({ ...template(), spec: { containers: [{ ...wrong, image }] } });
    const refused = async (image: string): Promise<string[]> =>
      cluster.previewRefusals(typeOf("deployment"), object("deployment", "api", { spec: spec(image) }));
    expect(await refused("registry.example.com/api:1")).toHaveLength(1);
    expect(await refused(UNKNOWN)).toEqual([]);
  });
});

describe("secrets in the local cluster", () => {
  const value = "correct-horse-battery-staple";

  function filesIn(folder: string): string {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
      .join("\n");
  }

  it.each<[string, KindName, Properties]>([
    ["a secret's text", "secret", { stringData: { token: value } }],
    ["a secret's encoded text", "secret", { data: { token: Buffer.from(value).toString("base64") } }],
    ["a setting that the program calls secret", "configMap", { data: { token: secret(value) } }],
    [
      "a variable that the program calls secret",
      "deployment",
      { spec: rollout(template({ env: [{ name: "TOKEN", value: secret(value) }] })) },
    ],
  ])("are not on disk: %s", async (_, kind, rest) => {
    const subject = { type: typeOf(kind), name: "it" };
    const inputs = await checked(kind, object(kind, "it", rest));
    const made = await cluster.provider.create(subject, inputs, false);
    expect(unwrap(made.outputs).secrets.length).toBeGreaterThan(0);
    expect(cluster.store.list()).toHaveLength(1);
    const written = filesIn(cluster.store.home);
    expect(written).not.toContain(value);
    expect(written).not.toContain(Buffer.from(value).toString("base64"));
    const read = await cluster.provider.read(subject, made.id, made.outputs, inputs);
    expect(read?.outputs).toEqual(made.outputs);
  });
});
