import * as pulumi from "@pulumi/pulumi";
import { digest, forProd, readWith, type Changes } from "./configuration";

function specificationOf(changes: Changes, secrets: readonly string[] = []) {
  const { specification, problems } = readWith(changes, secrets);
  if (specification === undefined) throw new Error(JSON.stringify(problems));
  return specification;
}

test("dev is cheap", () => {
  const dev = specificationOf({});
  expect(dev).toMatchObject({
    protection: false,
    network: { egress: "single" },
    database: { size: "micro", highAvailability: false, retentionDays: 7 },
    backup: { retentionDays: 7, lock: false },
    telemetry: { logRetentionDays: 7 },
  });
  expect(dev.backup.dump).toBeUndefined();
  expect(dev.services.api).toMatchObject({ interruptible: true, scaling: { min: 1 } });
});

test("staging is prod in small", () => {
  const staging = specificationOf({ ...forProd, environment: "staging" });
  const prod = specificationOf(forProd);
  expect(staging.backup.retentionDays).toBe(14);
  expect(staging.network.egress).toBe(prod.network.egress);
  expect(staging.webApplicationFirewall).toBe(prod.webApplicationFirewall);
  expect(staging.backup.dump).toEqual(prod.backup.dump);
  expect(staging.protection).toBe(false);
});

test("prod is highly available and protected", () => {
  const prod = specificationOf(forProd);
  expect(prod).toMatchObject({
    protection: true,
    webApplicationFirewall: true,
    network: { egress: "zonal", zones: 3 },
    database: { highAvailability: true, retentionDays: 35 },
    cache: { highAvailability: true },
    backup: { retentionDays: 35, lock: true },
    audit: { trail: true, threatDetection: true, posture: true },
    domain: { name: "api.example.com", zone: "example.com" },
    recoveryRegion: "eu-central-1",
  });
  expect(prod.telemetry.logRetentionDays).toBeGreaterThanOrEqual(365);
  expect(prod.services.api).toMatchObject({ interruptible: false, scaling: { min: 3 }, port: 8000 });
});

test("the address of a webhook may be encrypted, other values of the schema may not", () => {
  const webhook = "https://hooks.example.com/oncall";
  expect(specificationOf({ alerts: { webhook } }, ["alerts"]).telemetry.webhook).toBe(webhook);
  expect(() => specificationOf({ tags: { owner: "shop" } }, ["tags"])).toThrow("is encrypted");
});

test("prod asks for no copy in a second region where the cloud has none", () => {
  const meadow = specificationOf({
    ...forProd,
    cloud: "meadow",
    region: "meadow-one",
    recoveryRegion: undefined,
    webApplicationFirewall: false,
    budget: false,
    backup: { lock: false, dump: false },
    audit: { threatDetection: false, posture: false },
  });
  expect(meadow.recoveryRegion).toBeUndefined();
});

test("single values of a profile are overridden, and their neighbours kept", () => {
  const { network, services } = specificationOf({ "network.zones": 3, "services.api.scaling.max": 9 });
  expect(network).toEqual({ cidr: "10.0.0.0/16", zones: 3, egress: "single" });
  expect(services.api?.scaling).toMatchObject({ min: 1, max: 9 });
});

test.each([
  ["no service asks", { "services.api.database": false, "services.worker.database": false }, undefined],
  ["a service asks", {}, "micro"],
  [
    "the stack says true",
    { database: true, "services.api.database": false, "services.worker.database": false },
    "micro",
  ],
  ["the stack gives a size", { "database.size": "large" }, "large"],
])("the database when %s", (_, changes: Changes, size) => {
  expect(specificationOf(changes).database?.size).toBe(size);
});

test("values at the top are read whether they come as text or not", () => {
  expect(specificationOf({ protection: "true", budget: "12.5", rotation: "7" })).toMatchObject({
    protection: true,
    monthlyBudget: 12.5,
    secretGeneration: "7",
  });
  expect(specificationOf({ budget: false }).monthlyBudget).toBeUndefined();
});

test("a PostgreSQL version is text in the specification, however it was written", () => {
  expect(specificationOf({ "database.version": 16 }).database?.version).toBe("16");
});

test("a build names its Dockerfile", () => {
  const folder = { "services.api.image": undefined, "services.api.build": "./workloads/service" };
  expect(specificationOf(folder).services.api?.image).toEqual({
    build: { context: "./workloads/service", dockerfile: "workloads/service/Dockerfile" },
  });
  expect(specificationOf({}).services.api?.image).toEqual({
    reference: `registry.example.com/api@${digest}`,
  });
});

test.each([
  ["api.example.com", "example.com"],
  ["a.b.example.com", "b.example.com"],
  ["example.com", "example.com"],
])("the zone of %s is %s", (domain, zone) => {
  expect(specificationOf({ domain }).domain).toEqual({ name: domain, zone });
});

test("a service is told its settings, its name and its port", () => {
  const { services } = specificationOf({
    "services.api.port": 9000,
    "services.api.settings": { rateLimitRequests: 500 },
    "services.api.environment": { FEATURE: true },
  });
  expect(services.api?.environment).toMatchObject({
    SERVICE_NAME: "api",
    PORT: "9000",
    ENVIRONMENT: "dev",
    RATE_LIMIT_REQUESTS: "500",
    RATE_LIMIT_WINDOW: "60",
    FEATURE: "true",
  });
});

test("metrics are scraped unless the service has none", () => {
  const { services } = specificationOf({ "services.api.settings.enableMetrics": false });
  expect(services.api?.metrics).toBe(false);
  expect(services.worker?.metrics).toBe(true);
});

test("the platform makes the addresses and the signing key that nobody gave", () => {
  const { services } = specificationOf({});
  expect(services.api?.secrets).toEqual({
    SECRET_KEY: { from: "generated", length: 64 },
    DATABASE_URL: { from: "database" },
    REDIS_URL: { from: "cache" },
  });
  expect(Object.keys(services.worker?.secrets ?? {})).toEqual(["SECRET_KEY", "DATABASE_URL"]);
});

test("a secret that a service lists comes from the configuration, as a secret, and only to that service", async () => {
  const { services } = specificationOf({ "services.api.secrets": ["stripeKey", "databaseUrl"] }, [
    "stripeKey",
    "databaseUrl",
  ]);
  const { STRIPE_KEY: stripe, DATABASE_URL: database } = services.api?.secrets ?? {};
  expect(database?.from).toBe("configuration");
  if (stripe?.from !== "configuration") throw new Error("not from the configuration");
  expect(await pulumi.isSecret(stripe.value)).toBe(true);
  expect(services.worker?.secrets).not.toHaveProperty("STRIPE_KEY");
  expect(services.worker?.secrets.DATABASE_URL).toEqual({ from: "database" });
});

test("tags say whose a resource is", () => {
  expect(specificationOf({ "tags.team": "payments" }).tags).toEqual({
    team: "payments",
    project: "platform",
    stack: "anything",
    environment: "dev",
    "managed-by": "pulumi",
  });
});
