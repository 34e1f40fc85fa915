import { randomText } from "../interpreter/template";
import { amount, at, list, record, refuse, shown, text } from "../reading";
import type { Check, FunctionRules, ResourceRules, StoredResource, Value, World } from "../rules";
import { armResource } from "./arm-resource";
import { idIn, tenant } from "./subscription";
import { types } from "./types";

const nameOf = (vault: StoredResource): string => (text(vault.outputs["name"]) ?? "").toLowerCase();

/** A vault's name is part of a host name: the only one in Azure, and kept while a deleted vault can be recovered. */
const vaultNameCheck: Check = (inputs, world, self) => {
  const name = text(inputs["vaultName"])?.toLowerCase();
  if (name === undefined || self !== undefined) return [];
  if (world.all(types.vault).some((other) => nameOf(other) === name))
    return refuse("vaultName", `VaultAlreadyExists: the vault name '${name}' is already in use`);
  const gone = world.deleted(types.vault).some((other) => nameOf(other) === name);
  const recovers = at(inputs, "properties.createMode") === "recover";
  if (gone && !recovers)
    return refuse(
      "vaultName",
      `ConflictError: a vault with the same name '${name}' exists in deleted state: recover it, purge it, or take another name`,
    );
  return recovers && !gone
    ? refuse("properties.createMode", `there is no deleted vault '${name}' to recover`)
    : [];
};

const vaultCheck: Check = (inputs) => {
  const properties = record(inputs["properties"]);
  const given = text(properties["tenantId"]);
  if (given !== undefined && given !== tenant)
    return refuse("properties.tenantId", `BadRequest: '${given}' is not the tenant of the subscription`);
  if (properties["enablePurgeProtection"] === false)
    return refuse(
      "properties.enablePurgeProtection",
      "BadRequest: the property 'enablePurgeProtection' cannot be set to false: leave it out, or set it to true",
    );
  if (properties["enableSoftDelete"] === false)
    return refuse("properties.enableSoftDelete", "BadRequest: new vaults always have soft delete");
  return properties["enableRbacAuthorization"] !== true && properties["accessPolicies"] === undefined
    ? refuse(
        "properties.accessPolicies",
        "BadRequest: the parameter 'accessPolicies' is missing: give some, or set enableRbacAuthorization",
      )
    : [];
};

const vaultChangeCheck: Check = (inputs, _world, self) => {
  if (self === undefined) return [];
  const was = (path: string): Value | undefined => at(self.inputs, `properties.${path}`);
  const will = (path: string): Value | undefined => at(inputs, `properties.${path}`);
  if (was("enablePurgeProtection") === true && will("enablePurgeProtection") !== true)
    return refuse(
      "properties.enablePurgeProtection",
      "BadRequest: purge protection is irreversible: once true, it stays so",
    );
  const days = "softDeleteRetentionInDays";
  return (was(days) ?? 90) !== (will(days) ?? 90)
    ? refuse(
        `properties.${days}`,
        `BadRequest: the property '${days}' has been set already and can't be modified`,
      )
    : [];
};

const retention = (vault: StoredResource | undefined): number =>
  amount(at(vault?.inputs ?? {}, "properties.softDeleteRetentionInDays")) ?? 90;

/** Deleted keys and secrets keep their names in their vault as long as the vault keeps what is deleted. */
const deletedCheck =
  (type: string, kind: string, property: string): Check =>
  (inputs, world, self) => {
    const [name, vault] = [inputs[property], inputs["vaultName"]];
    const gone =
      self === undefined &&
      world.deleted(type).some(({ inputs: old }) => old[property] === name && old["vaultName"] === vault);
    return gone
      ? refuse(
          property,
          `ObjectIsDeletedButRecoverable: the ${kind} '${text(name) ?? ""}' is in a deleted but recoverable state, and its name cannot be reused`,
        )
      : [];
  };

