import { AzureEncryptionKey, type AzureEncryptionKeyArgs } from "../../../providers/azure/encryption-key";
import { sendLogs } from "../../../providers/azure/diagnostics";
import { physicalName } from "../../../providers/azure/names";
import { containing, matching, record, valueOf } from "../mocks";
import { AZURE_REGION, TENANT } from "./mock-outputs";
import { at, scope } from "./stores";

const key = (args: Partial<AzureEncryptionKeyArgs> = {}) =>
  new AzureEncryptionKey("data-key", { purpose: "data", protection: true, scope: scope(), ...args }, {});

const vaultOf = async (args: Partial<AzureEncryptionKeyArgs> = {}) =>
  (await record(() => key(args))).named("data-key-vault");

describe("an encryption key", () => {
  test("is an RSA key that only wraps and unwraps, made anew each year", async () => {
    const made = (await record(() => key())).named("data-key-key");
    expect(made.inputs["properties"]).toMatchObject({
      kty: "RSA",
      keyOps: ["wrapKey", "unwrapKey"],
      rotationPolicy: {
        lifetimeActions: [{ action: { type: "rotate" }, trigger: { timeAfterCreate: "P365D" } }],
      },
    });
  });

  test("lies in a vault that takes roles only, can't be purged, and keeps what is deleted", async () => {
    const { properties } = (await vaultOf()).inputs;
    expect(properties).toMatchObject({
      tenantId: TENANT,
      enableRbacAuthorization: true,
      enableSoftDelete: true,
      enablePurgeProtection: true,
    });
    expect(at(properties, "accessPolicies")).toBeNull();
    expect(Number(at(properties, "softDeleteRetentionInDays"))).toBeGreaterThanOrEqual(30);
  });

  test("is reached by private endpoints and by services that Key Vault trusts, and by nobody else", async () => {
    expect(at((await vaultOf()).inputs["properties"], "publicNetworkAccess")).toBe("Disabled");
    expect(at((await vaultOf()).inputs["properties"], "networkAcls")).toEqual({
      bypass: "AzureServices",
      defaultAction: "Deny",
    });
  });

  test("is reached from any network where the one who needs it is not trusted", async () => {
    expect((await vaultOf({ anyNetwork: true })).inputs["properties"]).toMatchObject({
      publicNetworkAccess: "Enabled",
      networkAcls: { defaultAction: "Allow" },
    });
  });

  test("has a vault whose name is free, even beside the deleted one of a former stack", async () => {
    expect((await vaultOf()).inputs["vaultName"]).toMatch(/^data-key-[a-z0-9]{6,8}$/);
    const longest = physicalName("keyVault", "backup-recovery-key", "x7k2qm9d");
    expect(longest).toHaveLength(24);
  });

  test("may be used by one identity, which may do nothing else", async () => {
    const recording = await record(() => key());
    const grants = recording.ofType("azure-native:authorization:RoleAssignment");
    expect(grants.map(({ inputs }) => inputs)).toEqual([
      {
        principalId: await valueOf(recording.result.identity.principalId),
        principalType: "ServicePrincipal",
        // Key Vault Crypto Service Encryption User
        roleDefinitionId: matching(/roleDefinitions\/e147488a-f6f5-4113-8e2d-b22465e65bf6$/),
        scope: matching(/\/vaults\/data-key-[^/]+\/keys\/data-key-key[^/]*$/),
      },
    ]);
  });

  test("hands out its identity once it may use the key", async () => {
    const recording = await record(() => {
      const { identity, vault } = key();
      // Any resource that acts as the identity.
      sendLogs("user", { scope: scope("other"), resource: identity.id, categories: [] }, {});
      return vault;
    });
    const waitsFor = recording.named("user").dependencies;
    expect(waitsFor).toContain(recording.named("data-key-user-role").urn);
  });

  test("is known by an address without a version, so that a rotation needs no change", async () => {
    const { result } = await record(() => key());
    expect(await valueOf(result.reference)).toMatch(/\.vault\.azure\.net\/keys\/data-key-key[^/]*$/);
    expect(await valueOf(result.vault.uri)).toMatch(/^https:\/\/data-key-[^.]+\.vault\.azure\.net\/$/);
  });

  test("tells the stack's workspace who used it", async () => {
    const { inputs } = (await record(() => key())).named("data-key-vault-logs");
    expect(inputs).toMatchObject({
      resourceUri: containing("/vaults/data-key-"),
      workspaceId: containing("/workspaces/scope-logs"),
      logs: [{ categoryGroup: "audit", enabled: true }],
    });
  });

  test.each([true, false])("refuses its deletion: %s", async (protection) => {
    const recording = await record(() => key({ protection }));
    expect(recording.named("data-key-vault")).toMatchObject({
      protect: protection,
      retainOnDelete: protection,
    });
    expect(recording.named("data-key-key")).toMatchObject({ protect: protection, retainOnDelete: true });
  });

  test("lives in the stack's region, or in the one that is asked for", async () => {
    expect((await vaultOf()).inputs["location"]).toBe(AZURE_REGION);
    expect((await vaultOf({ location: "northeurope" })).inputs["location"]).toBe("northeurope");
  });
});
