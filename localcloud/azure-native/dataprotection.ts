import { amount, at, list, record, refuse, text, texts } from "../reading";
import type { Check, Problem, Properties, ResourceRules, StoredResource, World } from "../rules";
import { findAny } from "./any-resource";
import { armResource } from "./arm-resource";
import { customerKeyProblems, hasRole, keyAddressProblems } from "./customer-key";
import { type Datasource, datasources, policyChange, policyCheck } from "./dataprotection-policy";
import { canonicalLocation, pairOf } from "./regions";
import { idIn } from "./subscription";
import { withPrincipals } from "./system-identity";
import { types } from "./types";

const provider = "Microsoft.DataProtection/backupVaults";
const vaultPath = `${provider}/{vaultName}`;

function vaultOf(inputs: Properties, world: World): StoredResource | undefined {
  const [group, name] = [text(inputs["resourceGroupName"]), text(inputs["vaultName"])];
  return world.find(types.backupVault, idIn(group ?? "", `${provider}/${name ?? ""}`));
}

const security = "properties.securitySettings";
const immutability = `${security}.immutabilitySettings.state`;
const softDelete = `${security}.softDeleteSettings.state`;
const crossRegion = "properties.featureSettings.crossRegionRestoreSettings.state";

const storageCheck: Check = (inputs, _world, self) => {
  const settings = list(at(inputs, "properties.storageSettings")).map(record);
  if (settings.length !== 1)
    return refuse(
      "properties.storageSettings",
      `UserErrorInvalidInput: exactly one, not ${String(settings.length)}`,
    );
  const type = text(settings[0]?.["type"]);
  const before = text(record(list(at(self?.inputs ?? {}, "properties.storageSettings"))[0])["type"]);
  if (before !== undefined && before !== type)
    return refuse(
      "properties.storageSettings[0].type",
      `UserErrorStorageTypeCannotBeChanged: from ${before} to ${type ?? ""}; make a new vault`,
    );
  if (type === "GeoRedundant" && pairOf(text(inputs["location"]) ?? "westeurope") === undefined)
    return refuse(
      "properties.storageSettings[0].type",
      "UserErrorInvalidInput: the region has no paired region",
    );
  return at(inputs, crossRegion) === "Enabled" && type !== "GeoRedundant"
    ? refuse(crossRegion, "UserErrorCrossRegionRestoreNotSupported: only for vaults that are GeoRedundant")
    : [];
};

/** Settings that only grow stronger. */
const changeCheck: Check = (inputs, _world, self) => {
  if (self === undefined) return [];
  const [state, before] = [at(inputs, immutability), at(self.inputs, immutability)];
  if (before === "Locked" && state !== "Locked")
    return refuse(immutability, "UserErrorImmutabilityLocked: a locked vault stays immutable");
  if (at(self.inputs, softDelete) === "AlwaysOn" && at(inputs, softDelete) !== "AlwaysOn")
    return refuse(softDelete, "UserErrorSoftDeleteAlwaysOn: soft delete that is always on stays on");
  if (
    at(self.inputs, `${security}.encryptionSettings.state`) === "Enabled" &&
    at(inputs, `${security}.encryptionSettings.state`) !== "Enabled"
  )
    return refuse(
      `${security}.encryptionSettings.state`,
      "UserErrorEncryptionCannotBeDisabled: a vault keeps its customer's key",
    );
  return at(self.inputs, crossRegion) === "Enabled" && at(inputs, crossRegion) !== "Enabled"
    ? refuse(crossRegion, "UserErrorCrossRegionRestoreCannotBeDisabled: once on, it stays on")
    : [];
};

const keyUse = (inputs: Properties) => ({
  path: `${security}.encryptionSettings.keyVaultProperties.keyUri`,
  key: at(inputs, `${security}.encryptionSettings.keyVaultProperties.keyUri`),
  identity: at(inputs, `${security}.encryptionSettings.kekIdentity.identityId`),
  identityPath: `${security}.encryptionSettings.kekIdentity.identityId`,
});

