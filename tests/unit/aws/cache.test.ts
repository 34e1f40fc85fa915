import { isSecret, record, valueOf, remembered } from "../mocks";
import { cache, inPlainSight } from "./stores";

const recorded = remembered(cache);
const group = async (args: Parameters<typeof recorded>[0] = {}) =>
  (await recorded(args)).named("cache-group");
const single = { highAvailability: false, protection: false };

describe("the cache", () => {
  test("lives in the data tier, behind a group that is open to nobody", async () => {
    const recording = await recorded({});
    expect(recording.named("cache-subnets").inputs["subnetIds"]).toEqual([
      "network-data-1-id",
      "network-data-2-id",
    ]);
    expect(recording.named("cache-group").inputs).toMatchObject({
      subnetGroupName: "cache-subnets-1a2b3c4",
      securityGroupIds: ["cache-security-group-id"],
    });
    const { ingress, egress } = recording.named("cache-security-group").inputs;
    expect([ingress, egress]).toEqual([undefined, undefined]);
    const rules = recording.registrations.filter(
      ({ inputs: { securityGroupId } }) => securityGroupId === "cache-security-group-id",
    );
    expect(rules).toEqual([]);
  });

  test("takes TLS connections with a password only, and is encrypted with our key", async () => {
    const { inputs } = await group();
    expect(inputs).toMatchObject({
      engine: "valkey",
      transitEncryptionEnabled: true,
      transitEncryptionMode: "required",
      atRestEncryptionEnabled: true,
      authTokenUpdateStrategy: "ROTATE",
    });
    expect(inputs["authToken"]).toMatch(/^generated-cache-password/);
    expect(inputs["kmsKeyId"]).toMatch(/key\/data-key-key$/);
  });

  test("has a replica in another zone that takes over, where it must be highly available", async () => {
    expect((await group()).inputs).toMatchObject({
      numCacheClusters: 2,
      multiAzEnabled: true,
      automaticFailoverEnabled: true,
    });
    expect((await group(single)).inputs).toMatchObject({
      numCacheClusters: 1,
      multiAzEnabled: false,
      automaticFailoverEnabled: false,
    });
  });

  test("throws out the least used keys when full", async () => {
    const recording = await recorded({});
    expect(recording.named("cache-parameters").inputs["parameters"]).toContainEqual({
      name: "maxmemory-policy",
      value: "allkeys-lru",
    });
    expect(recording.named("cache-group").inputs["parameterGroupName"]).toBe("cache-parameters-1a2b3c4");
  });

  test("logs slow commands and its own events, encrypted and kept as long as all logs", async () => {
    const recording = await recorded({});
    expect(recording.named("cache-group").inputs["logDeliveryConfigurations"]).toEqual(
      ["slow-log", "engine-log"].map((logType) => ({
        logType,
        logFormat: "json",
        destinationType: "cloudwatch-logs",
        destination: `cache-${logType}-1a2b3c4`,
      })),
    );
    for (const log of ["cache-slow-log", "cache-engine-log"])
      expect(recording.named(log).inputs).toMatchObject({
        retentionInDays: 365,
        kmsKeyId: expect.stringMatching(/key\/logs-key-key$/) as string,
      });
  });

  test("is snapshotted daily, and once more at its end where protected", async () => {
    expect(await group()).toMatchObject({
      protect: true,
      retainOnDelete: true,
      inputs: { snapshotRetentionLimit: 7, finalSnapshotIdentifier: "cache-hex-cache-suffix-final" },
    });
    const open = await group(single);
    expect(open).toMatchObject({
      protect: false,
      retainOnDelete: false,
      inputs: { snapshotRetentionLimit: 1 },
    });
    expect(open.inputs["finalSnapshotIdentifier"]).toBeUndefined();
  });

  test("gets another password with another generation", async () => {
    const keepers = async (secretGeneration: string) =>
      (await recorded({ ...single, secretGeneration })).named("cache-password").inputs["keepers"];
    expect(await keepers("2")).toEqual({ generation: "2" });
  });

  test("gives its URL as a secret, over TLS", async () => {
    const { result } = await recorded({});
    expect(await valueOf(result.url)).toMatch(
      /^rediss:\/\/:generated-cache-passwordx*@master\.cache-group\.abc123\.euw1\.cache\.amazonaws\.com:6379\/0$/,
    );
    expect(await isSecret(result.url)).toBe(true);
  });

  test("shows its password nowhere", async () => {
    expect(inPlainSight(await recorded({}), "generated-cache-password")).toEqual([]);
  });

  test("names its nodes as ElastiCache does", async () => {
    const { result } = await recorded({});
    expect(await Promise.all(result.nodeIds.map((id) => valueOf(id)))).toEqual([
      "cache-group-id-001",
      "cache-group-id-002",
    ]);
  });

  test("is previewed as it will be made", async () => {
    const previewed = await record(() => cache(), { preview: true });
    expect(previewed.urns()).toEqual((await recorded({})).urns());
    expect(previewed.orphans()).toEqual([]);
  });
});
