import { rule as keyRotation } from "../../../../policy/rules/identity/azure-key-rotation";
import { rule as keyVaultNotPublic } from "../../../../policy/rules/identity/azure-key-vault-not-public";
import { rule as keyVaultPurgeProtection } from "../../../../policy/rules/identity/azure-key-vault-purge-protection";
import { rule as keyVaultRoles } from "../../../../policy/rules/identity/azure-key-vault-roles";
import { rule as noFullAdministrationRole } from "../../../../policy/rules/identity/azure-no-full-administration-role";
import { rule as ownKey } from "../../../../policy/rules/identity/azure-own-key";
import { rule as secretExpiry } from "../../../../policy/rules/identity/azure-secret-expiry";
import { describeRule, type Given, type Properties, unknown } from "../pack";

const vault = (properties: Properties = {}, type = "azure-native:keyvault:Vault"): Given => ({
  type,
  properties: { vaultName: "v", properties },
});
const hsm = "azure-native:keyvault:ManagedHsm";
const other: Given = { type: "azure-native:keyvault:PrivateEndpointConnection" };

describeRule(keyVaultPurgeProtection, {
  compliant: {
    on: vault({ enablePurgeProtection: true }),
    "on, with soft delete": vault({ enablePurgeProtection: true, enableSoftDelete: true }),
    "a managed HSM": vault({ enablePurgeProtection: true }, hsm),
  },
  violations: {
    "the default": [vault(), "enablePurgeProtection is not set"],
    off: [vault({ enablePurgeProtection: false }), "enablePurgeProtection"],
    "without soft delete": [
      vault({ enablePurgeProtection: true, enableSoftDelete: false }),
      "enableSoftDelete",
    ],
    "a managed HSM": [vault({}, hsm), "enablePurgeProtection"],
    "off beside what is unknown": [
      vault({ enablePurgeProtection: false, enableSoftDelete: unknown }),
      "enablePurgeProtection",
    ],
  },
  notApplicable: { "another type": other },
  unknown: { "a switch that is unknown": vault({ enablePurgeProtection: unknown }) },
});

describeRule(keyVaultRoles, {
  compliant: { roles: vault({ enableRbacAuthorization: true }) },
  violations: {
    "the default": [vault({ accessPolicies: [] }), "enableRbacAuthorization is not set"],
    off: [vault({ enableRbacAuthorization: "false" }), "enableRbacAuthorization"],
    "a policy of its own": [{ type: "azure-native:keyvault:AccessPolicy" }, "opens a whole vault"],
  },
  notApplicable: { "another type": other },
  unknown: { "a switch that is unknown": vault({ enableRbacAuthorization: unknown }) },
});

describeRule(keyVaultNotPublic, {
  compliant: {
    closed: vault({ publicNetworkAccess: "Disabled" }),
    "in another case": vault({ publicNetworkAccess: "disabled" }),
    "a managed HSM": vault({ publicNetworkAccess: "Disabled" }, hsm),
  },
  violations: {
    "the default": [vault(), "publicNetworkAccess is not Disabled"],
    open: [vault({ publicNetworkAccess: "Enabled" }), "publicNetworkAccess"],
    "a managed HSM": [vault({}, hsm), "publicNetworkAccess"],
  },
  notApplicable: { "another type": other },
  unknown: { "a setting that is unknown": vault({ publicNetworkAccess: unknown }) },
});

const secret = (properties: Properties): Given => ({
  type: "azure-native:keyvault:Secret",
  properties: { properties },
});
describeRule(secretExpiry, {
  compliant: {
    "one with a day": secret({ value: "x", attributes: { expires: 1830000000 } }),
    "a day that is unknown yet": secret({ attributes: { expires: unknown } }),
  },
  violations: {
    none: [secret({ value: "x" }), "expires is not set"],
    "other attributes": [secret({ attributes: { enabled: true } }), "expires is not set"],
  },
  notApplicable: {
    "one that is switched off": secret({ attributes: { enabled: false } }),
    "another type": other,
  },
  unknown: { "attributes that are unknown": secret({ attributes: unknown }) },
});

