import type { BurnAlertEvidence, Evidence } from "../evidence";
import type { Value } from "../../unit/mocks";
import { at, list, number, parsed, type Resource, type Resources, text } from "../resource";

type Watching = Pick<
  Evidence,
  "logs" | "alerts" | "burnAlerts" | "receivers" | "dashboards" | "uptimeChecks" | "audit"
>;

const alarmTypes = ["aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm"];

/** What runs: what it is called where it is measured, and the target group that it is registered with. */
export interface Program {
  readonly component: string;
  readonly measuredAs: string;
  readonly targetGroupArn: string;
}

/** Services of ECS. */
function onEcs(resources: Resources): Program[] {
  return resources.of("aws:ecs/service:Service").map(({ component, inputs, outputs }) => ({
    component,
    measuredAs: text(outputs["name"]),
    targetGroupArn: text(at(inputs, "loadBalancers[0].targetGroupArn")),
  }));
}

export function watching(resources: Resources, programs = onEcs(resources)): Watching {
  const kept = resources
    .of("aws:cloudtrail/trail:Trail")
    .filter(
      ({ inputs }) => inputs["enableLogFileValidation"] === true && inputs["isMultiRegionTrail"] === true,
    )
    .flatMap(({ inputs }) => retentions(resources, text(inputs["s3BucketName"])));
  return {
    logs: resources.of("aws:cloudwatch/logGroup:LogGroup").map(({ name, inputs }) => ({
      name,
      retentionDays: number(inputs["retentionInDays"]),
      key: text(inputs["kmsKeyId"]),
    })),
    alerts: alarmTypes
      .flatMap((type) => resources.of(type))
      .filter((alarm) => !isPartOfAnother(resources, alarm))
      .map((alarm) => ({ name: alarm.name, receivers: receiversOf(resources, alarm) })),
    receivers: resources
      .of("aws:sns/topicSubscription:TopicSubscription")
      .filter(({ inputs }) => topic(resources, text(inputs["topic"])) !== undefined)
      .map(({ inputs }) => text(inputs["endpoint"])),
    burnAlerts: resources
      .of("aws:cloudwatch/compositeAlarm:CompositeAlarm")
      .flatMap((alarm) => burnAlerts(resources, programs, alarm)),
    dashboards: resources.of("aws:cloudwatch/dashboard:Dashboard").map(({ name, inputs }) => ({
      name,
      shows: shown(resources, programs, text(inputs["dashboardBody"])),
    })),
    uptimeChecks: resources
      .of("aws:route53/healthCheck:HealthCheck")
      .map(({ inputs }) => `https://${text(inputs["fqdn"])}${text(inputs["resourcePath"])}`),
    audit: {
      recordDays: kept.map((retention) => number(at(retention, "days"))),
      recordLocked: kept.some((retention) => at(retention, "mode") === "COMPLIANCE"),
      threatDetection: resources.some("aws:guardduty/detector:Detector", "enable", true),
      posture:
        resources.of("aws:securityhub/standardsSubscription:StandardsSubscription").length > 0 &&
        resources.some("aws:cfg/recorderStatus:RecorderStatus", "isEnabled", true),
      budgetAlerts: resources.of("aws:budgets/budget:Budget").flatMap(({ inputs }) =>
        list(inputs["notifications"])
          .filter(
            (each) =>
              list(at(each, "subscriberSnsTopicArns")).length > 0 ||
              list(at(each, "subscriberEmailAddresses")).length > 0,
          )
          .map((each) => number(at(each, "threshold"))),
      ),
    },
  };
}

/** Topics that an alarm is sent to: as its action, or forwarded as an event from the region that it is in. */
function receiversOf(resources: Resources, { inputs, outputs }: Resource): string[] {
  const forwarding = resources
    .of("aws:cloudwatch/eventRule:EventRule")
    .filter((rule) =>
      list(at(parsed(rule.inputs["eventPattern"]), "resources")).includes(outputs["arn"] ?? null),
    )
    .map((rule) => rule.outputs["name"] ?? null);
  const targets = resources
    .of("aws:cloudwatch/eventTarget:EventTarget")
    .filter((target) => forwarding.includes(target.inputs["rule"] ?? null))
    .map((target) => target.inputs["arn"] ?? null);
  return [...list(inputs["alarmActions"]), ...targets]
    .map(text)
    .filter((action) => topic(resources, action) !== undefined);
}

