import { type Properties, record, type Recording, text, valueOf, remembered } from "../mocks";
import { PROJECT } from "./mock-outputs";
import { image, service } from "./stores";

interface Container extends Properties {
  readonly name: string;
  readonly envs: { name: string; value?: string; valueSource?: Properties }[];
}
interface Template extends Properties {
  readonly containers: Container[];
}

const run = remembered(service);
const template = (recording: Recording) => recording.named("api-run").inputs["template"] as Template;

function container(recording: Recording, name: string): Container {
  const found = template(recording).containers.find((one) => one.name === name);
  if (!found) throw new Error(`no container ${name}`);
  return found;
}

const plain = (one: Container) =>
  Object.fromEntries(one.envs.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));

describe("a replica", () => {
  test("runs the image, has a size that Cloud Run offers, and CPU between requests too", async () => {
    expect(container(await run({}), "api")).toMatchObject({
      image,
      ports: { containerPort: 8000 },
      resources: { cpuIdle: false, limits: { cpu: "1", memory: "512Mi" } },
    });
  });

  test("gets each secret as a reference to one version, once it may read it", async () => {
    const recording = await run({});
    expect(container(recording, "api").envs).toContainEqual({
      name: "SECRET_KEY",
      valueSource: { secretKeyRef: { secret: "api-secrets-secret-key-x7k2qm", version: "7" } },
    });
    const grant = recording.named("api-secrets-secret-key-reader");
    expect(grant.inputs["member"]).toBe(`serviceAccount:api-x7k2qm@${PROJECT}.iam.gserviceaccount.com`);
    expect(recording.named("api-run").dependencies).toContain(grant.urn);
  });

  test("is not given the variables that Cloud Run sets itself", async () => {
    const variables = plain(container(await run({}), "api"));
    expect(variables).not.toHaveProperty("PORT");
    expect(variables).toMatchObject({ LOG_LEVEL: "INFO", TRUSTED_PROXY_HOPS: "2", SHUTDOWN_TIMEOUT: "8" });
  });

  test("has a limited folder to write to", async () => {
    const recording = await run({});
    expect(container(recording, "api")["volumeMounts"]).toEqual([{ name: "tmp", mountPath: "/tmp" }]);
    expect(template(recording)["volumes"]).toEqual([
      { name: "tmp", emptyDir: { medium: "MEMORY", sizeLimit: "64Mi" } },
    ]);
  });

  test("is asked whether it can serve before its first request and from then on, and whether it lives", async () => {
    const get = (path: string) => ({ httpGet: { path, port: 8000 } });
    expect(container(await run({}), "api")).toMatchObject({
      startupProbe: get("/ready"),
      readinessProbe: get("/ready"),
      livenessProbe: get("/health"),
    });
  });

  test("has an address in the network, leaves by no other way, and is encrypted with our key", async () => {
    expect(template(await run({}))).toMatchObject({
      encryptionKey: `projects/${PROJECT}/locations/europe-west1/keyRings/data-key-x7k2qm/cryptoKeys/data`,
      vpcAccess: { egress: "ALL_TRAFFIC", networkInterfaces: [{ tags: ["service", "service-api"] }] },
    });
    expect((await run({})).named("api-run").dependencies).toContain(
      (await run({})).named("data-key-use-run").urn,
    );
  });
});

describe("the collector", () => {
  test("sends traces, and metrics that it scrapes, each replica's by its own id", async () => {
    const collector = container(await run({}), "collector");
    expect(collector["dependsOns"]).toEqual(["api"]);
    const configuration = JSON.parse(plain(collector)["COLLECTOR_CONFIGURATION"] ?? "") as Properties;
    expect(configuration).toMatchObject({
      receivers: {
        prometheus: {
          config: {
            scrape_configs: [{ scrape_interval: "5s", static_configs: [{ targets: ["localhost:8000"] }] }],
          },
        },
      },
      service: { pipelines: { traces: {}, metrics: { exporters: ["googlemanagedprometheus"] } } },
    });
    expect(JSON.stringify(configuration)).toContain('"from_attribute":"faas.instance"');
    expect(plain(container(await run({}), "api"))).toMatchObject({
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://localhost:4318",
      OTEL_TRACES_SAMPLER_ARG: "0.1",
    });
  });

  test("scrapes nothing where there are no metrics", async () => {
    const collector = container(await run({ args: { metrics: false } }), "collector");
    expect(plain(collector)["COLLECTOR_CONFIGURATION"]).not.toContain("prometheus");
  });

  test("and its rights are left out where nothing is observed", async () => {
    const recording = await run({ args: { metrics: false, traceSampling: 0 } });
    expect(template(recording).containers.map(({ name }) => name)).toEqual(["api"]);
    expect(plain(container(recording, "api"))).toMatchObject({ OTEL_SDK_DISABLED: "true" });
    expect(recording.ofType("gcp:projects/iAMMember:IAMMember")).toEqual([]);
  });
});

