import { isSecret, record, text, valueOf, remembered } from "../mocks";
import { PROJECT } from "./mock-outputs";
import { cache } from "./stores";

const recorded = remembered(cache);
const instance = async (args: Parameters<typeof recorded>[0] = {}) =>
  (await recorded(args)).named("cache-instance");

describe("the cache", () => {
  test("has a private address only, after the way to it is there", async () => {
    expect((await instance()).inputs).toMatchObject({
      connectMode: "PRIVATE_SERVICE_ACCESS",
      authorizedNetwork: `projects/${PROJECT}/global/networks/network-vpc-1a2b3c4`,
      reservedIpRange: "network-data-1a2b3c4",
    });
    expect((await instance()).dependencies).toContain((await recorded({})).named("network-data-access").urn);
  });

  test("takes TLS connections with a password only, and is encrypted with our key", async () => {
    const { dependencies, inputs } = await instance();
    expect(inputs).toMatchObject({ authEnabled: true, transitEncryptionMode: "SERVER_AUTHENTICATION" });
    expect(text(inputs["customerManagedKey"])).toMatch(/data-key-x7k2qm\/cryptoKeys\/data$/);
    expect(dependencies).toContain((await recorded({})).named("data-key-use-redis").urn);
  });

  test("has a replica in another zone that takes over, where it must be highly available", async () => {
    expect((await instance()).inputs).toMatchObject({ tier: "STANDARD_HA", memorySizeGb: 6 });
    expect((await instance({ highAvailability: false, size: "micro" })).inputs).toMatchObject({
      tier: "BASIC",
      memorySizeGb: 1,
    });
  });

  test("throws out the least used keys when full", async () => {
    expect((await instance()).inputs["redisConfigs"]).toEqual({ "maxmemory-policy": "allkeys-lru" });
  });

  test("refuses its deletion where protected", async () => {
    expect(await instance()).toMatchObject({
      protect: true,
      retainOnDelete: true,
      inputs: { deletionProtection: true },
    });
    expect(await instance({ protection: false })).toMatchObject({
      protect: false,
      retainOnDelete: false,
      inputs: { deletionProtection: false },
    });
  });

  test("is another one with another generation, because Google never changes its password", async () => {
    const keepers = (await recorded({ secretGeneration: "2" })).named("cache-suffix").inputs["keepers"];
    expect(keepers).toMatchObject({ generation: "2" });
    expect((await instance()).inputs["name"]).toBe("cache-hex-cache-suffix");
  });

  test("gives its URL as a secret, over TLS, and its authority to everybody", async () => {
    const { result } = await recorded({});
    expect(await valueOf(result.url)).toBe("rediss://:auth-of-cache-instance@10.0.129.4:6378/0");
    expect(await isSecret(result.url)).toBe(true);
    expect(await valueOf(result.certificateAuthority)).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
    expect(await isSecret(result.certificateAuthority)).toBe(false);
  });

  test("is previewed as it will be made", async () => {
    const previewed = await record(() => cache(), { preview: true });
    expect(previewed.urns()).toEqual((await recorded({})).urns());
    expect(previewed.orphans()).toEqual([]);
  });
});
