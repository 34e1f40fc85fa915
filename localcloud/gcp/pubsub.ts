import type { Check, NameRule, ResourceRules } from "../rules";
import { amount, at, refuse, text } from "../reading";
import { duration, seconds } from "./duration";
import { binding, grant } from "./iam";
import { key } from "./key-use";

export const topicType = "gcp:pubsub/topic:Topic";
const subscriptionType = "gcp:pubsub/subscription:Subscription";
const topicBinding = "gcp:pubsub/topicIAMBinding:TopicIAMBinding";
const subscriptionBinding = "gcp:pubsub/subscriptionIAMBinding:SubscriptionIAMBinding";

/** Pub/Sub guide, "Resource names". */
const name: NameRule = {
  property: "name",
  minimum: 3,
  maximum: 255,
  pattern: /(?!goog)[a-zA-Z][\w.~+%-]*/,
  alphabet: "letters, digits and -._~+%; a letter first, and not 'goog'",
  unique: "id",
};

/** How long messages are kept: ten minutes to 31 days (comments of the SDK). */
const retentionCheck: Check = (inputs) => {
  const wanted = seconds(inputs["messageRetentionDuration"]);
  return wanted !== undefined && (wanted < 600 || wanted > 2678400)
    ? refuse("messageRetentionDuration", `Error 400: is from 600s to 2678400s, not ${String(wanted)}s`)
    : [];
};

const expiryCheck: Check = (inputs) => {
  const life = text(at(inputs, "expirationPolicy.ttl"));
  const [wanted, kept] = [seconds(life), seconds(inputs["messageRetentionDuration"]) ?? 604800];
  if (wanted === undefined || life === "") return [];
  return wanted < 86400 || wanted < kept
    ? refuse("expirationPolicy.ttl", "Error 400: is at least a day, and not shorter than messages are kept")
    : [];
};

const pushCheck: Check = (inputs) => {
  const endpoint = text(at(inputs, "pushConfig.pushEndpoint"));
  return endpoint !== undefined && !endpoint.startsWith("https://")
    ? refuse("pushConfig.pushEndpoint", `Error 400: '${endpoint}' does not begin with https://`)
    : [];
};

const deadLetterCheck: Check = (inputs, world) => {
  const attempts = amount(at(inputs, "deadLetterPolicy.maxDeliveryAttempts"));
  if (attempts !== undefined && (attempts < 5 || attempts > 100))
    return refuse("deadLetterPolicy.maxDeliveryAttempts", "Error 400: is from 5 to 100");
  const topic = text(at(inputs, "deadLetterPolicy.deadLetterTopic"));
  return topic !== undefined && world.find(topicType, topic) === undefined
    ? refuse("deadLetterPolicy.deadLetterTopic", `Error 404: there is no topic '${topic}'`)
    : [];
};

const onTopic = { subject: "topic", to: topicType, by: ["id", "name"], services: ["pubsub"] } as const;
const onSubscription = {
  subject: "subscription",
  to: subscriptionType,
  by: ["id", "name"],
  services: ["pubsub"],
} as const;

/** Pub/Sub: topics, subscriptions, and who may use them. */
export const messaging: readonly ResourceRules[] = [
  {
    type: topicType,
    name,
    id: "projects/{account}/topics/{name}",
    outputs: { messageStoragePolicy: ({ inputs }) => inputs["messageStoragePolicy"] ?? {} },
    immutable: ["name"],
    limits: [duration("messageRetentionDuration")],
    check: [retentionCheck, key("kmsKeyName", "pubsub.googleapis.com", () => undefined)],
    seconds: { create: 2, update: 2, delete: 2 },
  },
  {
    type: subscriptionType,
    name,
    id: "projects/{account}/subscriptions/{name}",
    references: [{ path: "topic", to: topicType, by: ["id", "name"], blocksDeletion: false }],
    immutable: ["name", "topic", "filter", "enableMessageOrdering"],
    limits: [
      duration("messageRetentionDuration"),
      { path: "ackDeadlineSeconds", minimum: 0, maximum: 600 },
      { path: "filter", pattern: /^[^]{0,256}$/, reason: "has at most 256 characters" },
    ],
    atMostOneOf: [["pushConfig", "bigqueryConfig", "cloudStorageConfig"]],
    check: [
      retentionCheck,
      expiryCheck,
      pushCheck,
      (inputs) => {
        const deadline = amount(inputs["ackDeadlineSeconds"]);
        return deadline !== undefined && deadline > 0 && deadline < 10
          ? refuse("ackDeadlineSeconds", "Error 400: is 0 (the default) or from 10 to 600")
          : [];
      },
      deadLetterCheck,
    ],
    seconds: { create: 2, update: 2, delete: 2 },
  },
  grant({ type: "gcp:pubsub/topicIAMMember:TopicIAMMember", binding: topicBinding, ...onTopic }),
  binding({ type: topicBinding, ...onTopic }),
  grant({
    type: "gcp:pubsub/subscriptionIAMMember:SubscriptionIAMMember",
    binding: subscriptionBinding,
    ...onSubscription,
  }),
  binding({ type: subscriptionBinding, ...onSubscription }),
];
