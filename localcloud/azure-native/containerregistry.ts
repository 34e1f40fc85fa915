import { randomText } from "../interpreter/template";
import { at, isRecord, record, refuse, text, texts } from "../reading";
import type { Check, FunctionRules, Path, ResourceRules, StoredResource, World } from "../rules";
import { armResource } from "./arm-resource";
import { customerKeyProblems } from "./customer-key";
import { withPrincipals } from "./system-identity";
import { types } from "./types";

/** What only the Premium sku has ("Azure Container Registry SKU features and limits"), where it is asked for. */
const premium: readonly (readonly [path: Path, asks: (value: unknown) => boolean])[] = [
  ["encryption.status", (value) => value === "enabled"],
  ["zoneRedundancy", (value) => value === "Enabled"],
  ["publicNetworkAccess", (value) => value === "Disabled"],
  ["networkRuleSet", (value) => value !== undefined],
  ["dataEndpointEnabled", (value) => value === true],
  ["policies.retentionPolicy.status", (value) => value === "enabled"],
  ["policies.exportPolicy.status", (value) => value === "disabled"],
  ["policies.trustPolicy.status", (value) => value === "enabled"],
];

const skuCheck: Check = (inputs) => {
  const sku = text(at(inputs, "sku.name"));
  if (sku === undefined) return [];
  const basic =
    sku === "Basic" && inputs["anonymousPullEnabled"] === true
      ? refuse(
          "anonymousPullEnabled",
          "InvalidParameterValue: anonymous pulls need the Standard or Premium sku",
        )
      : [];
  if (sku === "Premium") return basic;
  return [
    ...basic,
    ...premium
      .filter(([path, asks]) => asks(at(inputs, path)))
      .flatMap(([path]) =>
        refuse(path, `SkuFeatureNotSupported: the sku '${sku}' lacks this; use 'Premium'`),
      ),
  ];
};

const exportCheck: Check = (inputs) =>
  at(inputs, "policies.exportPolicy.status") === "disabled" && inputs["publicNetworkAccess"] !== "Disabled"
    ? refuse(
        "policies.exportPolicy.status",
        "ExportPolicyInvalid: export can only be disabled where publicNetworkAccess is 'Disabled'",
      )
    : [];

/** The name is a host name: the only one in Azure. */
const nameCheck: Check = (inputs, world, self) => {
  const name = text(inputs["registryName"])?.toLowerCase();
  const twin = world
    .all(types.registry)
    .find(({ id, outputs }) => id !== self?.id && text(outputs["name"])?.toLowerCase() === name);
  return twin === undefined
    ? []
    : refuse(
        "registryName",
        `AlreadyInUse: the registry DNS name ${name ?? ""}.azurecr.io is already in use`,
      );
};

const keyPath = "encryption.keyVaultProperties";

/** A registry names the identity that reads its key by its client id, and must have it assigned. */
const keyCheck: Check = (inputs, world) => {
  if (at(inputs, "encryption.status") !== "enabled") return [];
  const client = text(at(inputs, `${keyPath}.identity`));
  if (client === undefined)
    return refuse(
      `${keyPath}.identity`,
      "EncryptionIdentityMissing: encryption needs the client id of an identity",
    );
  const identity = world.find(types.identity, client, "clientId");
  if (identity === undefined)
    return refuse(
      `${keyPath}.identity`,
      `EncryptionIdentityInvalid: '${client}' is not the client id of a user-assigned identity`,
    );
  const given = at(inputs, "identity.userAssignedIdentities");
  const assigned = isRecord(given) ? Object.keys(given) : texts(given);
  if (!assigned.includes(identity.id))
    return refuse(
      "identity.userAssignedIdentities",
      `EncryptionIdentityNotAssigned: the registry does not have ${identity.id}, which is to read its key`,
    );
  return customerKeyProblems(
    {
      path: `${keyPath}.keyIdentifier`,
      key: at(inputs, `${keyPath}.keyIdentifier`),
      identity: identity.id,
      identityPath: `${keyPath}.identity`,
    },
    world,
  );
};

const tokenName = {
  minimum: 5,
  maximum: 50,
  pattern: /^[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9]$/,
  alphabet: "letters, digits and hyphens; it begins and ends with a letter or digit",
} as const;

const action =
  /^(repositories\/[a-z0-9]+(?:[._/-][a-z0-9]+)*(?:\/?\*)?\/(content\/(read|write|delete)|metadata\/(read|write))|repositories\/\*\/(content|metadata)\/(read|write|delete)|gateway\/[\w-]+\/(config|message)\/(read|write))$/;

