import { types } from "../../../../localcloud/azure-native/types";
import type { Properties } from "../../../../localcloud/rules";
import { Azure, describeMistakes, group, here } from "./azure";
import { account, customerKey } from "./parts";

const accountInputs = async (azure: Azure) => {
  await azure.group();
  return {
    ...here,
    accountName: "records",
    kind: "StorageV2",
    sku: { name: "Standard_ZRS" },
    minimumTlsVersion: "TLS1_2",
    networkRuleSet: {
      defaultAction: "Deny",
      bypass: "AzureServices",
      ipRules: [{ iPAddressOrRange: "198.51.100.7" }],
    },
  };
};

const wrongAccount = (mistake: string, wrong: Properties, path: string, words: string) => ({
  mistake,
  type: types.storageAccount,
  right: accountInputs,
  wrong,
  path,
  words,
});

describeMistakes("storage accounts", [
  wrongAccount(
    "a name with a hyphen",
    { accountName: "my-records" },
    "accountName",
    "may only have lower-case letters and digits",
  ),
  wrongAccount(
    "a name with capitals",
    { accountName: "Records" },
    "accountName",
    "may only have lower-case letters and digits",
  ),
  wrongAccount(
    "a name of 25 characters",
    { accountName: "a".repeat(25) },
    "accountName",
    "is longer than 24 characters",
  ),
  wrongAccount(
    "a name of two characters",
    { accountName: "ab" },
    "accountName",
    "is shorter than 3 characters",
  ),
  {
    mistake: "a name that somebody has, in another group",
    type: types.storageAccount,
    right: accountInputs,
    wrong: async (azure) => {
      await azure.group("other");
      await account(azure, { resourceGroupName: "other", accountName: "taken" });
      return { accountName: "taken" };
    },
    path: "accountName",
    words: "the name 'taken' is taken",
  },
  wrongAccount(
    "blocks of blobs that are not Premium",
    { kind: "BlockBlobStorage" },
    "sku.name",
    "are Premium, not Standard_ZRS",
  ),
  wrongAccount(
    "zones where a region has none",
    { location: "westus" },
    "sku.name",
    "has no availability zones",
  ),
  wrongAccount(
    "copies in another region where there is none",
    { location: "polandcentral", sku: { name: "Standard_GRS" } },
    "sku.name",
    "has no paired region",
  ),
  wrongAccount(
    "TLS 1.3 as the least",
    { minimumTlsVersion: "TLS1_3" },
    "minimumTlsVersion",
    "is not supported as a minimum",
  ),
  wrongAccount(
    "a private address among those that are let in",
    { networkRuleSet: { defaultAction: "Deny", ipRules: [{ iPAddressOrRange: "10.1.2.3" }] } },
    "networkRuleSet.ipRules[0].iPAddressOrRange",
    "only public addresses have rules",
  ),
  wrongAccount(
    "a range of one address",
    { networkRuleSet: { defaultAction: "Deny", ipRules: [{ iPAddressOrRange: "198.51.100.7/32" }] } },
    "networkRuleSet.ipRules[0].iPAddressOrRange",
    "are written as single addresses",
  ),
  wrongAccount(
    "a bypass that does not exist",
    { networkRuleSet: { defaultAction: "Deny", bypass: "Azure" } },
    "networkRuleSet.bypass",
    "is none of None",
  ),
  wrongAccount(
    "a policy that is locked from the start",
    {
      immutableStorageWithVersioning: {
        enabled: true,
        immutabilityPolicy: { state: "Locked", immutabilityPeriodSinceCreationInDays: 7 },
      },
    },
    "immutableStorageWithVersioning.immutabilityPolicy.state",
    "only an unlocked one can be locked",
  ),
]);

const encrypted = async (azure: Azure) => {
  const inputs = await accountInputs(azure);
  const key = await customerKey(azure);
  return {
    ...inputs,
    identity: { type: "UserAssigned", userAssignedIdentities: [key.identity] },
    encryption: {
      keySource: "Microsoft.Keyvault",
      keyVaultProperties: { keyName: key.name, keyVaultUri: key.vault },
      encryptionIdentity: { encryptionUserAssignedIdentity: key.identity },
    },
  };
};

