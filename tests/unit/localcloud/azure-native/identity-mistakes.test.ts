import { deployer, subscription, tenant } from "../../../../localcloud/azure-native/subscription";
import { types } from "../../../../localcloud/azure-native/types";
import { record, text } from "../../../../localcloud/reading";
import { type Azure, describeMistakes, group, here, roleId } from "./azure";

const secretsUser = "4633458b-17de-408a-b874-0445c86b69e6";
const scope = `/subscriptions/${subscription}`;

const assignment = async (azure: Azure) => {
  const identity = await azure.identity();
  const vault = await azure.vault();
  return {
    scope: vault.id,
    principalId: identity.outputs["principalId"] ?? "",
    principalType: "ServicePrincipal",
    roleDefinitionId: roleId(secretsUser),
  };
};
const vault = async (azure: Azure) => {
  await azure.groupOnce();
  return {
    ...here,
    vaultName: "data-1",
    properties: {
      tenantId: tenant,
      sku: { family: "A", name: "standard" },
      enableRbacAuthorization: true,
      enablePurgeProtection: true,
      softDeleteRetentionInDays: 7,
    },
  };
};
const key = async (azure: Azure) => {
  await azure.vault();
  return {
    resourceGroupName: group,
    vaultName: "vault-1",
    keyName: "data",
    properties: { kty: "RSA", keySize: 3072 },
  };
};
const secret = async (azure: Azure) => {
  await azure.vault();
  return {
    resourceGroupName: group,
    vaultName: "vault-1",
    secretName: "api-key",
    properties: { value: "a-value-of-it" },
  };
};
const policy = {
  scope,
  policyAssignmentName: "benchmark",
  policyDefinitionId:
    "/providers/Microsoft.Authorization/policySetDefinitions/1f3afdf9-d0c9-4c3d-847f-89da613e70a8",
};

describeMistakes("resource groups, roles, locks and policies", [
  {
    mistake: "a group whose name ends with a period",
    type: types.resourceGroup,
    right: { resourceGroupName: "stack", location: "westeurope" },
    wrong: { resourceGroupName: "stack." },
    path: "resourceGroupName",
    words: "no period at the end",
  },
  {
    mistake: "a group without a location",
    type: types.resourceGroup,
    right: { resourceGroupName: "stack", location: "westeurope" },
    wrong: { location: undefined },
    path: "location",
    words: "LocationRequired",
  },
  {
    mistake: "a tag that begins with azure",
    type: types.resourceGroup,
    right: { resourceGroupName: "stack", location: "westeurope" },
    wrong: { tags: { "azure-team": "web" } },
    path: "tags.azure-team",
    words: "ReservedTagName",
  },
  {
    mistake: "a role assignment with a name that is no GUID",
    type: types.roleAssignment,
    right: assignment,
    wrong: { roleAssignmentName: "reader-of-secrets" },
    path: "roleAssignmentName",
    words: "shorter than 36 characters",
  },
  {
    mistake: "a role by its name",
    type: types.roleAssignment,
    right: assignment,
    wrong: { roleDefinitionId: roleId("Key Vault Secrets User") },
    path: "roleDefinitionId",
    words: "InvalidRoleDefinitionId",
  },
  {
    mistake: "a role that does not exist",
    type: types.roleAssignment,
    right: assignment,
    wrong: { roleDefinitionId: roleId("4633458b-17de-408a-b874-000000000000") },
    path: "roleDefinitionId",
    words: "RoleDefinitionDoesNotExist",
  },
  {
    mistake: "the client id in place of the principal id",
    type: types.roleAssignment,
    right: assignment,
    wrong: (azure) => ({ principalId: azure.store.list(types.identity)[0]?.outputs["clientId"] ?? "" }),
    path: "principalId",
    words: "is the client id of",
  },
  {
    mistake: "a new identity without its kind",
    type: types.roleAssignment,
    right: assignment,
    wrong: { principalType: undefined },
    path: "principalType",
    words: "PrincipalNotFound",
  },
  {
    mistake: "a scope that does not exist",
    type: types.roleAssignment,
    right: assignment,
    wrong: (_, right) => ({ scope: `${text(right["scope"]) ?? ""}2` }),
    path: "scope",
    words: "ResourceNotFound",
  },
  {
    mistake: "the same role for the same principal twice",
    type: types.roleAssignment,
    right: assignment,
    wrong: async (azure, right) => {
      await azure.make(types.roleAssignment, { ...right, scope });
      return { scope };
    },
    path: "roleDefinitionId",
    words: "RoleAssignmentExists",
  },
  {
    mistake: "a condition without its version",
    type: types.roleAssignment,
    right: assignment,
    wrong: { condition: "@Resource[name] StringEquals 'a'" },
    path: "conditionVersion",
    words: "given together",
  },
  {
    mistake: "a role that allows what is no operation",
    type: "azure-native:authorization:RoleDefinition",
    right: {
      scope,
      assignableScopes: [scope],
      roleName: "Dump writer",
      permissions: [{ actions: ["Microsoft.Storage/storageAccounts/read"] }],
    },
    wrong: { permissions: [{ actions: ["s3:PutObject"] }] },
    path: "permissions[0].actions",
    words: "InvalidActionOrNotAction",
  },
  {
    mistake: "a lock of an unknown level",
    type: types.lock,
    right: { scope, lockName: "keep", level: "CanNotDelete" },
    wrong: { level: "CannotDelete" },
    path: "level",
    words: "must be one of CanNotDelete, ReadOnly",
  },
  {
    mistake: "a policy that does not exist",
    type: types.policyAssignment,
    right: policy,
    wrong: {
      policyDefinitionId:
        "/providers/Microsoft.Authorization/policyDefinitions/00000000-d0c9-4c3d-847f-89da613e70a8",
    },
    path: "policyDefinitionId",
    words: "PolicyDefinitionNotFound",
  },
  {
    mistake: "policies that change resources without an identity",
    type: types.policyAssignment,
    right: policy,
    wrong: {
      policyDefinitionId:
        "/providers/Microsoft.Authorization/policySetDefinitions/0884adba-2312-4468-abeb-5422caed1038",
    },
    path: "identity",
    words: "ResourceIdentityRequired",
  },
]);

