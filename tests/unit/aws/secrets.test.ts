import * as pulumi from "@pulumi/pulumi";
import type { SecretsArgs } from "../../../components/secrets";
import type { AwsComponents } from "../../../providers/aws/components";
import { AwsSecrets } from "../../../providers/aws/secrets";
import { record, valueOf } from "../mocks";
import { key } from "./fixture";
import { cache, database, inPlainSight } from "./stores";

const canary = "canary-value-that-nobody-may-see";

const secrets = (args: Partial<SecretsArgs<AwsComponents>> = {}) =>
  new AwsSecrets(
    "api-secrets",
    {
      owner: "api",
      key: key("data"),
      values: {
        OPENAI_API_KEY: { from: "configuration", value: pulumi.output(canary) },
        SECRET_KEY: { from: "generated", length: 64 },
      },
      secretGeneration: "1",
      protection: true,
      ...args,
    },
    {},
  );

describe("the secrets of a service", () => {
  test("are stored one by one, encrypted with our key", async () => {
    const recording = await record(() => secrets());
    for (const name of ["api-secrets-openai-api-key", "api-secrets-secret-key"])
      expect(recording.named(name)).toMatchObject({
        type: "aws:secretsmanager/secret:Secret",
        inputs: { kmsKeyId: expect.stringMatching(/key\/data-key-key$/) as string },
      });
    expect(recording.named("api-secrets-openai-api-key-version").inputs["secretString"]).toBe(canary);
  });

  test("are given as a reference to one version, in the form that ECS resolves", async () => {
    const { result } = await record(() => secrets());
    expect(Object.keys(result.references)).toEqual(["OPENAI_API_KEY", "SECRET_KEY"]);
    const reference = result.references["SECRET_KEY"];
    expect(reference && (await valueOf(reference))).toBe(
      "arn:aws:secretsmanager:eu-west-1:123456789012:secret:api-secrets-secret-key-AbCdEf:::version-of-api-secrets-secret-key-version",
    );
  });

  test("name the ARNs that their owner may read, without versions", async () => {
    const { result } = await record(() => secrets());
    expect(await Promise.all(result.arns.map((arn) => valueOf(arn)))).toEqual(
      ["openai-api-key", "secret-key"].map(
        (name) => `arn:aws:secretsmanager:eu-west-1:123456789012:secret:api-secrets-${name}-AbCdEf`,
      ),
    );
    expect(await valueOf(result.keyArn)).toMatch(/key\/data-key-key$/);
  });

  test("are registered as secrets even when the configuration forgot to say so", async () => {
    const recording = await record(() => secrets());
    expect(inPlainSight(recording, canary)).toEqual([]);
    expect(recording.named("api-secrets-openai-api-key-version").secretInputs).toEqual(["secretString"]);
  });

  test("can be recovered after a deletion: longest where protected", async () => {
    const recover = async (protection: boolean) =>
      (await record(() => secrets({ protection }))).named("api-secrets-secret-key");
    expect(await recover(true)).toMatchObject({ protect: true, inputs: { recoveryWindowInDays: 30 } });
    expect(await recover(false)).toMatchObject({ protect: false, inputs: { recoveryWindowInDays: 7 } });
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
      secrets({
        values: { DATABASE_URL: { from: "database" }, REDIS_URL: { from: "cache" } },
        database: database(),
        cache: cache(),
      }),
    );
    expect(recording.named("api-secrets-database-url-version").inputs["secretString"]).toMatch(
      /^postgresql:\/\//,
    );
    expect(recording.named("api-secrets-redis-url-version").inputs["secretString"]).toMatch(/^rediss:\/\//);
    expect(inPlainSight(recording, "generated-")).toEqual([]);
  });

  test.each(["database", "cache"] as const)("of a %s that was not given are refused", async (from) => {
    await expect(record(() => secrets({ values: { URL: { from } } }))).rejects.toThrow(
      `service "api" wants the URL of the ${from}, but was not given it: set \`${from}: true\``,
    );
  });

  test("are previewed as they will be made", async () => {
    const previewed = await record(() => secrets(), { preview: true });
    expect(previewed.urns()).toEqual((await record(() => secrets())).urns());
    expect(previewed.orphans()).toEqual([]);
  });
});
