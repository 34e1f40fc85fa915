import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

const buckets = [
  "gcp:logging/projectBucketConfig:ProjectBucketConfig",
  "gcp:logging/folderBucketConfig:FolderBucketConfig",
  "gcp:logging/organizationBucketConfig:OrganizationBucketConfig",
  "gcp:logging/billingAccountBucketConfig:BillingAccountBucketConfig",
];
const defaultDays = 365;

/** Logs are kept for a year. */
export const rule: ResourceRule = {
  id: "gcp-log-retention-year",
  title: "Logs are kept for a year.",
  severity: "low",
  controls: {},
  enforcement: "prod",
  reason: "Intrusions are found months later, and the logs of their beginning are needed then.",
  remedy: "Set retentionDays to 365 or more, or to what the policy's configuration asks for.",
  types: buckets,
  configuration: { properties: { days: { type: "integer", minimum: 1, default: defaultDays } } },
  scope: "resource",
  check: ({ properties }, configuration) => {
    const least = configuration.get("days").number() ?? defaultDays;
    // Cloud Logging keeps them for 30 days when nothing else is said.
    const days = properties.get("retentionDays").number() ?? 30;
    return require(days >= least, `retentionDays is ${String(days)}, below ${String(least)}`);
  },
};
