import { at, isRecord, list, record, refuse, repeated, shown, text, texts } from "../reading";
import type { Check, Problem, Properties, ResourceRules, StoredResource, World } from "../rules";
import { armResource } from "./arm-resource";
import { accountOf } from "./storage";
import { types } from "./types";

const accountPath = "Microsoft.Storage/storageAccounts/{accountName}";
const serviceType = "azure-native:storage:BlobServiceProperties";

const single = { maximum: 63, pattern: /^default$/, alphabet: "the word 'default'" };

/** Settings of the blobs of the account that a resource within it names. */
function serviceOf(inputs: Properties, world: World): StoredResource | undefined {
  const account = accountOf(inputs, world);
  return account === undefined ? undefined : world.find(serviceType, `${account.id}/blobServices/default`);
}

const restoreCheck: Check = (inputs) => {
  if (at(inputs, "restorePolicy.enabled") !== true) return [];
  const needed: readonly (readonly [string, unknown])[] = [
    ["deleteRetentionPolicy.enabled", at(inputs, "deleteRetentionPolicy.enabled")],
    ["changeFeed.enabled", at(inputs, "changeFeed.enabled")],
    ["isVersioningEnabled", inputs["isVersioningEnabled"]],
  ];
  const missing = needed.find(([, value]) => value !== true);
  if (missing !== undefined)
    return refuse(missing[0], "InvalidRestorePolicy: must be true for a restore policy to be enabled");
  const [days, kept] = [
    Number(at(inputs, "restorePolicy.days")),
    Number(at(inputs, "deleteRetentionPolicy.days")),
  ];
  return days < kept
    ? []
    : refuse(
        "restorePolicy.days",
        `InvalidRestorePolicy: must be below the ${String(kept)} days of deleteRetentionPolicy, but is ${String(days)}`,
      );
};

const retentionCheck: Check = (inputs) =>
  ["deleteRetentionPolicy", "containerDeleteRetentionPolicy"].flatMap((policy) =>
    at(inputs, `${policy}.enabled`) === true && at(inputs, `${policy}.days`) === undefined
      ? refuse(`${policy}.days`, "MissingRequiredParameter: an enabled policy needs its days")
      : [],
  );

const hierarchyCheck: Check = (inputs, world) => {
  const account = accountOf(inputs, world);
  if (account?.outputs["isHnsEnabled"] !== true) return [];
  const path =
    inputs["isVersioningEnabled"] === true
      ? "isVersioningEnabled"
      : at(inputs, "restorePolicy.enabled") === true
        ? "restorePolicy.enabled"
        : undefined;
  return path === undefined
    ? []
    : refuse(path, "FeatureNotSupportedForAccount: not with a hierarchical namespace");
};

const accessCheck: Check = (inputs, world) => {
  const access = text(inputs["publicAccess"]) ?? "None";
  return access !== "None" && accountOf(inputs, world)?.outputs["allowBlobPublicAccess"] === false
    ? refuse(
        "publicAccess",
        "PublicAccessNotPermitted: public access is not permitted on this storage account",
      )
    : [];
};

const versioningCheck: Check = (inputs, world) => {
  if (at(inputs, "immutableStorageWithVersioning.enabled") !== true || accountOf(inputs, world) === undefined)
    return [];
  return serviceOf(inputs, world)?.outputs["isVersioningEnabled"] === true
    ? []
    : refuse(
        "immutableStorageWithVersioning.enabled",
        "VersioningRequired: immutable blob versions need `isVersioningEnabled` of the account's BlobServiceProperties",
      );
};

const policyCheck: Check = (inputs) => {
  if (inputs["immutabilityPeriodSinceCreationInDays"] === undefined)
    return refuse(
      "immutabilityPeriodSinceCreationInDays",
      "MissingRequiredParameter: a policy needs its days",
    );
  return inputs["allowProtectedAppendWrites"] === true && inputs["allowProtectedAppendWritesAll"] === true
    ? refuse(
        "allowProtectedAppendWritesAll",
        "InvalidImmutabilityPolicy: allowProtectedAppendWrites and allowProtectedAppendWritesAll exclude each other",
      )
    : [];
};

const tiers = ["tierToHot", "tierToCool", "tierToCold", "tierToArchive"];
const parts = ["baseBlob", "snapshot", "version"];

