import type { Evidence } from "../evidence";
import { at, list, number, type Resource, type Resources, text } from "../resource";

type Watching = Pick<Evidence, "logs" | "alerts" | "receivers" | "dashboards" | "uptimeChecks" | "audit">;

const channel = "gcp:monitoring/notificationChannel:NotificationChannel";
const alertPolicy = "gcp:monitoring/alertPolicy:AlertPolicy";
const SECONDS_OF_A_DAY = 86_400;

export function watching(resources: Resources): Watching {
  return {
    // Whatever a sink sends to a log bucket is kept as long as the bucket says.
    logs: resources
      .of("gcp:logging/projectBucketConfig:ProjectBucketConfig")
      .filter((bucket) =>
        resources.of("gcp:logging/projectSink:ProjectSink").some((sink) => leadsTo(sink, bucket)),
      )
      .map(({ name, inputs }) => ({ name, retentionDays: number(inputs["retentionDays"]) })),
    alerts: resources.of(alertPolicy).map(({ name, inputs }) => ({
      name,
      receivers: existing(resources, list(inputs["notificationChannels"]).map(text)),
    })),
    receivers: resources
      .of(channel)
      .map(({ inputs }) => text(at(inputs, "labels.email_address") ?? at(inputs, "labels.url"))),
    dashboards: resources.of("gcp:monitoring/dashboard:Dashboard").map(({ name }) => name),
    uptimeChecks: resources
      .of("gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig")
      .map(
        ({ inputs }) =>
          `https://${text(at(inputs, "monitoredResource.labels.host"))}${text(at(inputs, "httpCheck.path"))}`,
      ),
    audit: {
      ...records(resources),
      threatDetection: listened(resources, "THREAT"),
      posture:
        listened(resources, "MISCONFIGURATION") && resources.of("gcp:orgpolicy/policy:Policy").length > 0,
      budgetAlerts: resources
        .of("gcp:billing/budget:Budget")
        .filter((budget) => tellsSomebody(resources, budget))
        .flatMap(({ inputs }) =>
          list(inputs["thresholdRules"]).map((rule) => 100 * number(at(rule, "thresholdPercent"))),
        ),
    },
  };
}

function leadsTo({ inputs }: Resource, bucket: Resource): boolean {
  return text(inputs["destination"]) === `logging.googleapis.com/${bucket.id}`;
}

function existing(resources: Resources, channels: readonly string[]): string[] {
  return channels.filter(
    (name) => (resources.with(channel, name) ?? resources.with(channel, name, "name")) !== undefined,
  );
}

/** The channels given, or the billing account's own administrators unless they are left out. */
function tellsSomebody(resources: Resources, { inputs }: Resource): boolean {
  const channels = list(at(inputs, "allUpdatesRule.monitoringNotificationChannels")).map(text);
  return (
    existing(resources, channels).length > 0 ||
    at(inputs, "allUpdatesRule.disableDefaultIamRecipients") !== true
  );
}

/** The buckets that sinks of audit logs write to. */
function records(resources: Resources): Pick<Evidence["audit"], "recordDays" | "recordLocked"> {
  const retentions = resources
    .of("gcp:logging/projectSink:ProjectSink")
    .filter(({ inputs }) => text(inputs["filter"]).includes("cloudaudit.googleapis.com/activity"))
    .map(({ inputs }) => text(inputs["destination"]).replace("storage.googleapis.com/", ""))
    .map((bucket) => resources.with("gcp:storage/bucket:Bucket", bucket, "name"))
    .map((bucket) => at(bucket?.inputs, "retentionPolicy"))
    .filter((retention) => retention !== null);
  return {
    recordDays: retentions.map((retention) => number(at(retention, "retentionPeriod")) / SECONDS_OF_A_DAY),
    recordLocked: retentions.some((retention) => at(retention, "isLocked") === true),
  };
}

/** Whether findings of a class are listened to, and an alert tells of them. */
function listened(resources: Resources, findingClass: string): boolean {
  return resources
    .of("gcp:securitycenter/v2ProjectNotificationConfig:V2ProjectNotificationConfig")
    .filter(({ inputs }) => text(at(inputs, "streamingConfig.filter")).includes(`"${findingClass}"`))
    .some(({ component, inputs }) => {
      const topic = text(inputs["pubsubTopic"]).split("/").at(-1) ?? "";
      return resources
        .of(alertPolicy)
        .some((alert) => alert.component === component && JSON.stringify(alert.inputs).includes(topic));
    });
}
