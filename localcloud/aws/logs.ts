import type { ResourceRules } from "../rules";
import { arn } from "./account";
import { key } from "./key-use";
import { policy } from "./policy-document";
import { types } from "./types";
import { at, refuse, text } from "../reading";

/** Days that CloudWatch Logs can keep events (PutRetentionPolicy); 0 is for ever. */
export const retentionDays = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

const logGroupName = /^(?!aws\/)[\w./#-]+$/;

export const logs: readonly ResourceRules[] = [
  {
    type: types.logGroup,
    name: {
      property: "name",
      maximum: 512,
      pattern: logGroupName,
      alphabet: "letters, digits and _-/.#",
      unique: "region",
    },
    id: "{name}",
    outputs: { arn: arn("logs", "log-group:{name}") },
    defaults: { retentionInDays: 0, skipDestroy: false, logGroupClass: "STANDARD" },
    immutable: ["name", "logGroupClass"],
    mutable: ["kmsKeyId"],
    limits: [
      {
        path: "retentionInDays",
        oneOf: retentionDays,
        reason: `InvalidParameterException: must be one of the retention periods of CloudWatch Logs (${retentionDays.join(", ")})`,
      },
      { path: "logGroupClass", oneOf: ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"] },
    ],
    check: key("kmsKeyId", (region) => ({
      service: `logs.${region}.amazonaws.com`,
      actions: ["kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:Encrypt"],
    })),
    checkDelete: (group) =>
      group.inputs["deletionProtectionEnabled"] === true
        ? refuse(
            "deletionProtectionEnabled",
            "OperationAbortedException: deletion protection is enabled on the log group",
          )
        : [],
    seconds: { create: 1, delete: 1 },
  },
  {
    type: "aws:cloudwatch/logMetricFilter:LogMetricFilter",
    name: {
      property: "name",
      maximum: 512,
      pattern: /^[^:*]+$/,
      alphabet: "no ':' and no '*'",
      unique: "none",
    },
    id: "{name}",
    references: [{ path: "logGroupName", to: types.logGroup, blocksDeletion: false }],
    immutable: ["name", "logGroupName"],
    limits: [
      { path: "pattern", pattern: /^[^]{0,1024}$/, reason: "has at most 1024 characters" },
      {
        path: "metricTransformation.name",
        pattern: /^[^:*$]{1,255}$/,
        reason: "has 1 to 255 characters, no ':', '*' or '$'",
      },
      {
        path: "metricTransformation.namespace",
        pattern: /^(?!AWS\/)[^:*$]{1,255}$/,
        reason: "has 1 to 255 characters and does not begin with AWS/",
      },
      {
        path: "metricTransformation.value",
        pattern: /^(-?\d+(\.\d+)?|\$.+)$/,
        reason: "is a number, or a field such as $.latency",
      },
    ],
    uniqueBy: [["logGroupName", "name"]],
    check: (inputs) => {
      const defaulted = at(inputs, "metricTransformation.defaultValue") !== undefined;
      return defaulted && at(inputs, "metricTransformation.dimensions") !== undefined
        ? refuse(
            "metricTransformation.defaultValue",
            "InvalidParameterException: not together with dimensions",
          )
        : [];
    },
    seconds: { create: 1, delete: 1 },
  },
  {
    type: "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
    name: {
      property: "policyName",
      maximum: 512,
      pattern: /^[^]+$/,
      alphabet: "any characters",
      unique: "region",
      auto: false,
    },
    id: ({ policyName, resourceArn }) => text(policyName) ?? text(resourceArn) ?? "",
    outputs: {
      policyScope: ({ inputs }) => (inputs["resourceArn"] === undefined ? "ACCOUNT" : "RESOURCE"),
      revisionId: "{hex:16}",
    },
    immutable: ["policyName", "resourceArn"],
    exactlyOneOf: [["policyName", "resourceArn"]],
    // CloudWatch Logs quotas: a resource policy has 5,120 characters, and a region ten of them.
    check: [
      policy("policyDocument", { kind: "resource", maximum: 5120, services: ["logs"] }),
      (_, world, self) =>
        self === undefined && world.all("aws:cloudwatch/logResourcePolicy:LogResourcePolicy").length >= 10
          ? refuse(
              "policyName",
              "LimitExceededException: a region has at most 10 resource policies of CloudWatch Logs",
            )
          : [],
    ],
    seconds: { create: 1, delete: 1 },
  },
];
