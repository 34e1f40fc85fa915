import * as pulumi from "@pulumi/pulumi";
import { record, type Recording, valueOf } from "../mocks";
import { GcpCache } from "../../../providers/gcp/cache";
import { GcpDatabase } from "../../../providers/gcp/database";
import { key, network, secrets } from "./fixture";
import { NUMBER, PROJECT } from "./mock-outputs";

const canary = "canary-value-that-nobody-may-see";
const both = {
  OPENAI_API_KEY: { from: "configuration", value: pulumi.output(canary) },
  SECRET_KEY: { from: "generated", length: 64 },
} as const;
const READER = "gcp:secretmanager/secretIamMember:SecretIamMember";

/** Names of the resources that show a text in an input that is not marked as a secret. */
const inPlainSight = ({ registrations }: Recording, needle: string) =>
  registrations
    .filter(({ inputs, secretInputs }) =>
      Object.entries(inputs).some(
        ([property, value]) => !secretInputs.includes(property) && JSON.stringify(value).includes(needle),
      ),
    )
    .map(({ name }) => name);

describe("the secrets of a service", () => {
  test("are stored one by one, in the stack's region, under our key, which Google may use by then", async () => {
    const recording = await record(() => secrets({ values: both }));
    for (const name of ["openai-api-key", "secret-key"]) {
      const secret = recording.named(`api-secrets-${name}`);
      expect(secret.inputs).toMatchObject({
        secretId: `api-secrets-${name}-x7k2qm`,
        replication: {
          userManaged: {
            replicas: [
              {
                location: "europe-west1",
                customerManagedEncryption: {
                  kmsKeyName: `projects/${PROJECT}/locations/europe-west1/keyRings/data-key-x7k2qm/cryptoKeys/data`,
                },
              },
            ],
          },
        },
      });
      expect(secret.dependencies).toContain(recording.named("data-key-use-secretmanager").urn);
      expect(secret.dependencies).toContain(recording.named("project-api-secretmanager").urn);
    }
    expect(recording.named("data-key-use-secretmanager").inputs["member"]).toBe(
      `serviceAccount:service-${NUMBER}@gcp-sa-secretmanager.iam.gserviceaccount.com`,
    );
    expect(recording.named("api-secrets-openai-api-key-version").inputs["secretData"]).toBe(canary);
  });

  test("are given as a reference to one version, by name and in Cloud Run's form", async () => {
    const { result } = await record(() => secrets({ values: both }));
    expect(Object.keys(result.references)).toEqual(["OPENAI_API_KEY", "SECRET_KEY"]);
    const { secret, version } = result.entries["SECRET_KEY"] ?? {};
    expect(await Promise.all([result.references["SECRET_KEY"], secret, version].map(resolved))).toEqual([
      `projects/${PROJECT}/secrets/api-secrets-secret-key-x7k2qm/versions/7`,
      "api-secrets-secret-key-x7k2qm",
      "7",
    ]);
  });

  test("can be read by their owner, each by itself, and by nobody before", async () => {
    const nobody = await record(() => secrets({ values: both }));
    expect(nobody.ofType(READER)).toEqual([]);
    const owner = "serviceAccount:api@acme-platform.iam.gserviceaccount.com";
    const recording = await record(() => secrets({ values: both }).grantTo(owner));
    expect(recording.ofType(READER).map(({ inputs }) => inputs)).toEqual(
      ["openai-api-key", "secret-key"].map((name) => ({
        secretId: `projects/${PROJECT}/secrets/api-secrets-${name}-x7k2qm`,
        role: "roles/secretmanager.secretAccessor",
        member: owner,
      })),
    );
    expect(recording.result).toHaveLength(2);
  });

  test("are registered as secrets even when the configuration forgot to say so", async () => {
    const recording = await record(() => secrets({ values: both }));
    expect(inPlainSight(recording, canary)).toEqual([]);
    expect(inPlainSight(recording, "generated-")).toEqual([]);
    expect(recording.named("api-secrets-openai-api-key-version").secretInputs).toEqual(["secretData"]);
  });

  test("can be taken back after a deletion: longest where protected", async () => {
    const recover = async (protection: boolean) =>
      (await record(() => secrets({ protection }))).named("api-secrets-secret-key");
    expect(await recover(true)).toMatchObject({ protect: true, inputs: { versionDestroyTtl: "2592000s" } });
    expect(await recover(false)).toMatchObject({ protect: false, inputs: { versionDestroyTtl: "604800s" } });
  });

  test("are generated anew with another generation", async () => {
    const recording = await record(() => secrets({ secretGeneration: "2" }));
    expect(recording.named("api-secrets-secret-key-value").inputs).toMatchObject({
      length: 64,
      special: false,
      keepers: { generation: "2" },
    });
  });

  test("hold the URLs of database and cache, and show neither", async () => {
    const recording = await record(() => {
      const dataKey = key("data", false);
      const logsKey = key("logs", false, dataKey.project);
      const stored = {
        network: network({ key: logsKey }),
        key: dataKey,
        logsKey,
        logRetentionDays: 30,
        protection: false,
        secretGeneration: "1",
        highAvailability: false,
        size: "small",
      } as const;
      const sizes = { version: "17", storage: 20, maximumStorage: 40, retentionDays: 7 };
      return secrets({
        key: dataKey,
        values: { DATABASE_URL: { from: "database" }, REDIS_URL: { from: "cache" } },
        database: new GcpDatabase("database", { ...stored, ...sizes }, {}),
        cache: new GcpCache("cache", stored, {}),
      });
    });
    expect(recording.named("api-secrets-database-url-version").inputs["secretData"]).toMatch(
      /^postgresql:\/\//,
    );
    expect(recording.named("api-secrets-redis-url-version").inputs["secretData"]).toMatch(/^rediss:\/\//);
    for (const secret of ["generated-", "auth-of-"]) expect(inPlainSight(recording, secret)).toEqual([]);
  });

  test.each(["database", "cache"] as const)("of a %s that was not given are refused", async (from) => {
    await expect(record(() => secrets({ values: { URL: { from } } }))).rejects.toThrow(
      `service "api" wants the URL of the ${from}, but was not given it: set \`${from}: true\``,
    );
  });

  test("are previewed as they will be made", async () => {
    const previewed = await record(() => secrets({ values: both }), { preview: true });
    expect(previewed.urns()).toEqual((await record(() => secrets({ values: both }))).urns());
    expect(previewed.orphans()).toEqual([]);
  });
});

async function resolved(output: pulumi.Output<string> | undefined): Promise<string | undefined> {
  return output && valueOf(output);
}