/** Their deletion alone, unlike their creation, is a call to the vault itself, through its firewall. */
const firewallProblems =
  (kind: string) =>
  (resource: StoredResource, world: World, alone: boolean): ReturnType<Check> => {
    const properties = record(vaultOf(resource, world)?.inputs["properties"]);
    const closed =
      properties["publicNetworkAccess"] === "Disabled" ||
      at(properties, "networkAcls.defaultAction") === "Deny";
    return alone && closed
      ? refuse(
          "",
          `ForbiddenByConnection: the ${kind} is deleted by a call to its vault, whose network refuses the caller: retain it on deletion, or let the caller in`,
        )
      : [];
  };

function vaultOf(resource: StoredResource, world: World): StoredResource | undefined {
  return world.find(types.vault, resource.id.replace(/\/(keys|secrets)\/[^/]+$/, ""));
}

const keyCheck: Check = (inputs, world) => {
  const { kty, keySize, curveName } = record(inputs["properties"]);
  const kind = text(kty) ?? "RSA";
  if (kind.startsWith("EC") && keySize !== undefined)
    return refuse("properties.keySize", `BadParameter: a key of type ${kind} has a curveName and no keySize`);
  if (kind.startsWith("RSA") && curveName !== undefined)
    return refuse(
      "properties.curveName",
      `BadParameter: a key of type ${kind} has a keySize and no curveName`,
    );
  const vault = world.all(types.vault).find(({ outputs }) => outputs["name"] === inputs["vaultName"]);
  return kind.endsWith("-HSM") && at(vault?.inputs ?? {}, "properties.sku.name") === "standard"
    ? refuse("properties.kty", "BadParameter: keys in hardware need a vault of the premium sku")
    : [];
};

const rotationCheck: Check = (inputs) =>
  list(at(inputs, "properties.rotationPolicy.lifetimeActions")).flatMap((action, index) => {
    const trigger = record(record(action)["trigger"]);
    const path = `properties.rotationPolicy.lifetimeActions[${String(index)}].trigger`;
    const given = ["timeAfterCreate", "timeBeforeExpiry"].filter((key) => trigger[key] !== undefined);
    if (given.length !== 1)
      return refuse(path, "BadParameter: has exactly one of timeAfterCreate and timeBeforeExpiry");
    const duration = text(trigger[given[0] ?? ""]);
    return duration === undefined || /^P(\d+Y)?(\d+M)?(\d+W)?(\d+D)?$/.test(duration)
      ? []
      : refuse(`${path}.${given[0] ?? ""}`, `BadParameter: '${duration}' is no period such as 'P90D'`);
  });

const objectName = {
  maximum: 127,
  pattern: /^[A-Za-z0-9-]+$/,
  alphabet: "letters, digits and hyphens",
};
const version = (id: string, content: Value | undefined): string =>
  randomText(`${id} ${JSON.stringify(content ?? null)}`, true, 32);

