import { KubeConfig, KubernetesObjectApi, type KubernetesObject } from "@kubernetes/client-node";
import { join } from "node:path";
import { ControlPlane } from "../../tools/control-plane/control-plane";
import { eventually, removeFolder, temporaryFolder } from "./processes";
import { SmallProgram } from "../engine/small-program";

/** Small programs of their own, under the real engine, on a real control plane. */
const folder = temporaryFolder();
let plane: ControlPlane;
let program: SmallProgram;
let api: KubernetesObjectApi;

const web = (image: string, more = ""): string => `
  const labels = { app: "web" };
  const space = new core.Namespace("team", { metadata: { labels: { "pod-security.kubernetes.io/enforce": "restricted" } } });
  const namespace = space.metadata.name;
  const web = new apps.Deployment("web", {
    metadata: { namespace },
    spec: {
      replicas: 3,
      progressDeadlineSeconds: 10,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [{
            name: "web",
            image: "${image}",
            ports: [{ containerPort: 8000 }],
            resources: { requests: { cpu: "0.5" } },
            securityContext: {
              allowPrivilegeEscalation: false,
              capabilities: { drop: ["ALL"] },
              runAsNonRoot: true,
              seccompProfile: { type: "RuntimeDefault" },
              ${more}
            },
          }],
        },
      },
    },
  });
  const settings = new core.ConfigMap("settings", { metadata: { namespace }, data: { level: "info" } });
  const service = new core.Service("web", { metadata: { namespace, name: "web" }, spec: { selector: labels, ports: [{ port: 80, targetPort: 8000 }] } }, { dependsOn: web });
  exports.namespace = namespace; exports.web = web.metadata.name; exports.settings = settings.metadata.name; exports.uid = web.metadata.uid;
`;

const write = (text: string): void => {
  program.write(
    `const core = require("@pulumi/kubernetes/core/v1"); const apps = require("@pulumi/kubernetes/apps/v1");
    const { CustomResource } = require("@pulumi/kubernetes/apiextensions/customResource");
    const { CustomResourceDefinition } = require("@pulumi/kubernetes/apiextensions/v1/customResourceDefinition");
    ${text}`,
  );
};

const pulumi = (...args: readonly string[]) =>
  program.pulumi(args, { LOCALCLOUD_KUBECONFIG: plane.kubeconfig });

const up = (...args: readonly string[]) => pulumi("up", "--yes", "--skip-preview", ...args);

async function outputs(): Promise<Record<string, string>> {
  const texts = Object.entries(await program.outputs()).map(
    ([name, value]) => [name, String(value)] as const,
  );
  return Object.fromEntries(texts);
}

const read = <T extends KubernetesObject>(
  apiVersion: string,
  kind: string,
  name: string,
  namespace?: string,
) => api.read<T>({ apiVersion, kind, metadata: { name, ...(namespace !== undefined && { namespace }) } });

beforeAll(async () => {
  [plane, program] = await Promise.all([
    ControlPlane.start(join(folder, "plane")),
    SmallProgram.open(folder),
  ]);
  const config = new KubeConfig();
  config.loadFromFile(plane.kubeconfig);
  api = KubernetesObjectApi.makeApiClient(config);
}, 1_200_000);

afterAll(async () => {
  await plane.stop();
  removeFolder(folder);
});

