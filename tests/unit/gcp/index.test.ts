import type { Specification } from "../../../components/specification";
import { createProvider } from "../../../providers/gcp";
import { CANARY, specificationOn, withContext, withFolder } from "../fixture";
import { containing, record, type Recording, type RecordOptions, type Registration, text } from "../mocks";
import { platformOnGcp } from "./fixture";

type Environment = "dev" | "staging" | "prod";
const environments = ["dev", "staging", "prod"] as const;

const run = (specification: Specification, options?: RecordOptions) =>
  withFolder({ Dockerfile: "FROM scratch\n" }, (context) =>
    record(() => platformOnGcp(withContext(specification, context)), options),
  );

const updates = new Map<Environment, Promise<Recording>>();

/** A whole environment, recorded once. */
function update(environment: Environment): Promise<Recording> {
  const made = updates.get(environment) ?? run(specificationOn("gcp", environment));
  updates.set(environment, made);
  return made;
}

const ofGoogle = (recording: Recording) =>
  recording.registrations.filter(({ type }) => type.startsWith("gcp:"));

/** Interface (`Api`) by module of the SDK. Of a project, everything can be asked from the start. */
const interfaces: Readonly<Record<string, string>> = {
  artifactregistry: "artifactregistry",
  certificatemanager: "certificatemanager",
  cloudrunv2: "run",
  cloudscheduler: "cloudscheduler",
  compute: "compute",
  dns: "dns",
  kms: "cloudkms",
  logging: "logging",
  monitoring: "monitoring",
  redis: "redis",
  secretmanager: "secretmanager",
  serviceaccount: "iam",
  servicenetworking: "servicenetworking",
  sql: "sqladmin",
  storage: "storage",
};

const interfaceOf = (type: string) => interfaces[type.split(":")[1]?.split("/")[0] ?? ""];

/** Names of everything that a resource waits for, directly or not. */
function reached(urn: string, byUrn: ReadonlyMap<string, Registration>): Set<string> {
  const seen = new Set<string>();
  const queue = [urn];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const registration = byUrn.get(next);
    if (registration === undefined || seen.has(registration.name)) continue;
    seen.add(registration.name);
    queue.push(...registration.dependencies);
  }
  return seen;
}

describe.each(environments)("the platform of %s on Google Cloud", (environment) => {
  test("consists of these resources", async () => {
    // Each line is the end of a URN. One that changes means that Pulumi deletes and makes anew: add an alias.
    expect((await update(environment)).urns()).toMatchSnapshot();
  });

  test("is the same in a preview", async () => {
    const preview = await run(specificationOn("gcp", environment), { preview: true });
    expect(preview.urns()).toEqual((await update(environment)).urns());
  });

  test("has every resource in a component, named after it", async () => {
    const recording = await update(environment);
    expect(recording.orphans()).toEqual([]);
    const parents = new Map(recording.registrations.map(({ name, urn }) => [urn, name]));
    const foreign = recording.registrations.filter(
      ({ custom, name, parent, type }) =>
        custom &&
        !type.startsWith("pulumi:") &&
        type !== "docker:index/image:Image" &&
        // What several services share is the platform's own.
        !name.startsWith("images-of-") &&
        !name.startsWith(`${parents.get(parent) ?? ""}-`),
    );
    expect(foreign.map(({ name }) => name)).toEqual([]);
  });

  test("gives every resource to the stack's own provider, which labels it", async () => {
    const recording = await update(environment);
    expect(ofGoogle(recording).length).toBeGreaterThan(50);
    const provider = recording.named("gcp", "pulumi:providers:gcp");
    for (const { name, provider: given } of ofGoogle(recording))
      expect({ name, given }).toEqual({ name, given: containing(`${provider.urn}::`) });
    expect(provider.inputs["region"]).toBe("europe-west1");
    expect(JSON.parse(text(provider.inputs["defaultLabels"]))).toEqual({
      project: "platform",
      stack: environment,
      environment,
      "managed-by": "pulumi",
    });
  });

  test("waits for each interface to be switched on before it uses it", async () => {
    const recording = await update(environment);
    const byUrn = new Map(recording.registrations.map((registration) => [registration.urn, registration]));
    const impatient = ofGoogle(recording).flatMap(({ name, type, urn }) => {
      const needed = interfaceOf(type);
      if (needed === undefined) return [];
      const waitsFor = reached(urn, byUrn);
      return waitsFor.has(`project-api-${needed}`) ? [] : [`${name} does not wait for ${needed}`];
    });
    expect(impatient).toEqual([]);
  });

  test("lets no secret out", async () => {
    const recording = await update(environment);
    const holders = recording.registrations.filter(({ inputs }) => JSON.stringify(inputs).includes(CANARY));
    expect(holders.map(({ name }) => name)).toEqual(["api-secrets-openai-api-key-version"]);
    for (const made of ["generated-", "google-login-token", "auth-of-", CANARY])
      for (const { inputs, name, secretInputs } of recording.registrations) {
        const plain = Object.entries(inputs).filter(([property]) => !secretInputs.includes(property));
        expect({ name, plain: JSON.stringify(plain) }).not.toEqual({ name, plain: containing(made) });
      }
  });
});

describe("the provider", () => {
  const { GOOGLE_PROJECT } = process.env;
  afterEach(() => {
    if (GOOGLE_PROJECT === undefined) delete process.env["GOOGLE_PROJECT"];
    else process.env["GOOGLE_PROJECT"] = GOOGLE_PROJECT;
  });

  test("works in the project that is named, and charges it for what it asks", async () => {
    process.env["GOOGLE_PROJECT"] = "acme-dev";
    const recording = await record(() => createProvider(specificationOn("gcp", "dev")));
    expect(recording.only("pulumi:providers:gcp").inputs).toMatchObject({
      project: "acme-dev",
      billingProject: "acme-dev",
      userProjectOverride: "true",
    });
  });
});

test("a service of the longest name still fits into every name that Pulumi makes", async () => {
  const specification = specificationOn("gcp", "prod");
  const [api] = Object.values(specification.services);
  if (api === undefined) throw new Error("the tracked stack has no service");
  const longest = "a-name-of-20-letters";
  const recording = await run({ ...specification, services: { [longest]: api } });
  expect(recording.names().some((name) => name.startsWith(longest))).toBe(true);
  // Pulumi adds a hyphen and seven characters; most of Google's names have at most 63. What Cloud Monitoring makes gets a
  // number for a name.
  const tooLong = ofGoogle(recording).filter(
    ({ inputs, name, type }) =>
      !("name" in inputs) && !type.startsWith("gcp:monitoring/") && name.length + 8 > 63,
  );
  expect(tooLong.map(({ name }) => name)).toEqual([]);
});