describeMistakes("storage accounts with a key of ours", [
  {
    mistake: "a key that does not exist",
    type: types.storageAccount,
    right: encrypted,
    wrong: (_, right) => ({
      encryption: {
        ...(right["encryption"] as Properties),
        keyVaultProperties: { keyName: "other", keyVaultUri: "https://data-vault.vault.azure.net/" },
      },
    }),
    path: "encryption.keyVaultProperties.keyVaultUri",
    words: "there is no key 'https://data-vault.vault.azure.net/keys/other'",
  },
  {
    mistake: "an identity that the account does not have",
    type: types.storageAccount,
    right: encrypted,
    wrong: { identity: { type: "None" } },
    path: "encryption.encryptionIdentity.encryptionUserAssignedIdentity",
    words: "is not among the account's own identities",
  },
  {
    mistake: "an identity without a role on the key",
    type: types.storageAccount,
    right: encrypted,
    wrong: async (azure, right) => {
      const stranger = (await azure.make(types.identity, { ...here, resourceName: "stranger" })).id;
      return {
        identity: { type: "UserAssigned", userAssignedIdentities: [stranger] },
        encryption: {
          ...(right["encryption"] as Properties),
          encryptionIdentity: { encryptionUserAssignedIdentity: stranger },
        },
      };
    },
    path: "encryption.encryptionIdentity.encryptionUserAssignedIdentity",
    words: "may not get, wrap and unwrap with the key",
  },
  {
    mistake: "a key without the source that it needs",
    type: types.storageAccount,
    right: encrypted,
    wrong: (_, right) => ({
      encryption: { ...(right["encryption"] as Properties), keySource: "Microsoft.Storage" },
    }),
    path: "encryption.keySource",
    words: "needs the key source Microsoft.Keyvault",
  },
]);

const within = { resourceGroupName: group, accountName: "records" };
const service = "azure-native:storage:BlobServiceProperties";
const blobService = async (azure: Azure) => {
  await azure.group();
  await account(azure);
  return {
    ...within,
    blobServicesName: "default",
    isVersioningEnabled: true,
    changeFeed: { enabled: true },
    deleteRetentionPolicy: { enabled: true, days: 7 },
    restorePolicy: { enabled: true, days: 6 },
  };
};
const container = async (azure: Azure) => {
  await azure.make(service, await blobService(azure));
  return {
    ...within,
    containerName: "dumps",
    publicAccess: "None",
    immutableStorageWithVersioning: { enabled: true },
  };
};
const policy = "azure-native:storage:BlobContainerImmutabilityPolicy";
const immutability = async (azure: Azure) => {
  await azure.make(types.blobContainer, await container(azure));
  return {
    ...within,
    containerName: "dumps",
    immutabilityPolicyName: "default",
    immutabilityPeriodSinceCreationInDays: 7,
    allowProtectedAppendWrites: true,
  };
};

describeMistakes("blobs", [
  {
    mistake: "a blob service that is not the default one",
    type: service,
    right: blobService,
    wrong: { blobServicesName: "mine" },
    path: "blobServicesName",
    words: "the word 'default'",
  },
  {
    mistake: "restoring further back than deletions are kept",
    type: service,
    right: blobService,
    wrong: { restorePolicy: { enabled: true, days: 7 } },
    path: "restorePolicy.days",
    words: "must be below the 7 days",
  },
  {
    mistake: "restoring without a change feed",
    type: service,
    right: blobService,
    wrong: { changeFeed: undefined },
    path: "changeFeed.enabled",
    words: "must be true for a restore policy",
  },
  {
    mistake: "deleted blobs kept for two years",
    type: service,
    right: blobService,
    wrong: { deleteRetentionPolicy: { enabled: true, days: 730 } },
    path: "deleteRetentionPolicy.days",
    words: "must be from 1 to 365",
  },
  {
    mistake: "a container with two hyphens together",
    type: types.blobContainer,
    right: container,
    wrong: { containerName: "my--dumps" },
    path: "containerName",
    words: "no two hyphens together",
  },
  {
    mistake: "a container in an account that does not exist",
    type: types.blobContainer,
    right: container,
    wrong: { accountName: "nowhere" },
    path: "accountName",
    words: "there is no azure-native:storage:StorageAccount",
  },
  {
    mistake: "a public container where the account allows none",
    type: types.blobContainer,
    right: container,
    wrong: { publicAccess: "Blob" },
    path: "publicAccess",
    words: "public access is not permitted",
  },
  {
    mistake: "immutable versions where none are kept",
    type: types.blobContainer,
    right: container,
    wrong: async (azure) => {
      await account(azure, { accountName: "plain" });
      return { accountName: "plain" };
    },
    path: "immutableStorageWithVersioning.enabled",
    words: "need `isVersioningEnabled`",
  },
  {
    mistake: "an immutability policy without its days",
    type: policy,
    right: immutability,
    wrong: { immutabilityPeriodSinceCreationInDays: undefined },
    path: "immutabilityPeriodSinceCreationInDays",
    words: "needs its days",
  },
  {
    mistake: "both ways of appending",
    type: policy,
    right: immutability,
    wrong: { allowProtectedAppendWritesAll: true },
    path: "allowProtectedAppendWritesAll",
    words: "exclude each other",
  },
  {
    mistake: "a policy of a container that does not exist",
    type: policy,
    right: immutability,
    wrong: { containerName: "nowhere" },
    path: "containerName",
    words: "there is no azure-native:storage:BlobContainer",
  },
]);

