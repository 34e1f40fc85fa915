import { parse as parseYaml, parseAllDocuments } from "yaml";
import type { Check, ResourceRules } from "../rules";
import { arn, uuid } from "./account";
import { findBucket } from "./bucket-access";
import { key } from "./key-use";
import { types } from "./types";
import { amount, at, refuse, text } from "../reading";

/** YAML of Prometheus rules or of an Alertmanager, and the key that must be at its top. */
function yaml(path: string, root: string): Check {
  return (inputs) => {
    const source = text(inputs[path]);
    if (source === undefined) return [];
    const [wrong] = parseAllDocuments(source).flatMap((parsed) => ("errors" in parsed ? parsed.errors : []));
    if (wrong !== undefined)
      return refuse(path, `ValidationException: not valid YAML: ${wrong.message.split("\n")[0] ?? ""}`);
    const content: unknown = parseYaml(source);
    return typeof content === "object" && content !== null && root in content
      ? []
      : refuse(path, `ValidationException: '${root}' is missing at the top`);
  };
}

export const prometheus: readonly ResourceRules[] = [
  {
    type: types.prometheus,
    id: `ws-${uuid}`,
    outputs: {
      arn: arn("aps", "workspace/{id}"),
      prometheusEndpoint: "https://aps-workspaces.{region}.amazonaws.com/workspaces/{id}/",
    },
    immutable: ["kmsKeyArn"],
    limits: [
      {
        path: "alias",
        pattern: /^[\w-]{1,100}$/,
        reason: "has 1 to 100 letters, digits, hyphens and underscores",
      },
    ],
    check: [
      key("kmsKeyArn"),
      (inputs, world) => {
        const group = text(at(inputs, "loggingConfiguration.logGroupArn"));
        const path = "loggingConfiguration.logGroupArn";
        if (group === undefined) return [];
        if (!group.endsWith(":*"))
          return refuse(path, "ValidationException: the ARN of the log group must end with ':*'");
        return world.find(types.logGroup, group.slice(0, -2), "arn") === undefined
          ? refuse(path, `ResourceNotFoundException: there is no log group '${group}'`)
          : [];
      },
    ],
    seconds: { create: 5, delete: 5 },
  },
  {
    type: "aws:amp/alertManagerDefinition:AlertManagerDefinition",
    id: "{workspaceId}",
    references: [{ path: "workspaceId", to: types.prometheus, blocksDeletion: false }],
    immutable: ["workspaceId"],
    uniqueBy: [["workspaceId"]],
    check: yaml("definition", "alertmanager_config"),
    seconds: { create: 5, delete: 5 },
  },
  {
    type: "aws:amp/ruleGroupNamespace:RuleGroupNamespace",
    name: {
      property: "name",
      maximum: 128,
      pattern: /^[\w .-]+$/,
      alphabet: "letters, digits, spaces and ._-",
      unique: "none",
    },
    id: "arn:aws:aps:{region}:{account}:rulegroupsnamespace/{workspaceId}/{name}",
    outputs: { arn: "{id}" },
    references: [{ path: "workspaceId", to: types.prometheus, blocksDeletion: false }],
    immutable: ["workspaceId", "name"],
    uniqueBy: [["workspaceId", "name"]],
    check: yaml("data", "groups"),
    seconds: { create: 5, delete: 5 },
  },
];

export const tracing: readonly ResourceRules[] = [
  {
    type: "aws:xray/samplingRule:SamplingRule",
    name: {
      property: "ruleName",
      maximum: 32,
      pattern: /^[^]+$/,
      alphabet: "any characters",
      unique: "region",
      auto: false,
    },
    id: "{ruleName}",
    outputs: { arn: arn("xray", "sampling-rule/{ruleName}") },
    immutable: ["ruleName"],
    limits: [
      { path: "fixedRate", minimum: 0, maximum: 1 },
      { path: "priority", minimum: 1, maximum: 9999 },
      { path: "reservoirSize", minimum: 0 },
      { path: "version", oneOf: [1] },
      { path: "host", pattern: /^[^]{1,64}$/, reason: "has 1 to 64 characters" },
      { path: "urlPath", pattern: /^[^]{1,128}$/, reason: "has 1 to 128 characters" },
      { path: "httpMethod", pattern: /^[^]{1,10}$/, reason: "has 1 to 10 characters" },
      { path: "serviceName", pattern: /^[^]{1,64}$/, reason: "has 1 to 64 characters" },
      { path: "serviceType", pattern: /^[^]{1,64}$/, reason: "has 1 to 64 characters" },
    ],
    seconds: { create: 1, delete: 1 },
  },
  {
    type: "aws:xray/group:Group",
    id: arn("xray", "group/{groupName}/{hex:26}"),
    outputs: { arn: "{id}" },
    immutable: ["groupName"],
    limits: [{ path: "groupName", pattern: /^[^]{1,32}$/, reason: "has 1 to 32 characters" }],
    uniqueBy: [["groupName"]],
    seconds: { create: 1, delete: 1 },
  },
  {
    type: "aws:xray/encryptionConfig:EncryptionConfig",
    id: "{region}",
    limits: [{ path: "type", oneOf: ["NONE", "KMS"] }],
    check: [
      (inputs) =>
        (inputs["type"] === "KMS") === (inputs["keyId"] === undefined)
          ? refuse("keyId", "InvalidRequestException: given exactly with type KMS")
          : [],
      key("keyId"),
    ],
    seconds: { create: 5, delete: 1 },
  },
];

