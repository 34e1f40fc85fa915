import type { Check, ResourceRules } from "../rules";
import { account, arn, uuid } from "./account";
import { key } from "./key-use";
import { policy, policyProblems } from "./policy-document";
import { types } from "./types";
import { isRecord, many, document, refuse, text, shown } from "../reading";

const protocols = ["sqs", "sms", "lambda", "firehose", "application", "email", "email-json", "http", "https"];

/** Actions that a topic's policy may speak of: others make the whole policy invalid (SNS guide). */
const topicActions = [
  "sns:getendpointattributes",
  "sns:addpermission",
  "sns:deletetopic",
  "sns:getdataprotectionpolicy",
  "sns:gettopicattributes",
  "sns:listsubscriptionsbytopic",
  "sns:listtagsforresource",
  "sns:publish",
  "sns:putdataprotectionpolicy",
  "sns:receive",
  "sns:removepermission",
  "sns:settopicattributes",
  "sns:subscribe",
];

const actionCheck: Check = (inputs) =>
  many(document(inputs["policy"])?.["Statement"]).flatMap((statement) => {
    const wrong = (isRecord(statement) ? many(statement["Action"]) : []).find(
      (action) => !topicActions.includes(shown(action).toLowerCase()),
    );
    return wrong === undefined
      ? []
      : refuse("policy", `InvalidParameter: Policy statement action out of service scope: '${shown(wrong)}'`);
  });

const endpointCheck: Check = (inputs) => {
  const [protocol, endpoint] = [text(inputs["protocol"]), text(inputs["endpoint"])];
  if (protocol === undefined || endpoint === undefined) return [];
  const wrong = (words: string): ReturnType<Check> =>
    refuse("endpoint", `InvalidParameter: ${words}, not '${endpoint}'`);
  if (protocol.startsWith("email") && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(endpoint))
    return wrong("an e-mail address");
  if (protocol === "https" && !endpoint.startsWith("https://"))
    return wrong("a URL that begins with https://");
  if (protocol === "http" && !endpoint.startsWith("http://")) return wrong("a URL that begins with http://");
  if (["sqs", "lambda", "firehose", "application"].includes(protocol) && !endpoint.startsWith("arn:"))
    return wrong("an ARN");
  if (protocol === "sms" && !/^\+[1-9]\d{1,14}$/.test(endpoint))
    return wrong("a phone number such as +15555550100");
  return inputs["rawMessageDelivery"] === true && !["sqs", "http", "https", "firehose"].includes(protocol)
    ? refuse("rawMessageDelivery", `InvalidParameter: not for protocol '${protocol}'`)
    : [];
};

export const notifications: readonly ResourceRules[] = [
  {
    type: types.topic,
    name: {
      property: "name",
      maximum: 256,
      pattern: /^[\w-]+(\.fifo)?$/,
      alphabet: "letters, digits, hyphens and underscores; '.fifo' at the end of a FIFO topic's",
      unique: "region",
    },
    id: arn("sns", "{name}"),
    outputs: { arn: "{id}", owner: account, beginningArchiveTime: "" },
    defaults: { fifoTopic: false, contentBasedDeduplication: false, signatureVersion: 1 },
    immutable: ["name", "fifoTopic"],
    limits: [
      { path: "signatureVersion", oneOf: [0, 1, 2] },
      { path: "tracingConfig", oneOf: ["Active", "PassThrough"] },
      { path: "displayName", pattern: /^[^]{0,100}$/, reason: "has at most 100 characters" },
    ],
    check: [
      (inputs) => {
        const fifo = text(inputs["name"])?.endsWith(".fifo") === true;
        return inputs["name"] !== undefined && fifo !== (inputs["fifoTopic"] === true)
          ? refuse("name", "InvalidParameter: FIFO topics, and only they, are called '….fifo'")
          : [];
      },
      key("kmsMasterKeyId"),
      (inputs, world) =>
        policyProblems(
          "policy",
          inputs["policy"],
          { kind: "resource", maximum: 30720, services: ["sns"] },
          world,
        ),
      actionCheck,
    ],
    seconds: { create: 1, delete: 1 },
  },
  {
    type: types.topicPolicy,
    id: "{arn}",
    outputs: { owner: account },
    references: [{ path: "arn", to: types.topic, by: "arn", blocksDeletion: false }],
    immutable: ["arn"],
    uniqueBy: [["arn"]],
    check: [policy("policy", { kind: "resource", maximum: 30720, services: ["sns"] }), actionCheck],
    seconds: { create: 1, delete: 1 },
  },
  {
    type: "aws:sns/topicSubscription:TopicSubscription",
    id: `{topic}:${uuid}`,
    outputs: {
      arn: "{id}",
      ownerId: account,
      // E-mail addresses confirm by hand; until then the subscription is pending, and the provider does not wait.
      pendingConfirmation: ({ inputs }) =>
        ["email", "email-json", "http", "https"].includes(text(inputs["protocol"]) ?? ""),
      confirmationWasAuthenticated: () => false,
    },
    references: [{ path: "topic", to: types.topic, by: "arn", blocksDeletion: false }],
    immutable: ["topic", "protocol", "endpoint"],
    limits: [{ path: "protocol", oneOf: protocols }],
    uniqueBy: [["topic", "protocol", "endpoint"]],
    check: endpointCheck,
    seconds: { create: 1, delete: 1 },
  },
];
