import type { CacheArgs } from "../../../components/cache";
import type { AzureComponents } from "../../../providers/azure/components";
import { containing, isSecret, matching, record, valueOf, remembered } from "../mocks";
import { ROTATED } from "./mock-outputs";
import { cache, stack } from "./stores";

const make = (args: Partial<CacheArgs<AzureComponents>>) => cache(stack(), args);
const recorded = remembered(make);

describe("a cache on Azure", () => {
  test("has no public address, and is reached by one in the network", async () => {
    const recording = await recorded({});
    expect(recording.named("cache-cluster").inputs["publicNetworkAccess"]).toBe("Disabled");
    expect(recording.named("cache-endpoint").inputs).toMatchObject({
      privateLinkServiceConnections: [
        {
          groupIds: ["redisEnterprise"],
          privateLinkServiceId: containing("Microsoft.Cache/redisEnterprise/cache-"),
        },
      ],
    });
    expect(recording.named("cache-endpoint-dns").inputs["privateDnsZoneConfigs"]).toEqual([
      { name: "redisEnterprise", privateDnsZoneId: containing("privatelink.redis.azure.net") },
    ]);
  });

  test("asks for TLS and a password, and its URL has both", async () => {
    const recording = await recorded({});
    expect(recording.named("cache-cluster").inputs["minimumTlsVersion"]).toBe("1.2");
    expect(recording.named("cache-database").inputs).toMatchObject({
      clientProtocol: "Encrypted",
      accessKeysAuthentication: "Enabled",
      port: 10_000,
      evictionPolicy: "AllKeysLRU",
    });
    expect(await isSecret(recording.result.url)).toBe(true);
    const url = await valueOf(recording.result.url);
    expect(url).toMatch(/^rediss:\/\/:[^@/]+@cache-[^/]+\.redis\.azure\.net:10000\/0$/);
    // The signs of a key of Azure's mean something in a URL.
    expect(decodeURIComponent(new URL(url).password)).toBe("redis+key/with=signs=");
  });

  test("is encrypted with the newest version of our key, by the key's identity", async () => {
    expect((await recorded({})).named("cache-cluster").inputs).toMatchObject({
      identity: { type: "UserAssigned", userAssignedIdentities: [containing("data-key-user")] },
      encryption: {
        customerManagedKeyEncryption: {
          keyEncryptionKeyUrl: matching(
            new RegExp(`^https://[^/]+\\.vault\\.azure\\.net/keys/[^/]+/${ROTATED}$`),
          ),
          keyEncryptionKeyIdentity: {
            identityType: "userAssignedIdentity",
            userAssignedIdentityResourceId: containing("data-key-user"),
          },
        },
      },
    });
  });

  test.each([
    ["micro", "Balanced_B0"],
    ["small", "Balanced_B3"],
    ["medium", "Balanced_B5"],
    ["large", "Balanced_B10"],
  ] as const)("of the class %s is a %s", async (size, name) => {
    expect((await recorded({ size })).named("cache-cluster").inputs["sku"]).toEqual({ name });
  });

  test("has a replica, and what it holds on disk, where it is to be highly available", async () => {
    const [two, one] = [await recorded({}), await recorded({ highAvailability: false })];
    expect(two.named("cache-cluster").inputs["highAvailability"]).toBe("Enabled");
    expect(two.named("cache-database").inputs["persistence"]).toMatchObject({ rdbEnabled: true });
    expect(one.named("cache-cluster").inputs["highAvailability"]).toBe("Disabled");
    expect(one.named("cache-database").inputs["persistence"]).toMatchObject({ rdbEnabled: false });
  });

  test("is kept where it is protected", async () => {
    expect((await recorded({})).named("cache-cluster")).toMatchObject({
      protect: true,
      retainOnDelete: true,
    });
    expect((await recorded({ protection: false })).named("cache-cluster")).toMatchObject({
      protect: false,
      retainOnDelete: false,
    });
  });

  test("can change its password: its one database makes way for a new one", async () => {
    expect((await recorded({})).named("cache-database")).toMatchObject({
      deleteBeforeReplace: true,
      protect: false,
    });
  });

  test("sends its metrics to the stack's workspace", async () => {
    expect((await recorded({})).named("cache-logs").inputs).toMatchObject({
      resourceUri: containing("Microsoft.Cache/redisEnterprise/cache-"),
      metrics: [{ category: "AllMetrics", enabled: true }],
    });
  });

  test("is previewed as it will be made", async () => {
    const preview = await record(() => make({}), { preview: true });
    expect(preview.urns()).toEqual((await recorded({})).urns());
    expect(preview.orphans().filter(({ name }) => name.startsWith("cache"))).toEqual([]);
  });
});
