import { rules } from "../../../localcloud/azure-native";
import { make } from "../../../stacks/bootstrap/azure";
import { record, type Recording, text, valueOf } from "../mocks";

const subscription = "00000000-0000-4000-8000-000000000001";
const settings = {
  cloud: "azure",
  region: "westeurope",
  repository: "acme/platform",
  name: "platform",
  environments: ["dev", "prod"],
  subscription,
} as const;
const version = "https://vault.vault.azure.net/keys/secrets/0123456789abcdef0123456789abcdef";

let recording: Recording & { result: ReturnType<typeof make> };
beforeAll(async () => {
  recording = await record(() => make(settings), {
    outputs: (type) => (type === "azure-native:keyvault:Key" ? { keyUriWithVersion: version } : {}),
  });
});

const roleOf = (name: string) => text(recording.named(name).inputs["roleDefinitionId"]);

test("the local Azure has rules for every type", () => {
  const known = rules.resources.map(({ type }) => type);
  for (const { type } of recording.registrations.filter((each) => each.type.startsWith("azure-native:")))
    expect(known).toContain(type);
});

test("whoever acts as an identity is a pull request, or one of the environments, of this repository", () => {
  const credentials = recording.ofType("azure-native:managedidentity:FederatedIdentityCredential");
  expect(credentials.map(({ name, inputs }) => [name, inputs["subject"]])).toEqual([
    ["identity-deploy-dev", "repo:acme/platform:environment:dev"],
    ["identity-deploy-prod", "repo:acme/platform:environment:prod"],
    ["identity-preview-pull_request", "repo:acme/platform:pull_request"],
  ]);
});

test("one identity's credentials are made one after the other", () => {
  expect(recording.named("identity-deploy-prod").dependencies).toContain(
    recording.named("identity-deploy-dev").urn,
  );
});

test("previews read: the subscription's settings, the states, and the key by decrypting", () => {
  expect(roleOf("identity-preview-reader")).toContain("acdd72a7-3385-48ef-bd42-f606fba81ae7");
  expect(roleOf("identity-preview-state")).toContain("2a2b9908-6ea1-4ae2-8e65-a410df84e7d1");
  expect(recording.named("identity-decrypter").inputs["permissions"]).toMatchObject([
    {
      actions: [],
      dataActions: ["Microsoft.KeyVault/vaults/keys/read", "Microsoft.KeyVault/vaults/keys/decrypt/action"],
    },
  ]);
});

test("whoever deploys can give any role but those that give roles", () => {
  const { inputs } = recording.named("identity-deploy-roles");
  const condition = text(inputs["condition"]);
  for (const id of ["8e3af657-", "18d7d88d-", "f58310d9-"]) expect(condition.split(id)).toHaveLength(3);
  expect(condition).toContain("ForAnyOfAllValues:GuidNotEquals");
  expect(inputs["conditionVersion"]).toBe("2.0");
  const own = JSON.stringify(recording.named("identity-deployer").inputs["permissions"]);
  expect(own).not.toContain("roleDefinitions");
  expect(own).not.toContain("roleAssignments");
});

test("states have versions, no keys of their account, no public blobs, and a lock", () => {
  expect(recording.named("state-account")).toMatchObject({
    protect: true,
    inputs: { allowSharedKeyAccess: false, allowBlobPublicAccess: false, sku: { name: "Standard_GZRS" } },
  });
  expect(recording.named("state-blobs").inputs).toMatchObject({
    isVersioningEnabled: true,
    deleteRetentionPolicy: { enabled: true, days: 90 },
  });
  expect(recording.named("state-lock").inputs["level"]).toBe("CanNotDelete");
});

test("the key is named with its version, which a rotation leaves readable", async () => {
  expect(await valueOf(recording.result.secretsProvider)).toBe(version.replace("https:", "azurekeyvault:"));
});