describeMistakes("key vaults", [
  {
    mistake: "a vault name of 25 characters",
    type: types.vault,
    right: vault,
    wrong: { vaultName: "platform-data-encryption1" },
    path: "vaultName",
    words: "longer than 24 characters",
  },
  {
    mistake: "a vault name with two hyphens together",
    type: types.vault,
    right: vault,
    wrong: { vaultName: "data--1" },
    path: "vaultName",
    words: "no two hyphens together",
  },
  {
    mistake: "a vault name that is taken",
    type: types.vault,
    right: vault,
    wrong: async (azure) => {
      await azure.vault({}, "taken-1");
      return { vaultName: "Taken-1" };
    },
    path: "vaultName",
    words: "VaultAlreadyExists",
  },
  {
    mistake: "a vault name that a deleted vault keeps",
    type: types.vault,
    right: vault,
    wrong: async (azure) => {
      const gone = await azure.vault({}, "gone-1");
      expect(await azure.deletionRefusals(types.vault, gone)).toEqual([]);
      return { vaultName: "gone-1" };
    },
    path: "vaultName",
    words: "exists in deleted state",
  },
  {
    mistake: "a vault without purge protection, said in so many words",
    type: types.vault,
    right: vault,
    wrong: (_, right) => ({ properties: { ...record(right["properties"]), enablePurgeProtection: false } }),
    path: "properties.enablePurgeProtection",
    words: "cannot be set to false",
  },
  {
    mistake: "a vault without roles and without access policies",
    type: types.vault,
    right: vault,
    wrong: (_, right) => ({ properties: { ...record(right["properties"]), enableRbacAuthorization: false } }),
    path: "properties.accessPolicies",
    words: "'accessPolicies' is missing",
  },
  {
    mistake: "a recovery of six days",
    type: types.vault,
    right: vault,
    wrong: (_, right) => ({ properties: { ...record(right["properties"]), softDeleteRetentionInDays: 6 } }),
    path: "properties.softDeleteRetentionInDays",
    words: "from 7 to 90",
  },
  {
    mistake: "a vault of another tenant",
    type: types.vault,
    right: vault,
    wrong: (_, right) => ({ properties: { ...record(right["properties"]), tenantId: deployer } }),
    path: "properties.tenantId",
    words: "is not the tenant",
  },
  {
    mistake: "a key in hardware in a standard vault",
    type: types.key,
    right: key,
    wrong: { properties: { kty: "RSA-HSM", keySize: 3072 } },
    path: "properties.kty",
    words: "premium sku",
  },
  {
    mistake: "a key of 1024 bits",
    type: types.key,
    right: key,
    wrong: { properties: { kty: "RSA", keySize: 1024 } },
    path: "properties.keySize",
    words: "one of 2048, 3072, 4096",
  },
  {
    mistake: "a rotation that says two times",
    type: types.key,
    right: key,
    wrong: {
      properties: {
        kty: "RSA",
        keySize: 3072,
        rotationPolicy: {
          lifetimeActions: [
            { action: { type: "rotate" }, trigger: { timeAfterCreate: "P90D", timeBeforeExpiry: "P30D" } },
          ],
        },
      },
    },
    path: "properties.rotationPolicy.lifetimeActions[0].trigger",
    words: "exactly one of",
  },
  {
    mistake: "a secret's name with an underscore",
    type: types.secret,
    right: secret,
    wrong: { secretName: "api_key" },
    path: "secretName",
    words: "letters, digits and hyphens",
  },
  {
    mistake: "a secret whose name a deleted one keeps",
    type: types.secret,
    right: secret,
    wrong: async (azure, right) => {
      const gone = await azure.make(types.secret, { ...right, secretName: "gone" });
      expect(await azure.deletionRefusals(types.secret, gone)).toEqual([]);
      return { secretName: "gone" };
    },
    path: "secretName",
    words: "ObjectIsDeletedButRecoverable",
  },
  {
    mistake: "a secret in a vault that does not exist",
    type: types.secret,
    right: secret,
    wrong: { vaultName: "vault-2" },
    path: "vaultName",
    words: "there is no azure-native:keyvault:Vault",
  },
]);

const workload = async (azure: Azure) => ({
  ...(await azure.app()),
  identity: { type: "UserAssigned", userAssignedIdentities: [(await azure.identity()).id] },
});

describeMistakes("identities of resources", [
  {
    mistake: "a user-assigned one that is not named",
    type: types.containerApp,
    right: workload,
    wrong: { identity: { type: "UserAssigned" } },
    path: "identity.userAssignedIdentities",
    words: "needs at least one identity",
  },
  {
    mistake: "one that is named beside the system's, without saying so",
    type: types.containerApp,
    right: workload,
    wrong: (_, { identity }) => ({ identity: { ...record(identity), type: "SystemAssigned" } }),
    path: "identity.userAssignedIdentities",
    words: "are not for the identity type 'SystemAssigned'",
  },
]);
