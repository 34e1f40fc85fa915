import type { Check, ResourceRules } from "../rules";
import { at, refuse, text } from "../reading";
import { filterProblem } from "./logging-filter";
import { topicType } from "./pubsub";

const filterCheck: Check = (inputs) => {
  const wrong = filterProblem(text(at(inputs, "streamingConfig.filter")) ?? "");
  return wrong === undefined ? [] : refuse("streamingConfig.filter", `Error 400: Invalid filter: ${wrong}`);
};

/** Security Command Center: findings that are sent on (securitycenter.googleapis.com, v2 notificationConfigs). */
export const findings: readonly ResourceRules[] = [
  {
    type: "gcp:securitycenter/v2ProjectNotificationConfig:V2ProjectNotificationConfig",
    id: "projects/{account}/locations/{location}/notificationConfigs/{configId}",
    references: [{ path: "pubsubTopic", to: topicType, by: ["id"], blocksDeletion: false }],
    outputs: {
      name: "projects/{account}/locations/{location}/notificationConfigs/{configId}",
      serviceAccount: "service-org-456789012345@gcp-sa-scc-notification.iam.gserviceaccount.com",
    },
    immutable: ["configId", "location", "project"],
    limits: [
      {
        path: "configId",
        pattern: /^[a-zA-Z0-9_-]{1,128}$/,
        reason: "is 1 to 128 letters, digits, underscores and hyphens",
      },
    ],
    uniqueBy: [["configId", "location"]],
    check: [filterCheck],
    seconds: { create: 2, update: 2, delete: 2 },
  },
];
