import type { Check, ResourceRules, World } from "../rules";
import { arn } from "./account";
import { key } from "./key-use";
import { policy, policyProblems } from "./policy-document";
import { isPublic } from "./bucket-access";
import { types } from "./types";
import { list, record, refuse, repeated, text, shown } from "../reading";

function recoveryWindow(inputs: Readonly<Record<string, unknown>>): number {
  const days = inputs["recoveryWindowInDays"];
  return typeof days === "number" ? days : 30;
}

const windowCheck: Check = (inputs) => {
  const days = recoveryWindow(inputs);
  return days === 0 || (days >= 7 && days <= 30)
    ? []
    : refuse("recoveryWindowInDays", `is 0 (delete at once) or 7 to 30 days, not ${String(days)}`);
};

function findSecret(world: World, reference: string | undefined) {
  return world.find(types.secret, reference, "arn") ?? world.find(types.secret, reference, "name");
}

const versionCheck: Check = (inputs, world) => {
  const secret = text(inputs["secretId"]);
  if (secret !== undefined && findSecret(world, secret) === undefined)
    return refuse(
      "secretId",
      `ResourceNotFoundException: Secrets Manager can't find the specified secret: ${secret}`,
    );
  return [];
};

/** Secrets Manager quotas: a value has at most 65,536 bytes. */
const sizeCheck: Check = (inputs) => {
  const value = text(inputs["secretString"]);
  if (value === "")
    return refuse("secretString", "InvalidParameterException: a value has at least one character");
  return value !== undefined && Buffer.byteLength(value) > 65536
    ? refuse("secretString", "ValidationException: a value has at most 65536 bytes")
    : [];
};

const rotationCheck: Check = (inputs) => {
  const rules = record(inputs["rotationRules"]);
  if ((rules["automaticallyAfterDays"] === undefined) === (rules["scheduleExpression"] === undefined))
    return refuse("rotationRules", "has exactly one of automaticallyAfterDays and scheduleExpression");
  return [];
};

export const secrets: readonly ResourceRules[] = [
  {
    type: types.secret,
    name: {
      property: "name",
      maximum: 512,
      pattern: /^[\w/+=.@-]+$/,
      alphabet: "letters, digits and /_+=.@-",
      unique: "region",
    },
    id: arn("secretsmanager", "secret:{name}-{hex:6}"),
    outputs: { arn: "{id}" },
    defaults: { recoveryWindowInDays: 30, forceOverwriteReplicaSecret: false },
    immutable: ["name"],
    mutable: ["description", "kmsKeyId"],
    limits: [{ path: "description", pattern: /^[^]{0,2048}$/, reason: "has at most 2048 characters" }],
    check: [
      windowCheck,
      key("kmsKeyId"),
      (inputs, world) =>
        policyProblems(
          "policy",
          inputs["policy"],
          { kind: "resource", maximum: 20480, services: ["secretsmanager"] },
          world,
        ),
      (inputs) => {
        const [twice] = repeated(list(inputs["replicas"]).map((replica) => record(replica)["region"]));
        return twice === undefined ? [] : refuse("replicas", `two replicas are in ${shown(twice)}`);
      },
    ],
    recoveryDays: ({ inputs }) => recoveryWindow(inputs),
    seconds: { create: 1, delete: 1 },
  },
  {
    type: "aws:secretsmanager/secretVersion:SecretVersion",
    id: ({ secretId }) => `${text(secretId) ?? ""}|terraform-{digits:26}`,
    outputs: {
      secretArn: ({ inputs }, world) => findSecret(world, text(inputs["secretId"]))?.id ?? "",
      arn: "{secretArn}",
      versionId: ({ id }) => id.split("|")[1] ?? "",
      versionStages: ({ inputs }) => inputs["versionStages"] ?? ["AWSCURRENT"],
      hasSecretStringWo: ({ inputs }) => inputs["secretStringWo"] !== undefined,
    },
    immutable: ["secretId", "secretString", "secretBinary"],
    exactlyOneOf: [["secretString", "secretBinary", "secretStringWo"]],
    check: [versionCheck, sizeCheck],
    secrets: ["secretString", "secretBinary"],
    seconds: { create: 1, delete: 1 },
  },
  {
    type: "aws:secretsmanager/secretPolicy:SecretPolicy",
    id: "{secretArn}",
    references: [{ path: "secretArn", to: types.secret, by: "arn", blocksDeletion: false }],
    immutable: ["secretArn"],
    uniqueBy: [["secretArn"]],
    check: [
      policy("policy", { kind: "resource", maximum: 20480, services: ["secretsmanager"] }),
      (inputs) =>
        inputs["blockPublicPolicy"] === true && isPublic(inputs["policy"])
          ? refuse("policy", "PublicPolicyException: the policy grants access to everyone")
          : [],
    ],
    seconds: { create: 1, delete: 1 },
  },
  {
    type: "aws:secretsmanager/secretRotation:SecretRotation",
    id: "{secretId}",
    references: [{ path: "secretId", to: types.secret, by: "arn", blocksDeletion: false }],
    immutable: ["secretId"],
    limits: [{ path: "rotationRules.automaticallyAfterDays", minimum: 1, maximum: 1000 }],
    check: rotationCheck,
    seconds: { create: 2, delete: 1 },
  },
];
