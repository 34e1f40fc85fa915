import type { Specification } from "../../../components/specification";
import { platformOn } from "../fixture";
import { record, type Recording, valueOf } from "../mocks";
import { part } from "../components/kubernetes/fixture";
import { exampleSpecification, PASSWORD } from "./fixture";

const environments = ["dev", "staging", "prod"] as const;
const made = new Map<string, ReturnType<typeof run>>();

const run = (specification: Specification, preview = false) =>
  record(() => platformOn(specification), { preview });

/** The documented example in an environment, recorded once. */
function recorded(environment: (typeof environments)[number] = "prod") {
  const recording = made.get(environment) ?? run(exampleSpecification(environment));
  made.set(environment, recording);
  return recording;
}

const spec = (recording: Recording, name: string, path = "spec") => part(recording.named(name), path);

describe.each(environments)("a stack in a cluster that is there already, in %s", (environment) => {
  test("is a tree without orphans, below a provider of its own", async () => {
    const recording = await recorded(environment);
    expect(recording.orphans()).toEqual([]);
    for (const { custom, provider, type } of recording.registrations)
      if (custom && type.startsWith("kubernetes:")) expect(provider).toContain("::kubernetes::");
  });

  test("is previewed as it will be made", async () => {
    const preview = await run(exampleSpecification(environment), true);
    expect(preview.urns()).toEqual((await recorded(environment)).urns());
  });

  test("holds addresses and keys in secrets only", async () => {
    for (const { inputs, name, secretInputs } of (await recorded(environment)).registrations)
      for (const [key, value] of Object.entries(inputs))
        if (JSON.stringify(value).includes(PASSWORD)) expect([name, secretInputs]).toEqual([name, [key]]);
  });
});

test("its resources keep their names", async () => {
  expect((await recorded()).urns()).toMatchSnapshot();
});

test("it is reached as the stack file says", async () => {
  expect((await recorded()).only("pulumi:providers:kubernetes").inputs).toMatchObject({
    context: "shop-prod",
  });
  expect(spec(await recorded(), "namespace-namespace", "metadata.name")).toBe("shop");
});

test("in a namespace that is there already it makes none", async () => {
  const recording = await run(
    exampleSpecification("dev", { "cluster.namespace": { name: "shop", existing: true } }),
  );
  expect(recording.ofType("kubernetes:core/v1:Namespace")).toEqual([]);
  expect(spec(recording, "api-workload-deployment", "metadata.namespace")).toBe("shop");
});

describe("the way in", () => {
  test("is an Ingress with a certificate of cert-manager, to Services of the ready pods", async () => {
    const recording = await recorded();
    expect(recording.named("entry-ingress").inputs).toMatchObject({
      metadata: {
        namespace: "shop",
        annotations: { "cert-manager.io/cluster-issuer": "letsencrypt", "pulumi.com/skipAwait": "true" },
      },
      spec: {
        ingressClassName: "nginx",
        tls: [{ hosts: ["api.example.com"], secretName: "api-example-com-certificate" }],
        rules: [
          {
            host: "api.example.com",
            http: {
              paths: [
                {
                  path: "/",
                  pathType: "Prefix",
                  backend: { service: { name: "entry-api-1a2b3c4", port: { number: 8000 } } },
                },
              ],
            },
          },
        ],
      },
    });
    expect(spec(recording, "entry-api")).toMatchObject({
      type: "ClusterIP",
      selector: { "app.kubernetes.io/name": "api", "app.kubernetes.io/instance": "platform-prod" },
    });
    const { url } = recording.result.outputs;
    expect(url && (await valueOf(url))).toBe("https://api.example.com");
  });

  test("answers to the controller's address where there is no domain", async () => {
    const recording = await run(
      exampleSpecification("dev", { domain: undefined, "cluster.ingress": { class: "traefik" } }),
    );
    expect(recording.named("entry-ingress").inputs).not.toHaveProperty("spec.tls");
    expect(spec(recording, "entry-ingress", "metadata.annotations")).toEqual({});
    const { url } = recording.result.outputs;
    expect(url && (await valueOf(url))).toBe("http://entry.example.net");
  });

  test("takes a certificate that is there", async () => {
    const recording = await run(
      exampleSpecification("dev", { "cluster.ingress": { class: "nginx", tlsSecret: "wildcard" } }),
    );
    expect(spec(recording, "entry-ingress", "spec.tls")).toEqual([
      { hosts: ["api.example.com"], secretName: "wildcard" },
    ]);
  });

  test("is a route of a Gateway, by the longest prefix", async () => {
    const recording = await run(
      exampleSpecification(
        "dev",
        {
          "cluster.ingress": undefined,
          "cluster.gateway": { name: "web", namespace: "gateways", section: "https" },
          "cluster.proxies": ["10.1.0.0/16"],
          services: {
            api: { image: image("api"), public: true },
            reports: { image: image("reports"), public: true, path: "/reports/*", port: 9000 },
          },
          backup: undefined,
          "cluster.dumps": undefined,
        },
        ["databaseUrl", "redisUrl", "dumpAccessKeyId", "dumpSecretAccessKey"],
      ),
    );
    expect(recording.named("entry-route").inputs).toMatchObject({
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "HTTPRoute",
      spec: {
        parentRefs: [{ name: "web", namespace: "gateways", sectionName: "https" }],
        hostnames: ["api.example.com"],
        rules: [
          {
            matches: [{ path: { type: "PathPrefix", value: "/" } }],
            backendRefs: [{ name: "entry-api-1a2b3c4", port: 8000 }],
          },
          {
            matches: [{ path: { type: "PathPrefix", value: "/reports" } }],
            backendRefs: [{ name: "entry-reports-1a2b3c4", port: 9000 }],
          },
        ],
      },
    });
    expect(spec(recording, "reports-workload-ways", "spec.ingress")).toMatchObject([
      { from: [{ ipBlock: { cidr: "10.1.0.0/16" } }, podsOf("monitoring")] },
    ]);
  });
});

