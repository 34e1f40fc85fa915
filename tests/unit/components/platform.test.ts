import type { Specification } from "../../../components/specification";
import { CANARY, platformOn, trackedSpecification, withContext, withFolder } from "../fixture";
import {
  containing,
  record,
  type Recording,
  type RecordOptions,
  type Registration,
  text,
  valueOf,
} from "../mocks";

type Environment = "dev" | "staging" | "prod";
const environments = ["dev", "staging", "prod"] as const;

const run = (specification: Specification, options?: RecordOptions) =>
  withFolder({ Dockerfile: "FROM scratch\n" }, (context) =>
    record(() => platformOn(withContext(specification, context)), options),
  );

type Run = Awaited<ReturnType<typeof run>>;
const updates = new Map<Environment, Promise<Run>>();

/** A whole environment, recorded once. */
function update(environment: Environment): Promise<Run> {
  const made = updates.get(environment) ?? run(trackedSpecification(environment));
  updates.set(environment, made);
  return made;
}

const components = (recording: Recording) =>
  recording.registrations.filter(({ type }) => type.startsWith("platform:"));

describe.each(environments)("the platform of %s", (environment) => {
  test("consists of these resources", async () => {
    // Each line is the end of a URN. One that changes means that Pulumi deletes and makes anew: add an alias.
    expect((await update(environment)).urns()).toMatchSnapshot();
  });

  test("is the same in a preview", async () => {
    const preview = await run(trackedSpecification(environment), { preview: true });
    expect(preview.urns()).toEqual((await update(environment)).urns());
  });

  test("has every resource in a component, named after it", async () => {
    const recording = await update(environment);
    expect(recording.orphans()).toEqual([]);
    const parents = new Map(recording.registrations.map(({ name, urn }) => [urn, name]));
    const foreign = recording.registrations.filter(({ custom, name, parent, type }) => {
      const component = parents.get(parent) ?? "";
      // Target groups and images say why in their code.
      const excepted = ["aws:lb/targetGroup:TargetGroup", "docker:index/image:Image"].includes(type);
      return custom && !type.startsWith("pulumi:") && !excepted && !name.startsWith(`${component}-`);
    });
    expect(foreign.map(({ name }) => name)).toEqual([]);
  });

  test("gives every resource of AWS to the stack's own provider", async () => {
    const recording = await update(environment);
    const ofAws = recording.registrations.filter(({ type }) => type.startsWith("aws:"));
    expect(ofAws.length).toBeGreaterThan(100);
    const provider = recording.named("aws", "pulumi:providers:aws");
    for (const resource of ofAws) expect(resource.provider).toContain(`${provider.urn}::`);
    expect(provider.inputs["region"]).toBe("eu-west-1");
    expect(JSON.parse(text(provider.inputs["defaultTags"]))).toEqual({
      tags: { project: "platform", stack: environment, environment, "managed-by": "pulumi" },
    });
  });

  test("lets no secret out of an output", async () => {
    const recording = await update(environment);
    const holders = recording.registrations.filter(({ inputs }) => JSON.stringify(inputs).includes(CANARY));
    expect(holders.map(({ name }) => name)).toEqual(["api-secrets-openai-api-key-version"]);
    for (const made of ["generated-", "ecr-login-password", CANARY])
      for (const { inputs, name, secretInputs } of recording.registrations) {
        const plain = Object.entries(inputs).filter(([property]) => !secretInputs.includes(property));
        expect({ name, plain: JSON.stringify(plain) }).not.toEqual({
          name,
          plain: containing(made),
        });
      }
  });

  test("never gives two services the same group, identity or log", async () => {
    const recording = await update(environment);
    const services = recording.ofType("aws:ecs/service:Service");
    expect(services).toHaveLength(2);
    const groups = services.map(({ inputs }) => JSON.stringify(inputs["networkConfiguration"]));
    expect(new Set(groups).size).toBe(2);
    const definitions = recording.ofType("aws:ecs/taskDefinition:TaskDefinition");
    for (const property of ["taskRoleArn", "executionRoleArn", "family"])
      expect(new Set(definitions.map(({ inputs }) => inputs[property])).size).toBe(definitions.length);
  });

  test("runs every image by digest", async () => {
    const { result } = await update(environment);
    const images = await Promise.all(Object.values(result.outputs.images).map(valueOf));
    expect(images).toHaveLength(2);
    for (const image of images) expect(image).toMatch(/@sha256:[0-9a-f]{64}$/);
  });
});