const key = (properties: Properties): Given => ({
  type: "azure-native:keyvault:Key",
  properties: { properties },
});
const action = (type: string, trigger?: Properties): Properties => ({
  rotationPolicy: { lifetimeActions: [{ action: { type }, ...(trigger && { trigger }) }] },
});
describeRule(keyRotation, {
  compliant: {
    "one that rotates": key(action("rotate", { timeAfterCreate: "P365D" })),
    "one that expires": key({ attributes: { exp: 1, expires: 1830000000 } }),
  },
  violations: {
    neither: [key({ kty: "RSA" }), "neither a rotationPolicy"],
    "one that only tells": [key(action("notify", { timeBeforeExpiry: "P30D" })), "neither"],
    "one without a time": [key(action("Rotate")), "neither"],
  },
  notApplicable: { "another type": other },
  unknown: { "a policy that is unknown": key({ rotationPolicy: unknown }) },
});

const role = (...permissions: Properties[]): Given => ({
  type: "azure-native:authorization:RoleDefinition",
  properties: { permissions },
});
describeRule(noFullAdministrationRole, {
  compliant: {
    "single actions": role({ actions: ["Microsoft.Storage/storageAccounts/read"] }),
    "all of one service": role({ actions: ["Microsoft.Storage/*"] }),
    "reading everything": role({ actions: ["*/read"] }),
  },
  violations: {
    everything: [role({ actions: ["*"] }), "permissions[0].actions[0] is *"],
    "everything but something": [role({ actions: ["*"], notActions: ["Microsoft.Authorization/*"] }), "is *"],
    "all data": [role({ actions: [], dataActions: ["*"] }), "dataActions[0]"],
    "a single action instead of a list": [role({ actions: "*" }), "is *"],
    "the second permission": [role({ actions: ["*/read"] }, { actions: ["*/*"] }), "permissions[1]"],
  },
  notApplicable: { "a role without permissions": role(), "another type": other },
  unknown: { "actions that are unknown": role({ actions: unknown }) },
});

const of = (type: string, properties: Properties = {}): Given => ({
  type: `azure-native:${type}`,
  properties,
});
const account = (encryption: Properties): Given => of("storage:StorageAccount", { encryption });
const registry = (encryption: Properties): Given => of("containerregistry:Registry", { encryption });
const backups = (encryptionSettings: Properties): Given =>
  of("dataprotection:BackupVault", { properties: { securitySettings: { encryptionSettings } } });
describeRule(ownKey, {
  compliant: {
    "a storage account": account({
      keySource: "Microsoft.Keyvault",
      keyVaultProperties: { keyName: unknown },
    }),
    "a database": of("dbforpostgresql:Server", { dataEncryption: { primaryKeyURI: unknown } }),
    "a MySQL database": of("dbformysql:Server", { dataEncryption: { primaryKeyURI: "k" } }),
    "a registry": registry({ status: "enabled", keyVaultProperties: { keyIdentifier: "k" } }),
    "a cache": of("redisenterprise:RedisEnterprise", {
      encryption: { customerManagedKeyEncryption: { keyEncryptionKeyUrl: "k" } },
    }),
    "a vault of backups": backups({ state: "Enabled", keyVaultProperties: { keyUri: "k" } }),
  },
  violations: {
    "a storage account by default": [of("storage:StorageAccount"), "a key of Microsoft's"],
    "a storage account that names a key it does not use": [
      account({ keySource: "Microsoft.Storage", keyVaultProperties: { keyName: "k" } }),
      "a key of Microsoft's",
    ],
    "a storage account without a key": [account({ keySource: "Microsoft.Keyvault" }), "Microsoft's"],
    "a database": [
      of("dbforpostgresql:Server", { dataEncryption: { type: "SystemManaged" } }),
      "Microsoft's",
    ],
    "a registry that names a key it does not use": [
      registry({ status: "disabled", keyVaultProperties: { keyIdentifier: "k" } }),
      "Microsoft's",
    ],
    "a cache": [of("redisenterprise:RedisEnterprise"), "Microsoft's"],
    "a vault of backups": [
      backups({ state: "Disabled", keyVaultProperties: { keyUri: "k" } }),
      "Microsoft's",
    ],
  },
  notApplicable: { "another type": other },
  unknown: { "an encryption that is unknown": of("storage:StorageAccount", { encryption: unknown }) },
});
