import type { Check, ResourceRules } from "../rules";
import { arn, uuid } from "./account";
import { findKey, matches } from "./key-use";
import { policy } from "./policy-document";
import { types } from "./types";
import { document, isRecord, many, refuse, text } from "../reading";

/** KMS limits key policies to 32 kB (KMS guide, "Quotas"). */
const keyPolicy = policy("policy", { kind: "resource", maximum: 32768, services: ["kms"] });

/**
 * The lockout safety check: a policy that does not let the account (or a principal of it) change the policy again is
 * refused, because nobody but AWS support could repair it.
 */
const lockoutCheck: Check = (inputs, world) => {
  const content = document(inputs["policy"]);
  if (content === undefined || inputs["bypassPolicyLockoutSafetyCheck"] === true) return [];
  const administered = many(content["Statement"]).some((statement) => {
    if (!isRecord(statement) || statement["Effect"] !== "Allow" || statement["Condition"] !== undefined)
      return false;
    const principal = statement["Principal"];
    const ours = (isRecord(principal) ? many(principal["AWS"]) : [principal]).some(
      (entry) =>
        entry === "*" ||
        entry === world.account ||
        text(entry)?.startsWith(`arn:aws:iam::${world.account}:`) === true,
    );
    return (
      ours && many(statement["Action"]).some((action) => matches("kms:PutKeyPolicy", text(action) ?? ""))
    );
  });
  return administered
    ? []
    : refuse(
        "policy",
        "MalformedPolicyDocumentException: The new key policy will not allow you to update the key policy in the future: " +
          `allow kms:PutKeyPolicy to arn:aws:iam::${world.account}:root`,
      );
};

const rotationCheck: Check = (inputs) => {
  const spec = text(inputs["customerMasterKeySpec"]) ?? "SYMMETRIC_DEFAULT";
  if (inputs["enableKeyRotation"] === true && spec !== "SYMMETRIC_DEFAULT")
    return refuse(
      "enableKeyRotation",
      "UnsupportedOperationException: only symmetric encryption keys rotate by themselves",
    );
  return inputs["rotationPeriodInDays"] !== undefined && inputs["enableKeyRotation"] !== true
    ? refuse("rotationPeriodInDays", "needs enableKeyRotation")
    : [];
};

const window = { path: "deletionWindowInDays", minimum: 7, maximum: 30 };

export const keys: readonly ResourceRules[] = [
  {
    type: types.key,
    id: uuid,
    outputs: {
      keyId: "{id}",
      arn: arn("kms", "key/{id}"),
      policy: ({ inputs }, world) =>
        inputs["policy"] ??
        JSON.stringify({
          Version: "2012-10-17",
          Id: "key-default-1",
          Statement: [
            {
              Sid: "Enable IAM User Permissions",
              Effect: "Allow",
              Principal: { AWS: `arn:aws:iam::${world.account}:root` },
              Action: "kms:*",
              Resource: "*",
            },
          ],
        }),
    },
    defaults: {
      keyUsage: "ENCRYPT_DECRYPT",
      customerMasterKeySpec: "SYMMETRIC_DEFAULT",
      isEnabled: true,
      enableKeyRotation: false,
      multiRegion: false,
    },
    immutable: ["keyUsage", "customerMasterKeySpec", "multiRegion", "customKeyStoreId"],
    limits: [
      window,
      { path: "rotationPeriodInDays", minimum: 90, maximum: 2560 },
      { path: "keyUsage", oneOf: ["ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"] },
      { path: "description", pattern: /^[^]{0,8192}$/, reason: "has at most 8192 characters" },
    ],
    check: [keyPolicy, lockoutCheck, rotationCheck],
    // A key has no name to give back; it stays, disabled, until the window ends.
    recoveryDays: ({ inputs }) =>
      typeof inputs["deletionWindowInDays"] === "number" ? inputs["deletionWindowInDays"] : 30,
    seconds: { create: 10, delete: 1 },
  },
  {
    type: types.replicaKey,
    id: uuid,
    outputs: {
      keyId: "{id}",
      arn: arn("kms", "key/{id}"),
      keySpec: "SYMMETRIC_DEFAULT",
      keyUsage: "ENCRYPT_DECRYPT",
      keyRotationEnabled: () => false,
    },
    references: [{ path: "primaryKeyArn", to: types.key, by: "arn", anyRegion: true }],
    immutable: ["primaryKeyArn"],
    limits: [window],
    check: [keyPolicy, lockoutCheck],
    seconds: { create: 30, delete: 1 },
  },
  {
    type: types.alias,
    name: {
      property: "name",
      maximum: 256,
      pattern: /^alias\/(?!aws\/)[\w/-]+$/,
      alphabet: "'alias/' and then letters, digits and _/-; 'alias/aws/' is reserved",
      unique: "region",
      auto: false,
    },
    id: "{name}",
    outputs: {
      arn: arn("kms", "{name}"),
      targetKeyArn: ({ inputs }, world) =>
        findKey(world, text(inputs["targetKeyId"]) ?? "")?.outputs["arn"] ?? "",
    },
    references: [{ path: "targetKeyId", to: types.key, by: "keyId", except: /^arn:/, blocksDeletion: false }],
    immutable: ["name"],
    check: (inputs, world) => {
      const target = text(inputs["targetKeyId"]);
      return target === undefined || findKey(world, target) !== undefined
        ? []
        : refuse("targetKeyId", `NotFoundException: key '${target}' does not exist`);
    },
    deleteBeforeReplace: true,
    seconds: { create: 1, delete: 1 },
  },
];