describe("the local kubernetes on a real control plane", () => {
  jest.setTimeout(180_000);

  it("previews, comes up with every pod ready, and then changes nothing", async () => {
    write(web("registry.example.com/web:1"));
    const preview = await pulumi("preview");
    expect(preview.text).toContain("+ 5 to create");
    const first = await up();
    expect(first.text).not.toContain("error");
    expect(first.exitCode).toBe(0);
    const { namespace = "", web: name = "", uid } = await outputs();
    expect(name).toMatch(/^web-[0-9a-f]{8}$/);
    const deployment = await read<KubernetesObject & { status: unknown }>(
      "apps/v1",
      "Deployment",
      name,
      namespace,
    );
    expect(deployment.status).toMatchObject({ readyReplicas: 3, updatedReplicas: 3 });
    expect(deployment.metadata?.uid).toBe(uid);
    expect((await up("--expect-no-changes")).exitCode).toBe(0);
    const refreshed = await pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
    expect(refreshed.text).not.toContain("error");
    expect(refreshed.exitCode).toBe(0);
  });

  it("fails within the progress deadline on an image that can't be pulled, says why, and goes on with the next", async () => {
    const { namespace = "", web: name = "" } = await outputs();
    write(web("registry.example.com/unpullable:2"));
    const bad = await up();
    expect(bad.exitCode).not.toBe(0);
    expect(bad.text).toContain("has timed out progressing");
    expect(bad.text).toMatch(/\[Pod \S+\]: container "web" of image \S*unpullable:2: ImagePullBackOff/);
    const { status } = await read<KubernetesObject & { status: unknown }>(
      "apps/v1",
      "Deployment",
      name,
      namespace,
    );
    expect(status).toMatchObject({ availableReplicas: 3 });
    write(web("registry.example.com/web:3"));
    expect((await up()).exitCode).toBe(0);
    expect((await up("--expect-no-changes")).exitCode).toBe(0);
  });

  it("passes on what the server refuses, word for word, in the preview already", async () => {
    const { namespace = "" } = await outputs();
    write(`${web("registry.example.com/web:3")}
      new core.Pod("bad", { metadata: { namespace, name: "bad" }, spec: { containers: [{ name: "bad", image: "bad", securityContext: { privileged: true } }] } });`);
    const preview = await pulumi("preview");
    const update = await up();
    for (const { exitCode, text } of [preview, update]) {
      expect(exitCode).not.toBe(0);
      expect(text).toContain(
        'pods "bad" is forbidden: violates PodSecurity "restricted:latest": privileged (container "bad" must not set securityContext.privileged=true)',
      );
    }
    await expect(read("v1", "Pod", "bad", namespace)).rejects.toThrow("not found");
  });

  it("reports why pods never come that admission refuses", async () => {
    write(web("registry.example.com/web:3", "runAsUser: 0,"));
    const { exitCode, text } = await up();
    expect(exitCode).not.toBe(0);
    expect(text).toContain('violates PodSecurity "restricted:latest": runAsUser=0');
  });

  it("finds drift, and takes over neither another's field nor another's object by itself", async () => {
    const { namespace = "" } = await outputs();
    write(web("registry.example.com/web:3"));
    expect((await up()).exitCode).toBe(0);
    const service = await read<KubernetesObject & { spec: { ports: { targetPort: number }[] } }>(
      "v1",
      "Service",
      "web",
      namespace,
    );
    for (const port of service.spec.ports) port.targetPort = 9000;
    await api.replace(service);
    const refreshed = await pulumi("refresh", "--yes", "--skip-preview", "--diff");
    expect(refreshed.text).toMatch(/targetPort\s*: 8000 => 9000/);
    const conflict = await up();
    expect(conflict.exitCode).not.toBe(0);
    expect(conflict.text).toMatch(/Apply failed with 1 conflict: conflict with .* using v1: \.spec\.ports/);
    write(
      web("registry.example.com/web:3").replace(
        'name: "web" }',
        'name: "web", annotations: { "pulumi.com/patchForce": "true" } }',
      ),
    );
    expect((await up()).exitCode).toBe(0);
    const { spec } = await read<KubernetesObject & { spec: unknown }>("v1", "Service", "web", namespace);
    expect(spec).toMatchObject({ ports: [{ targetPort: 8000 }] });
    write(`${web("registry.example.com/web:3")}
      new core.Service("second", { metadata: { namespace, name: "web" }, spec: { ports: [{ port: 81 }] } });`);
    const taken = await up();
    expect(taken.exitCode).not.toBe(0);
    expect(taken.text).toContain(`Service "${namespace}/web" already exists`);
  });

  it("replaces what can't be changed, in a preview too, and quotes no secret", async () => {
    const fixed = (text: string): string => `${web("registry.example.com/web:3")}
      const pulumi = require("@pulumi/pulumi");
      const fixed = new core.ConfigMap("fixed", { metadata: { namespace, name: "fixed" }, immutable: true, data: { text: "${text}" } });
      exports.fixed = fixed.metadata.uid;`;
    write(fixed("one"));
    expect((await up()).exitCode).toBe(0);
    const { fixed: before } = await outputs();
    write(fixed("two"));
    const preview = await pulumi("preview");
    expect(preview.text).toMatch(/fixed\s+replace/);
    expect(preview.exitCode).toBe(0);
    expect((await up()).exitCode).toBe(0);
    expect((await outputs())["fixed"]).not.toBe(before);
    write(`${fixed("two")}
      new core.ConfigMap("secretive", { metadata: { namespace, name: "secretive", labels: { token: pulumi.secret("correct horse battery") } } });`);
    const refused = await pulumi("preview");
    expect(refused.text).toContain("a valid label must be");
    expect(refused.text).not.toContain("correct horse battery");
  });

  it("makes custom resources with their definition in one update", async () => {
    write(`${web("registry.example.com/web:3")}
      const schema = { type: "object", properties: { spec: { type: "object", properties: { size: { type: "integer", minimum: 1 } } } } };
      const names = { kind: "Widget", plural: "widgets" };
      const widgets = new CustomResourceDefinition("widgets", { metadata: { name: "widgets.example.com" }, spec: { group: "example.com", scope: "Namespaced", names, versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: schema } }] } });
      new CustomResource("widget", { apiVersion: "example.com/v1", kind: "Widget", metadata: { namespace, name: "one" }, spec: { size: 2 } }, { dependsOn: widgets });`);
    const made = await up();
    expect(made.text).not.toContain("error");
    const { namespace = "" } = await outputs();
    const { spec } = await read<KubernetesObject & { spec: unknown }>(
      "example.com/v1",
      "Widget",
      "one",
      namespace,
    );
    expect(spec).toEqual({ size: 2 });
  });

  it("scales by what containers are said to use", async () => {
    const bounds = {
      minReplicas: 3,
      maxReplicas: 5,
      metrics: [
        {
          type: "Resource",
          resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 60 } },
        },
      ],
    };
    write(`${web("registry.example.com/web:3")}
      const { HorizontalPodAutoscaler } = require("@pulumi/kubernetes/autoscaling/v2/horizontalPodAutoscaler");
      new HorizontalPodAutoscaler("web", { metadata: { namespace }, spec: { scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: web.metadata.name }, ...${JSON.stringify(bounds)} } });`);
    expect((await up()).exitCode).toBe(0);
    const { namespace = "", web: name = "" } = await outputs();
    plane.use(namespace, { cpu: "1", memory: "64Mi" });
    await eventually(
      "the growth",
      async () => {
        const { status } = await read<KubernetesObject & { status: { readyReplicas: number } }>(
          "apps/v1",
          "Deployment",
          name,
          namespace,
        );
        return status.readyReplicas === 5 ? true : undefined;
      },
      60,
    );
  });

  it("leaves nothing", async () => {
    const { namespace = "" } = await outputs();
    const destroyed = await pulumi("destroy", "--yes", "--skip-preview");
    expect(destroyed.text).not.toContain("error");
    expect(destroyed.exitCode).toBe(0);
    await expect(read("v1", "Namespace", namespace)).rejects.toThrow("not found");
    const { items } = await api.list("apps/v1", "ReplicaSet", namespace);
    expect(items).toEqual([]);
  });
});
