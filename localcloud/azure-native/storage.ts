import { block, contains } from "../cidr";
import { randomText } from "../interpreter/template";
import { at, list, record, refuse, text, texts } from "../reading";
import type { Check, FunctionRules, Properties, ResourceRules, StoredResource, World } from "../rules";
import { armResource } from "./arm-resource";
import { isCreation } from "./creation";
import { customerKeyProblems } from "./customer-key";
import { globallyNamed } from "./global-name";
import { pairOf, zones } from "./regions";
import { idIn } from "./subscription";
import { types } from "./types";

const provider = "Microsoft.Storage/storageAccounts";

/** The account that a resource within it names. */
export function accountOf(inputs: Properties, world: World): StoredResource | undefined {
  const [group, name] = [text(inputs["resourceGroupName"]), text(inputs["accountName"])];
  return world.find(types.storageAccount, idIn(group ?? "", `${provider}/${name ?? ""}`));
}

const skuOf = (inputs: Properties): string => text(at(inputs, "sku.name")) ?? "";

/** What each kind of account can be stored as ("Storage account overview": types of storage accounts). */
const kindCheck: Check = (inputs) => {
  const [kind, sku] = [text(inputs["kind"]), skuOf(inputs)];
  const premium = sku.startsWith("Premium");
  if (sku === "" || kind === undefined) return [];
  if ((kind === "FileStorage" || kind === "BlockBlobStorage") && !premium)
    return refuse("sku.name", `InvalidSkuForKind: accounts of kind ${kind} are Premium, not ${sku}`);
  if ((kind === "BlobStorage" || kind === "Storage") && sku.includes("ZRS"))
    return refuse(
      "sku.name",
      `InvalidSkuForKind: accounts of kind ${kind} are not stored across zones (${sku})`,
    );
  if (kind === "StorageV2" && sku === "Premium_ZRS")
    return refuse("sku.name", "InvalidSkuForKind: Premium_ZRS is for BlockBlobStorage and FileStorage");
  if (kind === "Storage" && inputs["accessTier"] !== undefined)
    return refuse("accessTier", "AccessTierNotSupported: accounts of kind Storage have no access tier");
  return kind === "BlobStorage" && inputs["accessTier"] === undefined
    ? refuse("accessTier", "AccessTierRequired: accounts of kind BlobStorage need one")
    : [];
};

const placeCheck: Check = (inputs) => {
  const [location, sku] = [text(inputs["location"]), skuOf(inputs)];
  if (location === undefined) return [];
  if (/G?ZRS$/.test(sku) && zones(location).length === 0)
    return refuse("sku.name", `SkuNotAvailable: ${location} has no availability zones for ${sku}`);
  return /G(Z?)RS$/.test(sku) && pairOf(location) === undefined
    ? refuse("sku.name", `SkuNotAvailable: ${location} has no paired region for ${sku}`)
    : [];
};