const rule = (definition: Properties, name = "expiry") => ({
  name,
  type: "Lifecycle",
  enabled: true,
  definition,
});
const definition = {
  filters: { blobTypes: ["blockBlob"] },
  actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: 30 } } },
};
const lifecycle = async (azure: Azure) => {
  await azure.group();
  await account(azure);
  return { ...within, managementPolicyName: "default", policy: { rules: [rule(definition)] } };
};
const wrongRules = (mistake: string, rules: Properties[], path: string, words: string) => ({
  mistake,
  type: "azure-native:storage:ManagementPolicy",
  right: lifecycle,
  wrong: { policy: { rules } },
  path,
  words,
});

describeMistakes("lifecycles of blobs", [
  wrongRules(
    "two rules of one name",
    [rule(definition), rule(definition)],
    "policy.rules",
    "two rules are called 'expiry'",
  ),
  wrongRules(
    "a rule that does nothing",
    [rule({ ...definition, actions: {} })],
    "policy.rules[0].definition.actions",
    "at least one action",
  ),
  wrongRules(
    "another tier for append blobs",
    [
      rule({
        filters: { blobTypes: ["appendBlob"] },
        actions: { baseBlob: { tierToCool: { daysAfterModificationGreaterThan: 30 } } },
      }),
    ],
    "policy.rules[0].definition.actions.baseBlob.tierToCool",
    "can only be deleted",
  ),
  wrongRules(
    "the archive tier in three zones",
    [
      rule({
        ...definition,
        actions: { baseBlob: { tierToArchive: { daysAfterModificationGreaterThan: 30 } } },
      }),
    ],
    "policy.rules[0].definition.actions.baseBlob.tierToArchive",
    "Standard_ZRS has no archive tier",
  ),
  wrongRules(
    "the last access where nobody writes it down",
    [rule({ ...definition, actions: { baseBlob: { delete: { daysAfterLastAccessTimeGreaterThan: 30 } } } })],
    "policy.rules[0].definition.actions.baseBlob.delete.daysAfterLastAccessTimeGreaterThan",
    "tracking is not enabled",
  ),
]);

describe("a storage account that exists", () => {
  it("changes neither between Standard and Premium nor back from a lock", async () => {
    const azure = new Azure();
    try {
      const inputs = {
        ...(await accountInputs(azure)),
        immutableStorageWithVersioning: {
          enabled: true,
          immutabilityPolicy: { state: "Unlocked", immutabilityPeriodSinceCreationInDays: 7 },
        },
      };
      const made = await azure.make(types.storageAccount, inputs);
      const premium = { ...inputs, sku: { name: "Premium_LRS" } };
      expect(await azure.updateRefusals(types.storageAccount, made, inputs, premium)).toEqual([
        expect.stringContaining("can't change from Standard_ZRS to Premium_LRS"),
      ]);
      const state = (value: string, days: number) => ({
        ...inputs,
        immutableStorageWithVersioning: {
          enabled: true,
          immutabilityPolicy: { state: value, immutabilityPeriodSinceCreationInDays: days },
        },
      });
      const locked = state("Locked", 7);
      expect(await azure.updateRefusals(types.storageAccount, made, inputs, locked)).toEqual([]);
      expect(await azure.updateRefusals(types.storageAccount, made, locked, state("Unlocked", 7))).toEqual([
        expect.stringContaining("a locked policy stays locked"),
      ]);
      expect(await azure.updateRefusals(types.storageAccount, made, locked, state("Locked", 6))).toEqual([
        expect.stringContaining("can only grow once locked"),
      ]);
    } finally {
      azure.close();
    }
  });
});
