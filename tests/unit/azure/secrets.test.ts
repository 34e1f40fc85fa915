import * as pulumi from "@pulumi/pulumi";
import type { SecretsArgs } from "../../../components/secrets";
import type { AzureComponents } from "../../../providers/azure/components";
import { AzureSecrets } from "../../../providers/azure/secrets";
import { containing, isSecret, type Properties, record, valueOf } from "../mocks";
import { azureOutputsOf } from "./mock-outputs";
import { cache, database, stack } from "./stores";

const canary = "canary-value-that-nobody-may-see";

type Args = Partial<SecretsArgs<AzureComponents>>;

const secrets = (args: Args | ((on: ReturnType<typeof stack>) => Args) = {}) => {
  const on = stack();
  return new AzureSecrets(
    "api-secrets",
    {
      owner: "api",
      key: on.key,
      scope: on.scope,
      values: {
        OPENAI_API_KEY: { from: "configuration", value: pulumi.output(canary) },
        SECRET_KEY: { from: "generated", length: 64 },
      },
      secretGeneration: "1",
      protection: true,
      ...(typeof args === "function" ? args(on) : args),
    },
    {},
  );
};

const { specialSecretSig, specialSigKey } = pulumi.runtime;

/** All properties of a secret as one secret, because one of them, the value, went in as such. */
function asTheEngineAnswers(type: string, name: string, inputs: Properties): Properties {
  if (type !== "azure-native:keyvault:Secret") return {};
  const { properties = null } = azureOutputsOf(type, name, inputs);
  return { properties: { [specialSigKey]: specialSecretSig, value: properties } };
}

describe("the secrets of a service", () => {
  test("are stored one by one in the vault of our key", async () => {
    const recording = await record(() => secrets());
    for (const name of ["api-secrets-openai-api-key", "api-secrets-secret-key"])
      expect(recording.named(name)).toMatchObject({
        type: "azure-native:keyvault:Secret",
        inputs: { vaultName: containing("data-key-") },
      });
    expect(recording.named("api-secrets-openai-api-key").inputs["properties"]).toMatchObject({
      value: canary,
    });
  });

  test("are given as the address of one version, which is no secret itself", async () => {
    const { result } = await record(() => secrets(), { outputs: asTheEngineAnswers });
    expect(Object.keys(result.references)).toEqual(["OPENAI_API_KEY", "SECRET_KEY"]);
    const reference = result.references["OPENAI_API_KEY"];
    if (reference === undefined) throw new Error("no reference");
    expect(await valueOf(reference)).toMatch(
      /^https:\/\/data-key-[^.]+\.vault\.azure\.net\/secrets\/api-secrets-openai-api-key[^/]*\/[0-9a-f]{31,32}$/,
    );
    expect(await isSecret(reference)).toBe(false);
  });

  test("name what their owner needs a role on, one by one", async () => {
    const { result } = await record(() => secrets());
    expect(Object.keys(result.ids)).toEqual(["OPENAI_API_KEY", "SECRET_KEY"]);
    for (const id of Object.values(result.ids))
      expect(await valueOf(id)).toMatch(/\/vaults\/data-key-[^/]+\/secrets\/api-secrets-[a-z-]+/);
  });

  test("are registered as secrets even when the configuration forgot to say so", async () => {
    const recording = await record(() => secrets());
    expect(recording.named("api-secrets-openai-api-key").secretInputs).toEqual(["properties"]);
    const elsewhere = recording.registrations.filter(({ inputs, secretInputs }) =>
      JSON.stringify(
        Object.fromEntries(Object.entries(inputs).filter(([key]) => !secretInputs.includes(key))),
      ).includes(canary),
    );
    expect(elsewhere.map(({ name }) => name)).toEqual([]);
  });

  test("are never deleted alone, which the vault's closed network would refuse", async () => {
    for (const protection of [true, false]) {
      const recording = await record(() => secrets({ protection }));
      expect(recording.named("api-secrets-secret-key")).toMatchObject({
        protect: protection,
        retainOnDelete: true,
      });
    }
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
    const recording = await record(() =>
      secrets((on) => ({
        database: database(on),
        cache: cache(on),
        values: { DATABASE_URL: { from: "database" }, REDIS_URL: { from: "cache" } },
      })),
    );
    const value = (name: string) => recording.named(name).inputs["properties"];
    expect(value("api-secrets-database-url")).toMatchObject({ value: containing("postgresql://") });
    expect(value("api-secrets-redis-url")).toMatchObject({ value: containing("rediss://") });
    for (const name of ["api-secrets-database-url", "api-secrets-redis-url"])
      expect(recording.named(name).secretInputs).toEqual(["properties"]);
  });

  test.each(["database", "cache"] as const)(
    "say what is missing when the service was not given the %s",
    async (from) => {
      await expect(record(() => secrets({ values: { URL: { from } } }))).rejects.toThrow(
        `service "api" wants the URL of the ${from}, but was not given it: set \`${from}: true\``,
      );
    },
  );
});
