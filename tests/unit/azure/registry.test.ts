import { AzureContainerRegistry } from "../../../providers/azure/container-registry";
import { AzureRegistry } from "../../../providers/azure/registry";
import { containing, isSecret, matching, text, valueOf, remembered } from "../mocks";
import { at, stack } from "./stores";

const registry = remembered(
  ({ protection = true, scan = false }: { protection?: boolean; scan?: boolean }) => {
    const on = stack();
    const store = new AzureContainerRegistry("registry", { ...on, protection, scan }, {});
    const made = ["api", "worker"].map(
      (service) => new AzureRegistry(`${service}-registry`, { key: on.key, protection, store }, {}),
    );
    made[0]?.grantPull("api-puller", on.key.identity.principalId, {});
    return made;
  },
);

async function api() {
  const [first] = (await registry({})).result;
  if (first === undefined) throw new Error("no registry");
  return first;
}

describe("the registry", () => {
  test("is one for the stack, in which each service has a repository", async () => {
    const recording = await registry({});
    expect(recording.ofType("azure-native:containerregistry:Registry")).toHaveLength(1);
    const repositories = await Promise.all(recording.result.map(({ repository }) => valueOf(repository)));
    expect(repositories).toEqual([
      matching(/^registry[a-z0-9]+\.azurecr\.io\/api$/),
      matching(/^registry[a-z0-9]+\.azurecr\.io\/worker$/),
    ]);
  });

  test("is encrypted with a key of ours, in a vault that a registry can reach", async () => {
    const recording = await registry({});
    expect(recording.named("registry-acr").inputs).toMatchObject({
      sku: { name: "Premium" },
      encryption: {
        status: "enabled",
        keyVaultProperties: { keyIdentifier: matching(/\/keys\/registry-key-key[^/]*$/) },
      },
    });
    const vault = recording.named("registry-key-vault").inputs["properties"];
    expect(at(vault, "publicNetworkAccess")).toBe("Enabled");
    // Nothing else lies in that vault.
    const others = recording.registrations.filter(({ inputs }) =>
      text(inputs["vaultName"] ?? "").startsWith("registry-key"),
    );
    expect(others.map(({ name }) => name)).toEqual(["registry-key-key", "registry-key-vault"]);
  });

  test("lets nobody pull who does not say who he is", async () => {
    expect((await registry({})).named("registry-acr").inputs["anonymousPullEnabled"]).toBe(false);
  });

  test("drops untagged images after 7 days and keeps the newest 50 of each repository", async () => {
    const recording = await registry({});
    expect(recording.named("registry-acr").inputs["policies"]).toEqual({
      retentionPolicy: { status: "enabled", days: 7 },
    });
    const { step, trigger } = recording.named("registry-cleaning").inputs;
    const steps = Buffer.from(text(at(step, "encodedTaskContent")), "base64").toString("utf8");
    expect(steps).toContain("acr purge --filter '.*:.*' --keep 50 ");
    expect(at(trigger, "timerTriggers", 0)).toMatchObject({ status: "Enabled" });
  });

  test("is reached from inside the network", async () => {
    expect((await registry({})).named("registry-private").inputs).toMatchObject({
      subnet: { id: containing("/subnets/network-endpoints") },
      privateLinkServiceConnections: [{ groupIds: ["registry"] }],
    });
  });

  test("has its images scanned, by itself only where nothing else asks for that", async () => {
    expect((await registry({ scan: false })).has("registry-scan")).toBe(false);
    const scan = (await registry({ scan: true })).named("registry-scan");
    expect(JSON.stringify(scan.inputs)).toContain('"name":"Containers"');
  });

  test("lets an identity pull, and not push", async () => {
    expect((await registry({})).named("api-puller").inputs).toMatchObject({
      // AcrPull
      roleDefinitionId: matching(/7f951dda-4ed3-4680-a7ca-43fe172d538d$/),
      scope: containing("/registries/registry"),
    });
  });

  test.each([true, false])("refuses its deletion: %s", async (protection) => {
    expect((await registry({ protection })).named("registry-acr")).toMatchObject({
      protect: protection,
      retainOnDelete: protection,
    });
  });

  test("says how to push to it, with a password that is a secret", async () => {
    const { credentials } = await api();
    expect(await valueOf(credentials.server)).toMatch(/^registry[a-z0-9]+\.azurecr\.io$/);
    expect(await valueOf(credentials.password)).toBe("acr-login-password");
    expect(await isSecret(credentials.password)).toBe(true);
    expect(await isSecret(credentials.username)).toBe(false);
  });
});