/** Registries, and tokens for parts of them. */
export const registries: readonly ResourceRules[] = [
  armResource({
    type: types.registry,
    path: "Microsoft.ContainerRegistry/registries/{registryName}",
    location: "regional",
    name: { minimum: 5, maximum: 50, pattern: /^[A-Za-z0-9]+$/, alphabet: "letters and digits" },
    outputs: {
      loginServer: ({ inputs }) => `${(text(inputs["registryName"]) ?? "").toLowerCase()}.azurecr.io`,
      identity: ({ id, inputs }, world) => withPrincipals(id, inputs["identity"], world),
      creationDate: "2026-01-01T00:00:00Z",
      dataEndpointHostNames: () => [],
      privateEndpointConnections: () => [],
    },
    defaults: { adminUserEnabled: false, publicNetworkAccess: "Enabled" },
    immutable: ["encryption", "zoneRedundancy"],
    limits: [
      { path: "sku.name", oneOf: ["Basic", "Standard", "Premium"] },
      { path: "publicNetworkAccess", oneOf: ["Enabled", "Disabled"] },
      { path: "networkRuleBypassOptions", oneOf: ["AzureServices", "None"] },
      { path: "zoneRedundancy", oneOf: ["Enabled", "Disabled"] },
      { path: "policies.retentionPolicy.days", minimum: 0, maximum: 365 },
      { path: "policies.softDeletePolicy.retentionDays", minimum: 1, maximum: 90 },
    ],
    check: [skuCheck, exportCheck, nameCheck, keyCheck],
    // Usual experience: ten to thirty seconds; longer with a key of one's own.
    seconds: { create: 25, update: 15, delete: 15 },
  }),
  armResource({
    type: types.scopeMap,
    path: "Microsoft.ContainerRegistry/registries/{registryName}/scopeMaps/{scopeMapName}",
    parent: types.registry,
    name: tokenName,
    outputs: { creationDate: "2026-01-01T00:00:00Z" },
    limits: [
      { path: "actions", minimumItems: 1, maximumItems: 500 },
      {
        path: "actions[]",
        pattern: action,
        reason: "InvalidScopeMapActions: reads 'repositories/NAME/content/read', with content or metadata",
      },
      { path: "description", pattern: /^[^]{0,256}$/, reason: "has at most 256 characters" },
    ],
    seconds: { create: 8, update: 8, delete: 5 },
  }),
  armResource({
    type: types.token,
    path: "Microsoft.ContainerRegistry/registries/{registryName}/tokens/{tokenName}",
    parent: types.registry,
    name: tokenName,
    outputs: { creationDate: "2026-01-01T00:00:00Z" },
    references: [{ path: "scopeMapId", to: types.scopeMap, except: /\/scopeMaps\/_/ }],
    limits: [{ path: "status", oneOf: ["enabled", "disabled"] }],
    atLeastOneOf: [["scopeMapId"]],
    check: (inputs) => {
      const map = text(inputs["scopeMapId"]);
      const registry = text(inputs["registryName"]);
      return map === undefined || registry === undefined || map.includes(`/registries/${registry}/`)
        ? []
        : refuse("scopeMapId", "InvalidScopeMap: the scope map is of another registry");
    },
    seconds: { create: 10, update: 8, delete: 5 },
  }),
];

function registryOf(inputs: Readonly<Record<string, unknown>>, world: World): StoredResource | undefined {
  return world
    .all(types.registry)
    .find(
      (each) =>
        each.outputs["name"] === inputs["registryName"] &&
        each.inputs["resourceGroupName"] === inputs["resourceGroupName"],
    );
}

export const registryFunctions: readonly FunctionRules[] = [
  {
    token: "azure-native:containerregistry:listRegistryCredentials",
    result: (inputs, world) => {
      const registry = registryOf(inputs, world);
      if (registry === undefined)
        return {
          path: "registryName",
          reason: `ResourceNotFound: the registry '${text(inputs["registryName"]) ?? ""}' was not found`,
        };
      if (registry.inputs["adminUserEnabled"] !== true)
        return {
          path: "registryName",
          reason: "UnAuthorizedForCredentialOperations: the registry has no admin user (adminUserEnabled)",
        };
      const value = (name: string): string => randomText(`${registry.id} ${name}`, true, 52);
      return {
        username: record(registry.outputs)["name"] ?? "",
        passwords: ["password", "password2"].map((name) => ({ name, value: value(name) })),
      };
    },
  },
];
