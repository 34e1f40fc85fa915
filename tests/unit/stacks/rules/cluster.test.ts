import type { Changes } from "../configuration";
import { digest, problemsWith, readWith } from "../configuration";
import { judge, type Case } from "./judge";

const cluster = { context: "shop", ingress: { class: "nginx" }, proxies: "ingress-nginx" };
const store = ["databaseUrl", "redisUrl"];
const image = `registry.example.com/backup@${digest}`;

/** The small stack as a guest, with other things said of its cluster. */
const guest = (more: Changes = {}, changes: Changes = {}): Changes => ({
  cloud: undefined,
  region: undefined,
  cluster: { ...cluster, ...more },
  ...changes,
});
const without = (key: keyof typeof cluster) =>
  guest({}, { cluster: Object.fromEntries(Object.entries(cluster).filter(([name]) => name !== key)) });
const asks = (key: string, value: Changes[string]): Pick<Case, "wrong" | "right" | "key" | "secrets"> => ({
  wrong: guest({}, { [key]: value }),
  right: guest({}),
  key: `platform:${key}`,
  secrets: store,
});
const dumps = { destination: "s3://dumps/shop" };
const dumpImage = { "backup.dump": { image } };

const cases: Case[] = [
  {
    rule: "a cluster beside a cloud",
    wrong: guest({}, { cloud: "aws", region: "eu-west-1" }),
    right: guest(),
    key: "platform:cluster",
    says: /beside `platform:cloud`.*Keep one/,
    rightSecrets: store,
  },
  {
    rule: "the cloud without its cluster",
    wrong: { cloud: "kubernetes", region: undefined },
    right: guest({}, { cloud: "kubernetes" }),
    key: "platform:cluster",
    says: /which cluster is meant.*context/,
    secrets: store,
  },
  {
    rule: "wherever kubectl was last",
    wrong: without("context"),
    right: guest(),
    key: "platform:cluster.context",
    says: /used last.*kubectl config get-contexts.*--secret platform:kubeconfig/,
    secrets: store,
  },
  {
    rule: "a database that nobody knows",
    wrong: guest(),
    right: guest(),
    key: "platform:databaseUrl",
    says: /`api` asks for a database.*--secret platform:databaseUrl/,
    secrets: ["redisUrl"],
    rightSecrets: store,
  },
  {
    rule: "a cache that nobody knows",
    wrong: guest(),
    right: guest(),
    key: "platform:redisUrl",
    says: /`api` asks for a cache.*--secret platform:redisUrl/,
    secrets: ["databaseUrl"],
    rightSecrets: store,
  },
  {
    rule: "an address with its password in plain text",
    wrong: guest({}, { databaseUrl: "postgresql://shop:pw@db/shop" }),
    right: guest(),
    key: "platform:databaseUrl",
    says: /secret in plain text/,
    secrets: ["redisUrl"],
    rightSecrets: store,
  },
  {
    rule: "the address of a database that nobody asks for",
    wrong: guest({}, { "services.api.database": false, "services.worker.database": false }),
    right: guest(),
    key: "platform:databaseUrl",
    says: /no service lists it/,
    secrets: store,
  },
  {
    rule: "no way in",
    wrong: without("ingress"),
    right: guest(),
    key: "platform:cluster.ingress",
    says: /no request would reach `api`.*gateway/,
    secrets: store,
  },
  {
    rule: "two ways in",
    wrong: guest({ gateway: { name: "web", namespace: "gateways" } }),
    right: guest(),
    key: "platform:cluster.gateway",
    says: /beside `ingress`/,
    secrets: store,
  },
  {
    rule: "a Gateway's routes for no name",
    wrong: guest(
      {},
      { cluster: { context: "shop", gateway: { name: "web", namespace: "gateways" }, proxies: "gateways" } },
    ),
    right: guest(
      {},
      {
        cluster: { context: "shop", gateway: { name: "web", namespace: "gateways" }, proxies: "gateways" },
        domain: "api.example.com",
      },
    ),
    key: "platform:domain",
    says: /a Gateway's routes answer to a name/,
    secrets: store,
  },
  {
    rule: "proxies that nobody knows",
    wrong: without("proxies"),
    right: guest(),
    key: "platform:cluster.proxies",
    says: /nobody else may call.*namespace/,
    secrets: store,
  },
  {
    rule: "proxies that are no range",
    wrong: guest({ proxies: ["10.0.0.0/16", "10.0.1.9/24"] }),
    right: guest({ proxies: ["10.0.0.0/16", "10.0.1.0/24"] }),
    key: "platform:cluster.proxies[1]",
    says: /no IPv4 range/,
    secrets: store,
  },
  {
    rule: "a way in for no service",
    wrong: guest({ ingress: undefined, proxies: "ingress" }, { "services.api.public": false }),
    right: guest({}, { cluster: { context: "shop" }, "services.api.public": false }),
    key: "platform:cluster.proxies",
    says: /no service is public/,
    secrets: store,
  },
  {
    rule: "a domain without a certificate",
    wrong: guest({}, { domain: "api.example.com" }),
    right: guest({ ingress: { class: "nginx", issuer: "letsencrypt" } }, { domain: "api.example.com" }),
    key: "platform:cluster.ingress.issuer",
    says: /no certificate.*tlsSecret/,
    secrets: store,
  },
  {
    rule: "two certificates",
    wrong: guest(
      { ingress: { class: "nginx", issuer: "letsencrypt", tlsSecret: "tls" } },
      { domain: "api.example.com" },
    ),
    right: guest({ ingress: { class: "nginx", tlsSecret: "tls" } }, { domain: "api.example.com" }),
    key: "platform:cluster.ingress.tlsSecret",
    says: /beside `issuer`/,
    secrets: store,
  },
  {
    rule: "a certificate for no name",
    wrong: guest({ ingress: { class: "nginx", tlsSecret: "tls" } }),
    right: guest(),
    key: "platform:cluster.ingress.tlsSecret",
    says: /there is no domain/,
    secrets: store,
  },
  {
    rule: "a build",
    wrong: guest(
      {},
      {
        "services.api.image": undefined,
        "services.api.build": { context: ".", dockerfile: "workloads/service/Dockerfile" },
      },
    ),
    right: guest(),
    key: "platform:services.api.build",
    says: /no registry of ours.*Build and push/,
    secrets: store,
  },
  {
    rule: "alerts that nobody raises",
    wrong: guest({ monitoring: false }, { "alerts.email": "oncall@example.com" }),
    right: guest({}, { "alerts.email": "oncall@example.com" }),
    key: "platform:alerts",
    says: /never be told anything.*Prometheus Operator/,
    secrets: store,
  },
  {
    rule: "traces that go nowhere",
    wrong: guest({}, { "logs.traceSampling": 0.5 }),
    right: guest({ traces: "http://collector.observability.svc:4318" }, { "logs.traceSampling": 0.5 }),
    key: "platform:logs.traceSampling",
    says: /no collector.*cluster\.traces/,
    secrets: store,
  },
  {
    rule: "a dump without a place",
    wrong: guest({}, dumpImage),
    right: guest({ dumps }, dumpImage),
    key: "platform:cluster.dumps",
    says: /where the dump would go/,
    secrets: store,
  },
  {
    rule: "a dump that would be built",
    wrong: guest({ dumps }, { "backup.dump": true }),
    right: guest({ dumps }, dumpImage),
    key: "platform:backup.dump",
    says: /has no image.*docker build -f workloads\/backup\/Dockerfile/,
    secrets: store,
  },
  {
    rule: "a place for dumps of nothing",
    wrong: guest({ dumps }, { "services.api.database": false, "services.worker.database": false }),
    right: guest({ dumps }, dumpImage),
    key: "platform:cluster.dumps",
    says: /no service has a database/,
    secrets: ["redisUrl"],
    rightSecrets: store,
  },
  {
    rule: "S3's address for a volume",
    wrong: guest(
      { dumps: { destination: "pvc://dumps/shop", endpoint: "https://minio.example.com" } },
      dumpImage,
    ),
    right: guest({ dumps: { ...dumps, endpoint: "https://minio.example.com" } }, dumpImage),
    key: "platform:cluster.dumps.endpoint",
    says: /no effect on this destination/,
    secrets: store,
  },
  {
    rule: "half of a key",
    wrong: guest({ dumps }, dumpImage),
    right: guest({ dumps }, dumpImage),
    key: "platform:dumpAccessKeyId",
    says: /half.*platform:dumpSecretAccessKey/,
    secrets: [...store, "dumpAccessKeyId"],
    rightSecrets: [...store, "dumpAccessKeyId", "dumpSecretAccessKey"],
  },
  {
    rule: "a destination of no known kind",
    wrong: guest({ dumps: { destination: "gs://dumps/shop" } }, dumpImage),
    right: guest({ dumps: { destination: "pvc://dumps" } }, dumpImage),
    key: "platform:cluster.dumps.destination",
    says: /pvc:\/\/CLAIM\/FOLDER/,
    secrets: store,
  },
  { rule: "a region", ...asks("region", "eu-west-1"), says: /where it is/ },
  { rule: "a network", ...asks("network", { cidr: "10.0.0.0/16" }), says: /the cluster has one/ },
  { rule: "a size of the database", ...asks("database.size", "small"), says: /there already/ },
  { rule: "a retention of logs", ...asks("logs.retentionDays", 30), says: /as long as it does/ },
  { rule: "an audit trail", ...asks("audit.trail", true), says: /API server's audit log/ },
  { rule: "a firewall", ...asks("webApplicationFirewall", true), says: /in front of the ingress/i },
  { rule: "a budget", ...asks("budget", 100), says: /the bill/ },
  { rule: "locked backups", ...asks("backup.lock", true), says: /Object Lock/ },
  { rule: "containers", ...asks("runtime", "containers"), says: /leave `platform:runtime` out/ },
];
judge(cases);

describe("a guest", () => {
  test("goes without what its profile wishes and the cluster does not bring", () => {
    const { specification } = readWith(
      guest(
        { ingress: { class: "nginx", issuer: "letsencrypt" } },
        { environment: "prod", domain: "api.example.com", "alerts.email": "oncall@example.com" },
      ),
      store,
    );
    expect(specification).toMatchObject({
      cloud: "kubernetes",
      region: "",
      runtime: "kubernetes",
      webApplicationFirewall: false,
      audit: { trail: false, threatDetection: false, posture: false },
      backup: { lock: false },
    });
    expect(specification).not.toHaveProperty("monthlyBudget");
    expect(specification).not.toHaveProperty("backup.dump");
    expect(specification).not.toHaveProperty("kubernetes");
  });

  test("may say that it goes without them", () => {
    expect(
      problemsWith(
        guest(
          {},
          { budget: false, webApplicationFirewall: false, "audit.trail": false, runtime: "kubernetes" },
        ),
        store,
      ),
    ).toEqual([]);
  });

  test("is told where everything is", () => {
    const { specification } = readWith(
      guest(
        {
          namespace: { name: "shop", existing: true },
          ingress: { class: "nginx", issuer: "letsencrypt", annotations: { a: "b" } },
          monitoring: { labels: { release: "prometheus" }, grafana: "https://grafana.example.com/" },
          traces: "http://collector.observability.svc:4318",
          pullSecret: "registry",
          dumps: { ...dumps, endpoint: "https://minio.example.com", region: "eu-west-1" },
        },
        { ...dumpImage, domain: "api.example.com" },
      ),
      [...store, "kubeconfig", "dumpAccessKeyId", "dumpSecretAccessKey"],
    );
    expect(specification?.cluster).toMatchObject({
      context: "shop",
      namespace: { name: "shop", existing: true },
      entry: {
        proxies: "ingress-nginx",
        way: {
          kind: "ingress",
          className: "nginx",
          certificate: { issuer: "letsencrypt" },
          annotations: { a: "b" },
        },
      },
      monitoring: {
        namespace: "monitoring",
        labels: { release: "prometheus" },
        grafana: "https://grafana.example.com",
      },
      traces: "http://collector.observability.svc:4318",
      pullSecret: "registry",
      dumps: { destination: "s3://dumps/shop", endpoint: "https://minio.example.com", region: "eu-west-1" },
    });
    for (const secret of ["kubeconfig", "databaseUrl", "redisUrl", "dumps.credentials"])
      expect(specification?.cluster).toHaveProperty(secret);
  });
});