/** The topic that an ARN is of: its own, or that of its policy, which is given on so that alarms wait for it. */
function topic(resources: Resources, arn: string): Resource | undefined {
  return (
    resources.with("aws:sns/topic:Topic", arn, "arn") ??
    resources.with("aws:sns/topicPolicy:TopicPolicy", arn, "arn") ??
    resources.with("aws:sns/topicPolicy:TopicPolicy", arn)
  );
}

/** An alarm that only a composite one, or a rollout, looks at. */
function isPartOfAnother(resources: Resources, { outputs, inputs }: Resource): boolean {
  if (list(inputs["alarmActions"]).length > 0) return false;
  const name = text(outputs["name"]);
  return resources
    .of("aws:cloudwatch/compositeAlarm:CompositeAlarm")
    .some((alarm) => text(alarm.inputs["alarmRule"]).includes(name));
}

/** Retentions of what is in a bucket. */
function retentions(resources: Resources, bucket: string): Value[] {
  return resources
    .of("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration")
    .filter(({ inputs }) => inputs["bucket"] === bucket)
    .map(({ inputs }) => at(inputs, "rule.defaultRetention"));
}

/** A composite alarm that is on while two others are, on the same measure in two windows. */
function burnAlerts(
  resources: Resources,
  programs: readonly Program[],
  { inputs }: Resource,
): BurnAlertEvidence[] {
  const parts = /^ALARM\("([^"]+)"\) AND ALARM\("([^"]+)"\)$/.exec(text(inputs["alarmRule"]))?.slice(1) ?? [];
  const [first, second] = parts.map((name) => burnPart(resources, programs, name));
  if (first === undefined || second === undefined) return [];
  if (first.service !== second.service || first.bad !== second.bad || first.threshold !== second.threshold)
    return [];
  const { bad, service, threshold } = first;
  return [
    {
      service,
      bad,
      threshold,
      long: Math.max(first.period, second.period),
      short: Math.min(first.period, second.period),
    },
  ];
}

function burnPart(resources: Resources, programs: readonly Program[], alarmName: string) {
  const alarm = resources.with("aws:cloudwatch/metricAlarm:MetricAlarm", alarmName, "name");
  const metrics = list(alarm?.inputs["metricQueries"])
    .map((query) => at(query, "metric"))
    .filter((metric) => metric !== null);
  const named = (name: string) => metrics.find((metric) => at(metric, "metricName") === name);
  const failed = named("HTTPCode_Target_5XX_Count");
  const taken = named("TargetResponseTime");
  const group = resources.with(
    "aws:lb/targetGroup:TargetGroup",
    at(failed ?? taken, "dimensions.TargetGroup"),
    "arnSuffix",
  );
  const service = programs.find(({ targetGroupArn }) => targetGroupArn === group?.outputs["arn"]);
  if (alarm?.inputs["comparisonOperator"] !== "GreaterThanThreshold" || service === undefined)
    return undefined;
  return {
    service: service.component,
    bad: failed === undefined ? ("slow" as const) : ("errors" as const),
    period: number(at(metrics[0], "period")),
    threshold: number(alarm.inputs["threshold"]),
  };
}

/** Components whose services, database or cache a dashboard names. */
function shown(resources: Resources, programs: readonly Program[], body: string): string[] {
  const named = (names: readonly string[]) => names.some((name) => name !== "" && body.includes(`"${name}"`));
  const stores = [
    ...resources.of("aws:rds/instance:Instance"),
    ...resources.of("aws:elasticache/replicationGroup:ReplicationGroup"),
  ].filter(({ id, outputs }) =>
    // A node of a cache is called after its group.
    named([text(outputs["identifier"]), `${id}-001`]),
  );
  return [...stores, ...programs.filter(({ measuredAs }) => named([measuredAs]))].map(
    ({ component }) => component,
  );
}