function ruleProblems(value: Properties, path: string): readonly Problem[] {
  const definition = record(value["definition"]);
  const actions = record(definition["actions"]);
  const blobTypes = texts(at(definition, "filters.blobTypes"));
  const given = parts.flatMap((part) =>
    Object.entries(record(actions[part])).map(([action, when]) => ({ part, action, when })),
  );
  if (given.length === 0)
    return refuse(`${path}.definition.actions`, "InvalidPolicy: a rule has at least one action");
  const problems: Problem[] = [];
  const wrong = blobTypes.find((type) => !["blockBlob", "appendBlob"].includes(type));
  if (wrong !== undefined)
    problems.push({
      path: `${path}.definition.filters.blobTypes`,
      reason: `InvalidPolicy: '${wrong}' is neither blockBlob nor appendBlob`,
    });
  if (blobTypes.includes("appendBlob"))
    for (const { part, action } of given)
      if (action !== "delete")
        problems.push({
          path: `${path}.definition.actions.${part}.${action}`,
          reason: "InvalidPolicy: append blobs can only be deleted",
        });
  for (const { part, action, when } of given) {
    const place = `${path}.definition.actions.${part}.${action}`;
    if (action === "enableAutoTierToHotFromCool") {
      if (
        when === true &&
        at(actions, "baseBlob.tierToCool.daysAfterLastAccessTimeGreaterThan") === undefined
      )
        problems.push({
          path: place,
          reason: "InvalidPolicy: needs tierToCool.daysAfterLastAccessTimeGreaterThan",
        });
    } else if (isRecord(when) && Object.keys(when).length === 0)
      problems.push({
        path: place,
        reason: "InvalidPolicy: an action needs the days after which it happens",
      });
  }
  return problems;
}

const lifecycleCheck: Check = (inputs) => {
  const rules = list(at(inputs, "policy.rules")).map(record);
  const [twice] = repeated(rules.map(({ name }) => name));
  return [
    ...(twice === undefined
      ? []
      : refuse("policy.rules", `InvalidPolicy: two rules are called '${shown(twice)}'`)),
    ...rules.flatMap((rule, index) => ruleProblems(rule, `policy.rules[${String(index)}]`)),
  ];
};

/** Actions that what the account is, or its settings, do not allow. */
const lifecycleWorldCheck: Check = (inputs, world) => {
  const account = accountOf(inputs, world);
  const sku = text(at(account?.outputs ?? {}, "sku.name")) ?? "";
  return list(at(inputs, "policy.rules")).flatMap((value, index): readonly Problem[] => {
    const actions = record(at(record(value), "definition.actions"));
    const place = `policy.rules[${String(index)}].definition.actions`;
    return parts.flatMap((part): readonly Problem[] => {
      const own = record(actions[part]);
      const tier = tiers.find((each) => own[each] !== undefined);
      if (tier !== undefined && sku.startsWith("Premium"))
        return refuse(`${place}.${part}.${tier}`, `InvalidPolicy: ${sku} has no tiers`);
      if (own["tierToArchive"] !== undefined && sku.includes("ZRS"))
        return refuse(`${place}.${part}.tierToArchive`, `InvalidPolicy: ${sku} has no archive tier`);
      const access = Object.entries(own).find(
        ([, when]) => record(when)["daysAfterLastAccessTimeGreaterThan"] !== undefined,
      );
      const tracked =
        at(serviceOf(inputs, world)?.outputs ?? {}, "lastAccessTimeTrackingPolicy.enable") === true;
      return access !== undefined && account !== undefined && !tracked
        ? refuse(
            `${place}.${part}.${access[0]}.daysAfterLastAccessTimeGreaterThan`,
            "InvalidPolicy: last access time tracking is not enabled on the account",
          )
        : [];
    });
  });
};

const day = { minimum: 0, maximum: 99_999 };

/** Both accounts of a replication keep versions, the source its changes too ("Object replication for block blobs"). */
const replicationCheck: Check = (inputs, world) =>
  (["sourceAccount", "destinationAccount"] as const).flatMap((side): readonly Problem[] => {
    const given = text(inputs[side]);
    if (given === undefined) return [];
    const account = world
      .all(types.storageAccount)
      .find(({ id, outputs }) => id === given || outputs["name"] === given);
    if (account === undefined) return refuse(side, `AccountNotFound: there is no storage account '${given}'`);
    const service = world.find(serviceType, `${account.id}/blobServices/default`)?.outputs ?? {};
    if (service["isVersioningEnabled"] !== true)
      return refuse(side, `FeatureNotEnabled: '${given}' does not keep versions (isVersioningEnabled)`);
    return side === "sourceAccount" && at(service, "changeFeed.enabled") !== true
      ? refuse(side, `FeatureNotEnabled: '${given}' keeps no change feed`)
      : [];
  });

