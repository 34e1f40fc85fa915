import fc from "fast-check";
import { parse, stringify } from "yaml";
import { derive } from "../../../tools/local/derivation";

const tracked = `
secretsprovider: awskms://alias/pulumi
encryptedkey: AAAA
encryptionsalt: v1:abc=:v1:def:ghi
config:
  platform:environment: dev
  platform:openaiApiKey:
    secure: v1:ciphertext
  platform:alerts:
    email: oncall@example.com
    webhook: { secure: v1:ciphertext }
  platform:list: [plain, { secure: v1:ciphertext }]
  platform:services:
    api:
      secrets: [openaiApiKey, anthropicApiKey]
    worker:
      secrets: [anthropicApiKey]
`;

describe("a stack file for the local clouds", () => {
  it("keeps what is readable and drops what only the owner of the key can read, but for who is told", () => {
    expect(parse(derive(tracked, "Pulumi.dev.yaml").text)).toEqual({
      config: {
        "platform:environment": "dev",
        "platform:alerts": {
          email: "oncall@example.com",
          webhook: "https://alerts.example.com/stand-in",
        },
        "platform:list": ["plain"],
        "platform:services": {
          api: { secrets: ["openaiApiKey", "anthropicApiKey"] },
          worker: { secrets: ["anthropicApiKey"] },
        },
      },
    });
  });

  it("asks for a made-up value for each secret that a service lists, once", () => {
    expect(derive(tracked, "f").secrets).toEqual({
      "platform:anthropicApiKey": "stand-in-for-platform-anthropicApiKey",
      "platform:openaiApiKey": "stand-in-for-platform-openaiApiKey",
    });
  });

  it("makes up none for a secret that the file holds in plain text: the program must see that", () => {
    const text = tracked.replace(/openaiApiKey:\n\s+secure: .*/, "openaiApiKey: sk-plain");
    expect(Object.keys(derive(text, "f").secrets)).toEqual(["platform:anthropicApiKey"]);
  });

  it.each([
    "",
    "config:\n",
    "config:\n  platform:services: none\n",
    "config:\n  platform:services: { api: { secrets: yes } }\n",
  ])("leaves %j to the program", (text) => {
    expect(derive(text, "f").secrets).toEqual({});
  });

  it("makes up the addresses and keys that a stack in a cluster that is there already is told", () => {
    const cluster = { dumps: { destination: "s3://dumps/shop" } };
    const services = { api: { cache: true }, worker: { database: true } };
    const secretsOf = (config: object) =>
      Object.keys(
        derive(
          stringify({ config: { "platform:cluster": cluster, "platform:services": services, ...config } }),
          "f",
        ).secrets,
      );
    const keys = ["platform:dumpAccessKeyId", "platform:dumpSecretAccessKey"];
    const stores = ["platform:databaseUrl", "platform:redisUrl"];
    expect(secretsOf({})).toEqual([...stores, ...keys]);
    expect(secretsOf({ "platform:services": { api: {} } })).toEqual(keys);
    expect(secretsOf({ "platform:redisUrl": "plain", "platform:cluster": {} })).toEqual([
      "platform:databaseUrl",
    ]);
    for (const dumps of [{ destination: "pvc://dumps" }, { ...cluster.dumps, annotations: {} }])
      expect(secretsOf({ "platform:cluster": { dumps } })).toEqual(stores);
    expect(secretsOf({ "platform:cluster": undefined })).toEqual([]);
  });

  const azure = { cloud: { name: "azure", region: "westeurope", recoveryRegion: "northeurope" } };
  const onAws = { "platform:cloud": "aws", "platform:region": "eu-west-1" };
  it.each([
    ["without a recovery region", onAws, { "platform:cloud": "azure", "platform:region": "westeurope" }],
    [
      "with one",
      { ...onAws, "platform:recoveryRegion": "eu-central-1" },
      {
        "platform:cloud": "azure",
        "platform:region": "westeurope",
        "platform:recoveryRegion": "northeurope",
      },
    ],
    [
      "that is there already",
      { "platform:cloud": "azure", "platform:region": "uksouth" },
      { "platform:cloud": "azure", "platform:region": "uksouth" },
    ],
  ])("moves a stack %s to another cloud", (_, config, moved) => {
    expect(parse(derive(stringify({ config }), "f", azure).text)).toEqual({ config: moved });
  });

  it("gives a stack another runtime and environment", () => {
    const place = { runtime: "kubernetes", environment: "dev" };
    const config = { "platform:environment": "prod", "platform:cloud": "aws" };
    expect(parse(derive(stringify({ config }), "f", place).text)).toEqual({
      config: { "platform:environment": "dev", "platform:cloud": "aws", "platform:runtime": "kubernetes" },
    });
  });

  it.each([
    ["config: [", /^Pulumi\.x\.yaml is not valid YAML: /],
    ["- a list", /^Pulumi\.x\.yaml must be a mapping/],
  ])("refuses %j by the file's name", (text, message) => {
    expect(() => derive(text, "Pulumi.x.yaml")).toThrow(message);
  });

  it("never holds a ciphertext, wherever it stood", () => {
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constant({ secure: "v1:CIPHERTEXT" }),
        fc.string({ maxLength: 5 }),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), tie("value"), { maxKeys: 3 }),
      ),
    })).value;
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^platform:[a-z]{1,5}$/), value), (config) => {
        expect(derive(stringify({ config }), "f").text).not.toContain("CIPHERTEXT");
      }),
    );
  });
});
