import { join } from "node:path";
import { ControlPlane } from "../../tools/control-plane/control-plane";
import { removeFolder, temporaryFolder } from "./processes";
import { SmallProgram } from "../engine/small-program";

/** How the local kubernetes waits for each kind, as Pulumi's own provider does. */
const folder = temporaryFolder();
let plane: ControlPlane;
let program: SmallProgram;

const prelude = `
  const core = require("@pulumi/kubernetes/core/v1"); const apps = require("@pulumi/kubernetes/apps/v1");
  const { Job } = require("@pulumi/kubernetes/batch/v1/job"); const { Ingress } = require("@pulumi/kubernetes/networking/v1/ingress");
  const namespace = new core.Namespace("open").metadata.name;
  const named = (annotations = {}) => ({ metadata: { namespace, annotations } });
  const pod = (image, more = {}) => ({ metadata: { labels: { image } }, spec: { containers: [{ name: "a", image }], ...more } });
  const of = (image, more = {}) => ({ selector: { matchLabels: { image } }, template: pod(image), ...more });
`;

beforeAll(async () => {
  [plane, program] = await Promise.all([
    ControlPlane.start(join(folder, "plane"), { readyMilliseconds: 1500 }),
    SmallProgram.open(folder),
  ]);
}, 1_200_000);

afterAll(async () => {
  await plane.stop();
  removeFolder(folder);
});

const up = () =>
  program.pulumi(["up", "--yes", "--skip-preview"], { LOCALCLOUD_KUBECONFIG: plane.kubeconfig });

describe("the local kubernetes waits", () => {
  jest.setTimeout(180_000);

  it("until each kind works", async () => {
    program.write(`${prelude}
      const set = new apps.StatefulSet("set", { ...named(), spec: of("set", { serviceName: "set", replicas: 2 }) });
      const daemon = new apps.DaemonSet("daemon", { ...named(), spec: of("daemon") });
      const job = new Job("job", { ...named(), spec: { template: pod("job", { restartPolicy: "Never" }) } });
      const single = new core.Pod("single", { ...named(), spec: pod("single").spec }, { dependsOn: set });
      const service = new core.Service("set", { ...named(), spec: { selector: { image: "set" }, ports: [{ port: 80 }], type: "LoadBalancer" } });
      const ingress = new Ingress("set", { ...named(), spec: { defaultBackend: { service: { name: service.metadata.name, port: { number: 80 } } } } });
      exports.set = set.status.readyReplicas; exports.daemon = daemon.status.numberAvailable; exports.job = job.status.succeeded;
      exports.single = single.status.phase; exports.service = service.status.loadBalancer.ingress[0].ip; exports.ingress = ingress.status.loadBalancer.ingress[0].ip;`);
    const { exitCode, text } = await up();
    expect(text).not.toContain("error");
    expect(exitCode).toBe(0);
    expect(await program.outputs()).toEqual({
      set: 2,
      daemon: 6,
      job: 1,
      single: "Running",
      service: "192.0.2.1",
      ingress: "192.0.2.1",
    });
  });

  it.each([
    [
      "a job whose pods fail",
      `new Job("failing", { ...named(), spec: { backoffLimit: 0, template: pod("crashing", { restartPolicy: "Never" }) } });`,
      ["Job has reached the specified backoff limit", 'container "a" of image crashing: Error'],
    ],
    [
      "a claim that is not bound within an annotation's time",
      `new core.PersistentVolumeClaim("claim", { ...named({ "pulumi.com/timeoutSeconds": "2" }), spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } } });`,
      ["timed out after 2 s", "the claim is not bound"],
    ],
    [
      "a deployment whose probes fail for the time of an option",
      `new apps.Deployment("unready", { ...named(), spec: of("unready") }, { customTimeouts: { create: "3s" } });`,
      ["timed out after 3 s", "0 of 1 replicas are available", "containers with unready status"],
    ],
    [
      "a service that selects nothing",
      `new core.Service("lonely", { ...named({ "pulumi.com/timeoutSeconds": "2" }), spec: { selector: { image: "none" }, ports: [{ port: 80 }] } });`,
      ["the service selects no pod that is ready"],
    ],
  ])("and says why it waited in vain for %s", async (_, text, reasons) => {
    program.write(prelude + text);
    const failed = await up();
    expect(failed.exitCode).not.toBe(0);
    for (const reason of reasons) expect(failed.text).toContain(reason);
  });

  it("for nothing where an annotation says so", async () => {
    program.write(
      `${prelude} new apps.Deployment("skipped", { ...named({ "pulumi.com/skipAwait": "true" }), spec: of("unready") });`,
    );
    expect((await up()).exitCode).toBe(0);
  });
});
