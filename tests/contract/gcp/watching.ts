import type { BurnAlertEvidence, Evidence } from "../evidence";
import { at, list, number, type Resource, type Resources, text } from "../resource";

type Watching = Pick<
  Evidence,
  "logs" | "alerts" | "burnAlerts" | "receivers" | "dashboards" | "uptimeChecks" | "audit"
>;

const channel = "gcp:monitoring/notificationChannel:NotificationChannel";
const alertPolicy = "gcp:monitoring/alertPolicy:AlertPolicy";
const SECONDS_OF_A_DAY = 86_400;

/** What runs, as it is measured. */
export interface Program {
  readonly component: string;
  /** What its own metrics are told apart by. */
  readonly measuredAs: string;
  /** Whether the load balancer's backend that a query asks for sends requests to it. */
  isBehind(query: string): boolean;
}

export function watching(resources: Resources, programs = onCloudRun(resources)): Watching {
  return {
    // Whatever a sink sends to a log bucket is kept as long as the bucket says.
    logs: resources
      .of("gcp:logging/projectBucketConfig:ProjectBucketConfig")
      .filter((bucket) =>
        resources.of("gcp:logging/projectSink:ProjectSink").some((sink) => leadsTo(sink, bucket)),
      )
      .map(({ name, inputs }) => ({
        name,
        retentionDays: number(inputs["retentionDays"]),
        key: text(at(inputs, "cmekSettings.kmsKeyName")),
      })),
    alerts: resources.of(alertPolicy).map(({ name, inputs }) => ({
      name,
      receivers: existing(resources, list(inputs["notificationChannels"]).map(text)),
    })),
    receivers: resources
      .of(channel)
      .map(({ inputs }) => text(at(inputs, "labels.email_address") ?? at(inputs, "labels.url"))),
    burnAlerts: resources
      .of(alertPolicy)
      .filter(({ inputs }) => inputs["enabled"] !== false)
      .flatMap(({ inputs }) => list(inputs["conditions"]))
      .flatMap((condition) =>
        burnAlerts(resources, programs, text(at(condition, "conditionPrometheusQueryLanguage.query"))),
      ),
    dashboards: resources.of("gcp:monitoring/dashboard:Dashboard").map(({ name, inputs }) => ({
      name,
      shows: shown(resources, programs, text(inputs["dashboardJson"])),
    })),
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

/** A query for the share of bad requests to a backend that is above a limit in two windows. */
function burnAlerts(resources: Resources, programs: readonly Program[], query: string): BurnAlertEvidence[] {
  const [, first = "", threshold, second = "", again] =
    /^\((.+)\) > ([\d.]+) and \((.+)\) > ([\d.]+)$/.exec(query) ?? [];
  const service = programs.find((program) => program.isBehind(first))?.component;
  const bad = counted(resources, first);
  const inWindow = (part: string) => number(/\[(\d+)s\]/.exec(part)?.[1]);
  const rest = (part: string) => part.replaceAll(/\[\d+s\]/g, "");
  if (service === undefined || bad === undefined || threshold !== again || rest(first) !== rest(second))
    return [];
  return [{ service, bad, long: inWindow(first), short: inWindow(second), threshold: number(threshold) }];
}

/** Failed requests, or those that a metric of ours counts because they took too long. */
function counted(resources: Resources, query: string): BurnAlertEvidence["bad"] | undefined {
  if (query.includes('response_code_class="500"')) return "errors";
  const slow = resources
    .of("gcp:logging/metric:Metric")
    .filter(({ inputs }) => text(inputs["filter"]).includes("httpRequest.latency>"))
    .some(({ inputs }) => query.includes(`logging_googleapis_com:user_${text(inputs["name"])}{`));
  return slow ? "slow" : undefined;
}

function onCloudRun(resources: Resources): Program[] {
  return resources.of("gcp:cloudrunv2/service:Service").map((service) => ({
    component: service.component,
    measuredAs: text(service.outputs["name"]),
    isBehind: (query) => {
      const [, backend] = /backend_target_name="([^"]+)"/.exec(query) ?? [];
      const found = resources.with("gcp:compute/backendService:BackendService", backend, "name");
      const group = resources.with(
        "gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup",
        at(found?.inputs, "backends[0].group"),
      );
      const behind = at(group?.inputs, "cloudRun.service");
      return resources.with("gcp:cloudrunv2/service:Service", behind, "name") === service;
    },
  }));
}

/** Components whose service or instance a dashboard names. */
function shown(resources: Resources, programs: readonly Program[], body: string): string[] {
  return [
    ...programs.map((each) => [each, each.measuredAs] as const),
    ...resources
      .of("gcp:sql/databaseInstance:DatabaseInstance")
      .map((each) => [each, `${text(each.inputs["project"])}:${text(each.outputs["name"])}`] as const),
    ...resources.of("gcp:redis/instance:Instance").map((each) => [each, each.id] as const),
  ]
    .filter(([, name]) => body.includes(`\\"${name}\\"`))
    .map(([{ component }]) => component);
}