const encryptionCheck: Check = (inputs) => {
  const settings = record(at(inputs, `${security}.encryptionSettings`));
  if (settings["state"] !== "Enabled") return [];
  const use = keyUse(inputs);
  if (use.key === undefined) return refuse(use.path, "UserErrorInvalidInput: needed with `state` Enabled");
  if (at(settings, "kekIdentity.identityType") !== "UserAssigned") return keyAddressProblems(use);
  const id = text(use.identity);
  const assigned = texts(at(inputs, "identity.userAssignedIdentities"));
  return [
    ...keyAddressProblems(use),
    ...(use.identity === undefined
      ? refuse(use.identityPath, "UserErrorInvalidInput: UserAssigned needs the identity")
      : id === undefined || assigned.includes(id)
        ? []
        : refuse(use.identityPath, `UserErrorInvalidInput: '${id}' is not among the vault's own identities`)),
  ];
};

/** Deleted instances that the vault still holds, and those that were never deleted. */
const vaultDeletion = (vault: StoredResource, world: World): readonly Problem[] => {
  const within = ({ id }: StoredResource): boolean => id.startsWith(`${vault.id}/`);
  const live = world.all(types.backupInstance).find(within);
  if (live !== undefined)
    return refuse(
      "",
      `UserErrorVaultCannotBeDeleted: ${vault.id} still protects ${live.id}; delete that first`,
    );
  const soft = world.deleted(types.backupInstance).find(within);
  return soft === undefined
    ? []
    : refuse("", `UserErrorVaultCannotBeDeleted: ${vault.id} still holds the softly deleted ${soft.id}`);
};

/** Days for which a deleted instance stays in its vault. */
const heldDays = (instance: StoredResource, world: World): number => {
  const settings = record(
    at(vaultOf(instance.inputs, world)?.outputs ?? {}, `${security}.softDeleteSettings`),
  );
  return settings["state"] === "Off" ? 0 : (amount(settings["retentionDurationInDays"]) ?? 14);
};

const held = (instance: StoredResource, world: World): readonly Problem[] => {
  const vault = vaultOf(instance.inputs, world);
  return at(vault?.outputs ?? {}, immutability) === "Locked"
    ? refuse(
        "",
        `UserErrorImmutableVault: ${instance.id} can't be deleted from a vault that is locked; stop its backups instead`,
      )
    : [];
};

const reader = { id: "acdd72a7-3385-48ef-bd42-f606fba81ae7", name: "Reader" };

const instanceCheck: Check = (inputs, world, self) => {
  const info = record(at(inputs, "properties.dataSourceInfo"));
  const kind = text(info["datasourceType"]) ?? "";
  const vault = vaultOf(inputs, world);
  const id = text(info["resourceID"]) ?? "";
  const source = datasources[kind];
  const policy = world.find(types.backupPolicy, at(inputs, "properties.policyInfo.policyId"));
  if (vault === undefined) return [];
  if (!policy?.id.startsWith(`${vault.id}/`))
    return refuse(
      "properties.policyInfo.policyId",
      "UserErrorPolicyNotFound: there is no such policy in the vault",
    );
  if (!texts(at(policy.outputs, "properties.datasourceTypes")).includes(kind))
    return refuse(
      "properties.policyInfo.policyId",
      `UserErrorPolicyDatasourceMismatch: the policy is for ${texts(at(policy.outputs, "properties.datasourceTypes")).join()}, not for ${kind}`,
    );
  const target = source === undefined ? findAny(id, world) : world.find(source.type, id);
  if (target === undefined)
    return refuse(
      "properties.dataSourceInfo.resourceID",
      `UserErrorDatasourceNotFound: there is no ${kind} '${id}'`,
    );
  const [here, there] = [vault, target].map(({ outputs }) =>
    canonicalLocation(text(outputs["location"]) ?? ""),
  );
  if (here !== there)
    return refuse(
      "properties.dataSourceInfo.resourceID",
      `UserErrorRegionMismatch: the vault is in ${here ?? ""}, the data source in ${there ?? ""}`,
    );
  const twin = world
    .all(types.backupInstance)
    .find(
      (other) => other.id !== self?.id && at(other.inputs, "properties.dataSourceInfo.resourceID") === id,
    );
  if (twin !== undefined)
    return refuse(
      "properties.dataSourceInfo.resourceID",
      `UserErrorDatasourceAlreadyProtected: by ${twin.id}`,
    );
  return source === undefined ? [] : roleProblems(vault, source, target, world);
};