/** Vaults, keys and secrets. */
export const vaults: readonly ResourceRules[] = [
  armResource({
    type: types.vault,
    path: "Microsoft.KeyVault/vaults/{vaultName}",
    location: "regional",
    name: {
      minimum: 3,
      maximum: 24,
      pattern: /^[A-Za-z](?!.*--)[A-Za-z0-9-]*[A-Za-z0-9]$/,
      alphabet:
        "letters, digits and hyphens; it begins with a letter, has no two hyphens together and none at the end",
    },
    outputs: {
      properties: ({ inputs }) => ({
        enableSoftDelete: true,
        softDeleteRetentionInDays: 90,
        enableRbacAuthorization: false,
        accessPolicies: [],
        publicNetworkAccess: "Enabled",
        ...record(inputs["properties"]),
        provisioningState: "Succeeded",
        vaultUri: `https://${(text(inputs["vaultName"]) ?? "").toLowerCase()}.vault.azure.net/`,
      }),
    },
    limits: [
      { path: "properties.softDeleteRetentionInDays", minimum: 7, maximum: 90 },
      { path: "properties.sku.family", oneOf: ["A"] },
      { path: "properties.publicNetworkAccess", oneOf: ["Enabled", "Disabled", "enabled", "disabled"] },
      { path: "properties.networkAcls.bypass", oneOf: ["AzureServices", "None"] },
      { path: "properties.networkAcls.defaultAction", oneOf: ["Allow", "Deny"] },
      { path: "properties.accessPolicies", maximumItems: 1024 },
    ],
    check: [vaultCheck, vaultNameCheck, vaultChangeCheck],
    recoveryDays: retention,
    // terraform-provider-azurerm issue 14093 and usual experience: one to two and a half minutes, mostly for its DNS name.
    seconds: { create: 120, update: 10, delete: 10 },
  }),
  armResource({
    type: types.key,
    path: "Microsoft.KeyVault/vaults/{vaultName}/keys/{keyName}",
    parent: types.vault,
    name: objectName,
    outputs: {
      keyUri: ({ inputs }) =>
        `https://${(text(inputs["vaultName"]) ?? "").toLowerCase()}.vault.azure.net/keys/${text(inputs["keyName"]) ?? ""}`,
      keyUriWithVersion: ({ id, outputs }) => `${text(outputs["keyUri"]) ?? ""}/${version(id, "key")}`,
      location: ({ inputs }, world) =>
        world.all(types.vault).find(({ outputs }) => outputs["name"] === inputs["vaultName"])?.outputs[
          "location"
        ] ?? "",
    },
    // Azure Resource Manager only ever makes a key's first version: what it is made of never changes.
    immutable: ["properties.kty", "properties.keySize", "properties.curveName"],
    limits: [
      { path: "properties.kty", oneOf: ["EC", "EC-HSM", "RSA", "RSA-HSM"] },
      { path: "properties.keySize", oneOf: [2048, 3072, 4096] },
      { path: "properties.curveName", oneOf: ["P-256", "P-384", "P-521", "P-256K"] },
      {
        path: "properties.keyOps[]",
        oneOf: ["encrypt", "decrypt", "sign", "verify", "wrapKey", "unwrapKey", "import", "release"],
      },
    ],
    check: [keyCheck, rotationCheck, deletedCheck(types.key, "key", "keyName")],
    checkDelete: firewallProblems("key"),
    recoveryDays: (resource, world) => retention(vaultOf(resource, world)),
    seconds: { create: 5, update: 3, delete: 5 },
  }),
  armResource({
    type: types.secret,
    path: "Microsoft.KeyVault/vaults/{vaultName}/secrets/{secretName}",
    parent: types.vault,
    name: objectName,
    outputs: {
      // The value is never given back.
      properties: ({ id, inputs }) => {
        const { value, ...properties } = record(inputs["properties"]);
        const uri = `https://${(text(inputs["vaultName"]) ?? "").toLowerCase()}.vault.azure.net/secrets/${text(inputs["secretName"]) ?? ""}`;
        return { ...properties, secretUri: uri, secretUriWithVersion: `${uri}/${version(id, value)}` };
      },
      location: ({ inputs }, world) =>
        world.all(types.vault).find(({ outputs }) => outputs["name"] === inputs["vaultName"])?.outputs[
          "location"
        ] ?? "",
    },
    secrets: ["properties.value"],
    limits: [
      // Key Vault service limits: 25 kB.
      { path: "properties.value", pattern: /^[^]{1,25000}$/, reason: "has 1 to 25000 characters" },
      { path: "properties.contentType", pattern: /^[^]{0,255}$/, reason: "has at most 255 characters" },
    ],
    check: deletedCheck(types.secret, "secret", "secretName"),
    checkDelete: firewallProblems("secret"),
    recoveryDays: (resource, world) => retention(vaultOf(resource, world)),
    seconds: { create: 3, update: 2, delete: 5 },
  }),
];

/** What can be asked about keys. */
export const vaultFunctions: readonly FunctionRules[] = [
  {
    // The current version: a rotation by the vault itself shows here first.
    token: "azure-native:keyvault:getKey",
    result: (inputs, world) => {
      const [group, vault, key] = ["resourceGroupName", "vaultName", "keyName"].map((name) =>
        shown(inputs[name]),
      );
      const id = idIn(group ?? "", `Microsoft.KeyVault/vaults/${vault ?? ""}/keys/${key ?? ""}`);
      return (
        world.find(types.key, id)?.outputs ?? {
          path: "keyName",
          reason: `KeyNotFound: a key with the name '${key ?? ""}' was not found in the key vault '${vault ?? ""}'`,
        }
      );
    },
  },
];