const runtimes =
  /^syn-(nodejs-puppeteer-\d+\.\d+|nodejs-playwright-\d+\.\d+|python-selenium-\d+\.\d+|nodejs-\d+\.\d+)$/;

export const synthetics: readonly ResourceRules[] = [
  {
    type: types.canary,
    name: {
      property: "name",
      maximum: 255,
      pattern: /^[a-z0-9_-]+$/,
      alphabet: "lower-case letters, digits, hyphens and underscores",
      unique: "region",
    },
    id: "{name}",
    outputs: {
      arn: arn("synthetics", "canary:{name}"),
      status: "RUNNING",
      engineArn: arn("lambda", "function:cwsyn-{name}-{hex:8}:1"),
    },
    references: [
      { path: "executionRoleArn", to: types.role, by: "arn", anyRegion: true, blocksDeletion: false },
    ],
    immutable: ["name"],
    limits: [
      { path: "runtimeVersion", pattern: runtimes, reason: "reads like 'syn-nodejs-puppeteer-9.1'" },
      { path: "successRetentionPeriod", minimum: 1, maximum: 1024 },
      { path: "failureRetentionPeriod", minimum: 1, maximum: 1024 },
      {
        path: "schedule.expression",
        pattern: /^(rate\((0 minutes?|1 minute|([2-9]|[1-5]\d|60) minutes|1 hour)\)|cron\(.+\))$/,
        reason: "is rate(1 minute) to rate(60 minutes), or cron(…)",
      },
      { path: "runConfig.timeoutInSeconds", minimum: 3, maximum: 840 },
      { path: "runConfig.memoryInMb", minimum: 960, maximum: 3008 },
      {
        path: "artifactS3Location",
        pattern: /^(s3:\/\/)?[a-z0-9.-]+\/?.*$/,
        reason: "reads s3://BUCKET/PREFIX",
      },
    ],
    atMostOneOf: [["zipFile", "s3Bucket"]],
    check: [
      (inputs, world) => {
        const bucket = text(inputs["artifactS3Location"])
          ?.replace(/^s3:\/\//, "")
          .split("/")[0];
        return bucket === undefined || findBucket(world, bucket) !== undefined
          ? []
          : refuse("artifactS3Location", `ValidationException: there is no bucket '${bucket}'`);
      },
      (inputs) => {
        const memory = amount(at(inputs, "runConfig.memoryInMb"));
        return memory !== undefined && memory % 64 !== 0
          ? refuse("runConfig.memoryInMb", "is a multiple of 64")
          : [];
      },
    ],
    seconds: { create: 30, delete: 5 },
  },
];

const namespaceName = /^[!-~]{1,1024}$/;

export const discovery: readonly ResourceRules[] = [
  {
    type: types.namespace,
    name: {
      property: "name",
      maximum: 253,
      pattern: /^([a-zA-Z0-9_]([a-zA-Z0-9_-]*[a-zA-Z0-9_])?\.)*[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/,
      alphabet: "a domain name",
      unique: "none",
    },
    id: "ns-{hex:16}",
    outputs: { arn: arn("servicediscovery", "namespace/{id}"), hostedZone: "Z{digits:19}" },
    references: [{ path: "vpc", to: types.vpc }],
    immutable: ["name", "vpc"],
    uniqueBy: [["vpc", "name"]],
    seconds: { create: 45, delete: 30 },
  },
  {
    type: types.httpNamespace,
    name: {
      property: "name",
      maximum: 1024,
      pattern: namespaceName,
      alphabet: "printable characters",
      unique: "region",
    },
    id: "ns-{hex:16}",
    outputs: { arn: arn("servicediscovery", "namespace/{id}"), httpName: "{name}" },
    immutable: ["name"],
    seconds: { create: 10, delete: 10 },
  },
  {
    type: "aws:servicediscovery/service:Service",
    name: {
      property: "name",
      maximum: 127,
      pattern: /^[\w.-]+$/,
      alphabet: "letters, digits and ._-",
      unique: "none",
    },
    id: "srv-{hex:16}",
    outputs: { arn: arn("servicediscovery", "service/{id}") },
    references: [
      { path: "namespaceId", to: [types.namespace, types.httpNamespace] },
      { path: "dnsConfig.namespaceId", to: types.namespace },
    ],
    immutable: ["name", "namespaceId"],
    limits: [
      { path: "dnsConfig.routingPolicy", oneOf: ["MULTIVALUE", "WEIGHTED"] },
      { path: "dnsConfig.dnsRecords[].type", oneOf: ["A", "AAAA", "SRV", "CNAME"] },
    ],
    atMostOneOf: [["healthCheckConfig", "healthCheckCustomConfig"]],
    seconds: { create: 1, delete: 1 },
  },
];