const holdsData = [
  "aws:kms/key:Key",
  "aws:rds/instance:Instance",
  "aws:s3/bucket:Bucket",
  "aws:secretsmanager/secret:Secret",
  "aws:elasticache/replicationGroup:ReplicationGroup",
  "aws:backup/vault:Vault",
  "aws:lb/loadBalancer:LoadBalancer",
];

describe("protection", () => {
  const held = (recording: Recording): readonly Registration[] =>
    holdsData.flatMap((type) => recording.ofType(type));

  test("covers in prod all that holds data or serves traffic", async () => {
    const resources = held(await update("prod"));
    expect(new Set(resources.map(({ type }) => type)).size).toBe(holdsData.length);
    expect(resources.filter(({ protect }) => !protect).map(({ name }) => name)).toEqual([]);
  });

  test("is nowhere in dev, which is thrown away", async () => {
    const { registrations } = await update("dev");
    expect(registrations.filter(({ protect, retainOnDelete }) => protect || retainOnDelete)).toEqual([]);
  });
});

test("the address of a webhook is a secret: whoever knows it can post there", async () => {
  const webhook = `https://hooks.example.com/${CANARY}`;
  const recording = await run(trackedSpecification("dev", { alerts: { webhook } }));
  const holders = recording.registrations.filter(({ inputs }) => JSON.stringify(inputs).includes(webhook));
  expect(holders.map(({ name, secretInputs }) => [name, secretInputs])).toEqual([
    ["telemetry-https", ["endpoint"]],
  ]);
});

describe("the outputs of a platform", () => {
  test("say where it answers", async () => {
    const { result } = await update("prod");
    expect(result.outputs.url && (await valueOf(result.outputs.url))).toBe("https://api.example.com");
    expect(await valueOf(result.outputs.dashboardUrl)).toMatch(/^https:\/\//);
  });

  test("have no address where nothing is public", async () => {
    const worker = { image: `registry.example.com/worker@sha256:${"a".repeat(64)}` };
    const { result, ...recording } = await run(trackedSpecification("dev", { services: { worker } }));
    expect(result.outputs.url).toBeUndefined();
    expect(recording.registrations.filter(({ type }) => type.startsWith("aws:lb/"))).toEqual([]);
  });
});

describe("a further service", () => {
  const services = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `service-${String(index)}`,
        {
          image: `registry.example.com/api@sha256:${"a".repeat(64)}`,
          public: true,
          path: `/s${String(index)}/*`,
        },
      ]),
    );

  test("costs as many resources as the one before it", async () => {
    const counts = [];
    for (const count of [1, 2, 3, 6])
      counts.push(
        (await run(trackedSpecification("dev", { services: services(count) }))).registrations.length,
      );
    const [one = 0, two = 0, three = 0, six = 0] = counts;
    expect(three - two).toBe(two - one);
    expect(six - three).toBe(3 * (two - one));
  });

  test("changes nothing of the others", async () => {
    const [before, after] = [
      await run(trackedSpecification("dev", { services: services(2) })),
      await run(trackedSpecification("dev", { services: services(3) })),
    ];
    expect(after.urns()).toEqual(expect.arrayContaining([...before.urns()]));
    for (const resource of before.registrations.filter(({ name }) => name.startsWith("service-")))
      expect(after.named(resource.name, resource.type).inputs).toEqual(resource.inputs);
  });
});

test("every component says what it is and of which cloud", async () => {
  const types = new Set(components(await update("prod")).map(({ type }) => type));
  for (const kind of [
    "EncryptionKey",
    "Telemetry",
    "Network",
    "Database",
    "Cache",
    "Cluster",
    "LoadBalancer",
    "Secrets",
    "Service",
    "Monitoring",
    "Backup",
    "Audit",
  ])
    expect(types).toContain(`platform:aws:${kind}`);
});