const podsOf = (namespace: string) => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
});
const image = (name: string) => `registry.example.com/${name}@sha256:${"b".repeat(64)}`;

describe("a service", () => {
  test("is called by the entry's proxies and by Prometheus, and reaches what it was given", async () => {
    const recording = await recorded();
    expect(spec(recording, "api-workload-ways")).toMatchObject({
      ingress: [{ from: [podsOf("ingress-nginx"), podsOf("monitoring")], ports: [{ port: 8000 }] }],
      egress: [
        { ports: [{ port: 443 }] },
        // A name outside of the cluster can only be any address outside of it.
        { to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] } }], ports: [{ port: 5433 }] },
        { to: [podsOf("data")], ports: [{ port: 6380 }] },
        { to: [podsOf("observability")], ports: [{ port: 4318 }] },
      ],
    });
    const worker = spec(recording, "worker-workload-ways", "spec.egress");
    expect(JSON.stringify(worker)).not.toContain("6380");
    expect(spec(recording, "worker-workload-ways", "spec.ingress")).toMatchObject([
      { from: [podsOf("monitoring")] },
    ]);
  });

  test("finds its secrets by reference, and how many proxies are in front of it", async () => {
    const recording = await recorded();
    expect(spec(recording, "api-workload-variables", "data")).toMatchObject({
      TRUSTED_PROXY_HOPS: "1",
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector.observability.svc:4318",
    });
    expect(spec(recording, "api-workload-deployment", "spec.template.spec.containers")).toMatchObject([
      {
        env: ["DATABASE_URL", "REDIS_URL", "SECRET_KEY"].map((name) => ({
          name,
          valueFrom: { secretKeyRef: { key: name } },
        })),
      },
    ]);
  });

  test("is pulled with what the registry asks for", async () => {
    const recording = await run(exampleSpecification("dev", { "cluster.pullSecret": "registry" }));
    for (const account of ["api-workload-account", "backup-dump-account"])
      expect(recording.named(account).inputs["imagePullSecrets"]).toEqual([{ name: "registry" }]);
  });
});

describe("the dump", () => {
  test("goes to a bucket with the key that is given for it", async () => {
    const recording = await recorded();
    expect(
      spec(recording, "backup-dump-job", "spec.jobTemplate.spec.template.spec.containers"),
    ).toMatchObject([
      {
        env: [
          { name: "AWS_REGION", value: "eu-west-1" },
          { name: "BACKUP_DESTINATION", value: "s3://shop-dumps/prod" },
          { name: "BACKUP_NAME", value: "platform-prod" },
          { name: "AWS_ACCESS_KEY_ID" },
          { name: "AWS_SECRET_ACCESS_KEY" },
          { name: "DATABASE_URL" },
        ],
      },
    ]);
    expect(spec(recording, "backup-dump-ways", "spec.egress")).toMatchObject([
      { ports: [{ port: 5433 }] },
      { ports: [{ port: 443 }] },
    ]);
  });

  test("goes to another store that speaks S3, by an identity", async () => {
    const dumps = {
      destination: "s3://dumps/shop",
      endpoint: "http://minio.storage.svc:9000",
      annotations: { "example.com/role": "writer" },
    };
    const recording = await run(
      exampleSpecification("dev", { "cluster.dumps": dumps }, ["dumpAccessKeyId", "dumpSecretAccessKey"]),
    );
    expect(
      JSON.stringify(spec(recording, "backup-dump-job", "spec.jobTemplate.spec.template.spec.containers")),
    ).toMatch(/"AWS_ENDPOINT_URL_S3","value":"http:\/\/minio\.storage\.svc:9000"/);
    expect(spec(recording, "backup-dump-account", "metadata.annotations")).toEqual(dumps.annotations);
    expect(spec(recording, "backup-dump-ways", "spec.egress")).toMatchObject([
      { ports: [{ port: 5433 }] },
      { ports: [{ port: 443 }] },
      { to: [podsOf("storage")], ports: [{ port: 9000 }] },
    ]);
  });

  test("goes to a volume, and then reaches nothing but the database", async () => {
    const recording = await run(
      exampleSpecification("dev", { "cluster.dumps": { destination: "pvc://dumps/shop" } }, [
        "dumpAccessKeyId",
        "dumpSecretAccessKey",
      ]),
    );
    const pod = "spec.jobTemplate.spec.template.spec";
    expect(spec(recording, "backup-dump-job", pod)).toMatchObject({
      volumes: [{ name: "tmp" }, { name: "dumps", persistentVolumeClaim: { claimName: "dumps" } }],
      containers: [
        {
          volumeMounts: [{ name: "tmp" }, { name: "dumps", mountPath: "/dumps" }],
          env: [{ name: "BACKUP_DESTINATION", value: "file:///dumps/shop" }, {}, {}],
        },
      ],
    });
    expect(spec(recording, "backup-dump-ways", "spec.egress")).toHaveLength(1);
  });

  test("is none where none is asked for", async () => {
    const recording = await run(
      exampleSpecification("prod", { backup: undefined, "cluster.dumps": undefined }, [
        "dumpAccessKeyId",
        "dumpSecretAccessKey",
      ]),
    );
    expect(recording.ofType("kubernetes:batch/v1:CronJob")).toEqual([]);
    expect(recording.has("backup-rules")).toBe(false);
  });
});