/** What lies in a storage account. */
export const blobs: readonly ResourceRules[] = [
  armResource({
    type: serviceType,
    path: `${accountPath}/blobServices/{blobServicesName}`,
    parent: types.storageAccount,
    name: single,
    limits: [
      { path: "deleteRetentionPolicy.days", minimum: 1, maximum: 365 },
      { path: "containerDeleteRetentionPolicy.days", minimum: 1, maximum: 365 },
      { path: "restorePolicy.days", minimum: 1, maximum: 364 },
      { path: "changeFeed.retentionInDays", minimum: 1, maximum: 146_000 },
      { path: "cors.corsRules", maximumItems: 5 },
    ],
    check: [restoreCheck, retentionCheck, hierarchyCheck],
    seconds: { create: 3, update: 3, delete: 1 },
  }),
  armResource({
    type: types.blobContainer,
    path: `${accountPath}/blobServices/default/containers/{containerName}`,
    name: {
      minimum: 3,
      maximum: 63,
      pattern: /^(\$root|\$web|\$logs|[a-z0-9](?!.*--)[a-z0-9-]*[a-z0-9])$/,
      alphabet: "lower-case letters, digits and hyphens; no two hyphens together and none at either end",
    },
    defaults: { publicAccess: "None" },
    outputs: {
      deleted: () => false,
      hasLegalHold: () => false,
      hasImmutabilityPolicy: () => false,
      remainingRetentionDays: () => 0,
    },
    references: [accountReference()],
    immutable: ["immutableStorageWithVersioning.enabled", "defaultEncryptionScope"],
    check: [accessCheck, versioningCheck],
    seconds: { create: 2, delete: 2 },
  }),
  armResource({
    type: "azure-native:storage:BlobContainerImmutabilityPolicy",
    path: `${accountPath}/blobServices/default/containers/{containerName}/immutabilityPolicies/{immutabilityPolicyName}`,
    parent: types.blobContainer,
    name: single,
    outputs: { state: "Unlocked", etag: '"{hex:16}"' },
    limits: [{ path: "immutabilityPeriodSinceCreationInDays", minimum: 1, maximum: 146_000 }],
    check: policyCheck,
    seconds: { create: 2, delete: 2 },
  }),
  armResource({
    type: "azure-native:storage:ManagementPolicy",
    path: `${accountPath}/managementPolicies/{managementPolicyName}`,
    parent: types.storageAccount,
    name: single,
    outputs: { lastModifiedTime: "2026-01-01T00:00:00Z" },
    limits: [
      { path: "policy.rules", minimumItems: 1, maximumItems: 100 },
      {
        path: "policy.rules[].name",
        pattern: /^[A-Za-z0-9-]{1,256}$/,
        reason: "has letters, digits and hyphens",
      },
      { path: "policy.rules[].definition.filters.prefixMatch", maximumItems: 10 },
      { path: "policy.rules[].definition.filters.blobIndexMatch", maximumItems: 10 },
      { path: "policy.rules[].definition.actions.*.*.*", ...day },
    ],
    check: [lifecycleCheck, lifecycleWorldCheck],
    seconds: { create: 3, delete: 2 },
  }),
  armResource({
    type: "azure-native:storage:ObjectReplicationPolicy",
    path: `${accountPath}/objectReplicationPolicies/{objectReplicationPolicyId}`,
    parent: types.storageAccount,
    name: {
      maximum: 36,
      pattern: /^(default|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
      alphabet: "'default' in the destination, the policy's id in the source",
    },
    outputs: { policyId: "{hex:8}-{hex:4}-4{hex:3}-a{hex:3}-{hex:12}" },
    limits: [{ path: "rules", maximumItems: 1000 }],
    check: replicationCheck,
    seconds: { create: 5, delete: 5 },
  }),
];

/** Containers lie in the account's one blob service, which is not made by anybody. */
function accountReference() {
  return {
    path: "accountName",
    to: types.storageAccount,
    id: "/subscriptions/{account}/resourceGroups/{resourceGroupName}/providers/Microsoft.Storage/storageAccounts/{accountName}",
    deletesWith: true,
  };
}