const transportCheck: Check = (inputs) => {
  if (inputs["minimumTlsVersion"] === "TLS1_3")
    return refuse("minimumTlsVersion", "InvalidValue: TLS 1.3 is not supported as a minimum; use TLS1_2");
  const period = text(at(inputs, "sasPolicy.sasExpirationPeriod"));
  return period !== undefined && !/^\d{1,2}\.([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(period)
    ? refuse("sasPolicy.sasExpirationPeriod", `InvalidValue: '${period}' does not read like '07.00:00:00'`)
    : [];
};

/** Networks that nobody on the internet has (RFC 1918). */
const privateBlocks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].flatMap((each) => block(each) ?? []);

const networkCheck: Check = (inputs) => {
  const bypass = text(at(inputs, "networkRuleSet.bypass"));
  const words = ["None", "Logging", "Metrics", "AzureServices"];
  const wrong = bypass?.split(",").find((word) => !words.includes(word.trim()));
  if (wrong !== undefined)
    return refuse("networkRuleSet.bypass", `InvalidValue: '${wrong.trim()}' is none of ${words.join(", ")}`);
  return list(at(inputs, "networkRuleSet.ipRules")).flatMap((value, index) => {
    const given = text(record(value)["iPAddressOrRange"]);
    const path = `networkRuleSet.ipRules[${String(index)}].iPAddressOrRange`;
    if (given === undefined) return [];
    const range = block(given.includes("/") ? given : `${given}/32`);
    if (range === undefined)
      return refuse(path, `InvalidValuesForRequestParameters: '${given}' is no IPv4 range`);
    // "Create an IP network rule for Azure Storage": small ranges are written as single addresses.
    if (given.includes("/") && range.prefix > 30)
      return refuse(
        path,
        "InvalidValuesForRequestParameters: ranges of /31 and /32 are written as single addresses",
      );
    return privateBlocks.some((each) => contains(each, range))
      ? refuse(
          path,
          `InvalidValuesForRequestParameters: '${given}' is private; only public addresses have rules`,
        )
      : [];
  });
};

const encryptionCheck: Check = (inputs) => {
  const encryption = record(inputs["encryption"]);
  const key = record(encryption["keyVaultProperties"]);
  if (encryption["keySource"] !== "Microsoft.Keyvault")
    return encryption["keyVaultProperties"] === undefined
      ? []
      : refuse(
          "encryption.keySource",
          "InvalidValue: a key of a vault needs the key source Microsoft.Keyvault",
        );
  const missing = ["keyName", "keyVaultUri"].find((field) => key[field] === undefined);
  if (missing !== undefined)
    return refuse(
      `encryption.keyVaultProperties.${missing}`,
      "MissingRequiredParameter: needed with Microsoft.Keyvault",
    );
  const path = "encryption.encryptionIdentity.encryptionUserAssignedIdentity";
  const id = text(at(inputs, path));
  const assigned = texts(at(inputs, "identity.userAssignedIdentities"));
  if (id === undefined)
    return (text(at(inputs, "identity.type")) ?? "").includes("SystemAssigned")
      ? []
      : refuse(path, "MissingRequiredParameter: a customer's key needs the identity that may use it");
  return assigned.includes(id)
    ? []
    : refuse(path, `InvalidValue: '${id}' is not among the account's own identities (\`identity\`)`);
};

const keyCheck: Check = (inputs, world) => {
  const [uri, name] = ["keyVaultUri", "keyName"].map((field) =>
    text(at(inputs, `encryption.keyVaultProperties.${field}`)),
  );
  const version = text(at(inputs, "encryption.keyVaultProperties.keyVersion")) ?? "";
  if (uri === undefined || name === undefined) return [];
  const key = `${uri.replace(/\/$/, "")}/keys/${name}${version === "" ? "" : `/${version}`}`;
  const identityPath = "encryption.encryptionIdentity.encryptionUserAssignedIdentity";
  return customerKeyProblems(
    {
      path: "encryption.keyVaultProperties.keyVaultUri",
      key,
      identity: at(inputs, identityPath),
      identityPath,
    },
    world,
  );
};

const immutability = "immutableStorageWithVersioning.immutabilityPolicy";

const immutabilityCheck: Check = (inputs, world, self) => {
  const state = text(at(inputs, `${immutability}.state`));
  const days = (of: Properties): number =>
    Number(at(of, `${immutability}.immutabilityPeriodSinceCreationInDays`));
  const before = text(at(self?.inputs ?? {}, `${immutability}.state`));
  if (state === undefined && before !== "Locked") return [];
  if (at(inputs, "immutableStorageWithVersioning.enabled") !== true && state !== undefined)
    return refuse(
      "immutableStorageWithVersioning.enabled",
      "InvalidValue: a policy needs immutable storage to be enabled",
    );
  const unlocked = before === "Unlocked" || before === "Locked";
  if (state === "Locked" && !unlocked && (self !== undefined || isCreation(self, world)))
    return refuse(
      `${immutability}.state`,
      "InvalidImmutabilityPolicyState: a policy is made Disabled or Unlocked; only an unlocked one can be locked",
    );
  if (before === "Locked" && state !== "Locked")
    return refuse(`${immutability}.state`, "InvalidImmutabilityPolicyState: a locked policy stays locked");
  return before === "Locked" && days(inputs) < days(self?.inputs ?? {})
    ? refuse(
        `${immutability}.immutabilityPeriodSinceCreationInDays`,
        "InvalidImmutabilityPeriod: can only grow once locked",
      )
    : [];
};

const changeCheck: Check = (inputs, _world, self) => {
  if (self === undefined) return [];
  const [before, after] = [skuOf(self.inputs), skuOf(inputs)];
  if (before.startsWith("Premium") !== after.startsWith("Premium"))
    return refuse(
      "sku.name",
      `OperationNotAllowed: can't change from ${before} to ${after}; make a new account`,
    );
  const [old, kind] = [text(self.inputs["kind"]), text(inputs["kind"])];
  return old !== kind && kind !== "StorageV2"
    ? refuse("kind", `OperationNotAllowed: can't change from ${old ?? ""} to ${kind ?? ""}`)
    : [];
};

/** Blobs that a locked policy keeps can't be deleted, and with them their account. */
const accountDeletion = (account: StoredResource, world: World) => {
  const locked = world
    .all(types.blobContainer)
    .some(
      ({ id }) =>
        id.startsWith(`${account.id}/`) && at(account.outputs, `${immutability}.state`) === "Locked",
    );
  return locked
    ? refuse(
        "",
        `StorageAccountCannotBeDeleted: ${account.id} holds containers under a locked immutability policy`,
      )
    : [];
};

const endpoints = (name: string, suffix = ""): Properties =>
  Object.fromEntries(
    ["blob", "dfs", "file", "queue", "table", "web"].map((service) => [
      service,
      `https://${name}${suffix}.${service === "web" ? "z6.web" : service}.core.windows.net/`,
    ]),
  );

const account = armResource({
  type: types.storageAccount,
  path: `${provider}/{accountName}`,
  location: "regional",
  name: {
    minimum: 3,
    maximum: 24,
    pattern: /^[a-z0-9]+$/,
    alphabet: "lower-case letters and digits",
  },
  defaults: {
    enableHttpsTrafficOnly: true,
    allowBlobPublicAccess: false,
    minimumTlsVersion: "TLS1_0",
    accessTier: "Hot",
  },
  outputs: {
    primaryEndpoints: ({ inputs }) => endpoints(text(inputs["accountName"]) ?? ""),
    primaryLocation: "{location}",
    secondaryLocation: ({ inputs }) =>
      /G(Z?)RS/.test(skuOf(inputs)) ? (pairOf(text(inputs["location"]) ?? "") ?? "") : "",
    secondaryEndpoints: ({ inputs }) =>
      skuOf(inputs).includes("RAG") ? endpoints(text(inputs["accountName"]) ?? "", "-secondary") : {},
    statusOfPrimary: "available",
    creationTime: "2026-01-01T00:00:00.0000000Z",
    sku: ({ inputs }) => ({
      name: skuOf(inputs),
      tier: skuOf(inputs).split("_")[0]?.replace(/V2$/, "") ?? "",
    }),
    privateEndpointConnections: () => [],
  },
  references: [
    { path: "networkRuleSet.virtualNetworkRules[].virtualNetworkResourceId", to: types.subnet },
    { path: "identity.userAssignedIdentities[]", to: types.identity },
  ],
  immutable: [
    "isHnsEnabled",
    "dnsEndpointType",
    "extendedLocation",
    "encryption.requireInfrastructureEncryption",
    "immutableStorageWithVersioning.enabled",
  ],
  limits: [
    { path: "keyPolicy.keyExpirationPeriodInDays", minimum: 1 },
    { path: `${immutability}.immutabilityPeriodSinceCreationInDays`, minimum: 1, maximum: 146_000 },
    {
      path: "identity.userAssignedIdentities",
      maximumItems: 1,
      reason: "an account has at most one user-assigned identity",
    },
  ],
  check: [
    kindCheck,
    placeCheck,
    transportCheck,
    networkCheck,
    encryptionCheck,
    keyCheck,
    immutabilityCheck,
    changeCheck,
  ],
  checkDelete: accountDeletion,
  // Acceptance tests of Terraform's provider: 20 to 30 seconds.
  seconds: { create: 25, update: 5, delete: 5 },
});

export const accounts: readonly ResourceRules[] = [globallyNamed(account)];

export const storageFunctions: readonly FunctionRules[] = [
  {
    token: "azure-native:storage:listStorageAccountKeys",
    result: (inputs, world) => {
      const found = accountOf(inputs, world);
      if (found === undefined)
        return {
          path: "accountName",
          reason: `ResourceNotFound: there is no storage account '${text(inputs["accountName"]) ?? ""}'`,
        };
      // Stands for two keys of 64 random bytes.
      const keys = ["key1", "key2"].map((keyName) => ({
        keyName,
        permissions: "Full",
        creationTime: "2026-01-01T00:00:00.0000000Z",
        value: Buffer.from(randomText(`${found.id} ${keyName}`, true, 128), "hex").toString("base64"),
      }));
      return { keys };
    },
  },
];