function roleProblems(vault: StoredResource, source: Datasource, target: StoredResource, world: World) {
  const principal = at(vault.outputs, "identity.principalId");
  if (principal === undefined)
    return refuse(
      "vaultName",
      "UserErrorMissingIdentity: the vault needs an identity of its own (SystemAssigned)",
    );
  const group = target.id.split("/providers/")[0] ?? "";
  const needed = [
    { ...source.role, on: target.id },
    ...(source.type === types.postgresServer ? [{ ...reader, on: group }] : []),
  ];
  const missing = needed.find(({ id, on }) => !hasRole(principal, [id], on, world));
  return missing === undefined
    ? []
    : refuse(
        "properties.dataSourceInfo.resourceID",
        `UserErrorMissingPermissions: the vault's identity needs the role '${missing.name}' on ${missing.on}`,
      );
}

const blobCheck: Check = (inputs) => {
  if (
    at(inputs, "properties.dataSourceInfo.datasourceType") !==
    "Microsoft.Storage/storageAccounts/blobServices"
  )
    return [];
  const parameters = list(
    at(inputs, "properties.policyInfo.policyParameters.backupDatasourceParametersList"),
  );
  return parameters.some((each) => list(record(each)["containersList"]).length > 0)
    ? []
    : refuse(
        "properties.policyInfo.policyParameters.backupDatasourceParametersList",
        "UserErrorInvalidInput: vaulted backups of blobs name their containers",
      );
};

export const backups: readonly ResourceRules[] = [
  armResource({
    type: types.backupVault,
    path: vaultPath,
    location: "regional",
    name: {
      minimum: 2,
      maximum: 50,
      pattern: /^[A-Za-z][A-Za-z0-9-]*$/,
      alphabet: "letters, digits and hyphens, beginning with a letter",
    },
    outputs: { identity: ({ id, inputs }, world) => withPrincipals(id, inputs["identity"], world) },
    references: [{ path: "identity.userAssignedIdentities[]", to: types.identity }],
    limits: [
      { path: `${security}.softDeleteSettings.retentionDurationInDays`, minimum: 14, maximum: 180 },
      {
        path: "identity.type",
        oneOf: ["None", "SystemAssigned", "UserAssigned", "SystemAssigned,UserAssigned"],
      },
    ],
    check: [
      storageCheck,
      changeCheck,
      encryptionCheck,
      (inputs, world) =>
        at(inputs, `${security}.encryptionSettings.state`) === "Enabled"
          ? customerKeyProblems(keyUse(inputs), world)
          : [],
    ],
    checkDelete: vaultDeletion,
    seconds: { create: 30, update: 20, delete: 20 },
  }),
  armResource({
    type: types.backupPolicy,
    path: `${vaultPath}/backupPolicies/{backupPolicyName}`,
    parent: types.backupVault,
    name: {
      minimum: 3,
      maximum: 150,
      pattern: /^[A-Za-z][A-Za-z0-9-]*$/,
      alphabet: "letters, digits and hyphens, beginning with a letter",
    },
    check: [policyCheck, policyChange],
    seconds: { create: 5, update: 5, delete: 5 },
  }),
  armResource({
    type: types.backupInstance,
    path: `${vaultPath}/backupInstances/{backupInstanceName}`,
    parent: types.backupVault,
    name: {
      maximum: 260,
      pattern: /^[\w.-]+$/,
      alphabet: "letters, digits, underscores, periods and hyphens",
    },
    references: [
      { path: "properties.policyInfo.policyId", to: types.backupPolicy },
      {
        path: "properties.dataSourceInfo.resourceID",
        to: [types.postgresServer, types.storageAccount],
        blocksDeletion: false,
      },
    ],
    immutable: ["properties.dataSourceInfo.resourceID"],
    check: [instanceCheck, blobCheck],
    checkDelete: held,
    recoveryDays: heldDays,
    // Configuring protection validates and then waits until it is "ProtectionConfigured": minutes.
    seconds: { create: 120, update: 60, delete: 60 },
  }),
];