describe("the identity of a service", () => {
  test("is its own, and may send telemetry and read its secrets, nothing else", async () => {
    const recording = await run({});
    const member = `serviceAccount:api-x7k2qm@${PROJECT}.iam.gserviceaccount.com`;
    expect(template(recording)["serviceAccount"]).toBe(`api-x7k2qm@${PROJECT}.iam.gserviceaccount.com`);
    const granted = recording.registrations
      .filter(({ inputs }) => inputs["member"] === member)
      .map(({ inputs }) => inputs["role"])
      .sort();
    expect(granted).toEqual([
      "roles/cloudtrace.agent",
      "roles/logging.logWriter",
      "roles/monitoring.metricWriter",
      "roles/secretmanager.secretAccessor",
    ]);
  });
});

describe("who reaches a service", () => {
  test("is the load balancer alone, where it is public", async () => {
    const recording = await run({});
    expect(recording.named("api-run").inputs).toMatchObject({
      ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
      invokerIamDisabled: true,
      defaultUriDisabled: true,
    });
    expect(recording.named("entry-api-group").inputs["cloudRun"]).toEqual({
      service: recording.named("api-run").inputs["name"],
    });
  });

  test("is nobody, where it is not", async () => {
    const recording = await run({ public: false });
    expect(recording.named("api-run").inputs).toMatchObject({
      name: "api-x7k2qm",
      ingress: "INGRESS_TRAFFIC_INTERNAL_ONLY",
      invokerIamDisabled: false,
    });
    expect(plain(container(recording, "api"))).not.toHaveProperty("TRUSTED_PROXY_HOPS");
    expect(recording.registrations.filter(({ inputs }) => inputs["role"] === "roles/run.invoker")).toEqual(
      [],
    );
  });
});

describe("what a service reaches", () => {
  const rules = (recording: Recording) =>
    recording
      .ofType("gcp:compute/firewall:Firewall")
      .filter(({ name }) => name.startsWith("api-"))
      .map(({ inputs }) => inputs);

  test("are the stores that it was given, by address and port, before it starts", async () => {
    const recording = await run({ stores: true });
    const egress = { direction: "EGRESS", targetTags: ["service-api"] };
    expect(rules(recording)).toEqual([
      expect.objectContaining({
        ...egress,
        allows: [{ protocol: "tcp", ports: ["6378"] }],
        destinationRanges: ["10.0.129.4/32"],
      }),
      expect.objectContaining({
        ...egress,
        allows: [{ protocol: "tcp", ports: ["5432"] }],
        destinationRanges: ["10.0.128.3/32"],
      }),
    ]);
    for (const rule of ["api-database-out", "api-cache-out"])
      expect(recording.named("api-run").dependencies).toContain(recording.named(rule).urn);
  });

  test("are none that it was not", async () => {
    expect(rules(await run({}))).toEqual([]);
  });

  test("includes the authority that signs for its cache, in plain sight", async () => {
    expect(plain(container(await run({ stores: true }), "api"))["REDIS_TLS_CA"]).toMatch(/^-----BEGIN CERT/);
    expect(plain(container(await run({}), "api"))).not.toHaveProperty("REDIS_TLS_CA");
  });
});

describe("a rollout", () => {
  test("starts as many replicas as there must be, and sends requests to what is ready alone", async () => {
    const recording = await run({});
    expect(template(recording)).toMatchObject({ scaling: { minInstanceCount: 3, maxInstanceCount: 12 } });
    expect(recording.named("api-run").inputs["traffics"]).toEqual([
      { type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", percent: 100 },
    ]);
  });
});

test("a service is previewed as it will be made, all of it below its component", async () => {
  const previewed = await record(() => service({ stores: true }), { preview: true });
  expect(previewed.urns()).toEqual((await run({ stores: true })).urns());
  expect(previewed.orphans()).toEqual([]);
});

test("a service tells others its names", async () => {
  const { result } = await run({});
  expect(await valueOf(result.service.name)).toBe("api-x7k2qm");
  expect(text(await valueOf(result.serviceAccount.id))).toContain("/serviceAccounts/api-x7k2qm@");
});
