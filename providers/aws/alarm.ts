import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import type { Alert, Severity } from "../../observability/alerts";
import type { BurnAlert, Objective } from "../../observability/objectives";
import { expression, type Measure } from "./metrics";

const operators = { above: "GreaterThanThreshold", below: "LessThanThreshold" };
const missingData = { good: "notBreaching", bad: "breaching" };

/** Where alarms tell of themselves, and where they live when that is not the stack's region. */
export interface Channel {
  /** ARNs told of both the alarm and its end; empty where something else listens. */
  readonly topics: readonly pulumi.Input<string>[];
  readonly region?: string;
}

/**
 * The CloudWatch alarms of one alert, one for each severity that has a limit.
 *
 * @param name logical name of the subject, for example `monitoring-api`
 */
export function alarms(
  name: string,
  alert: Alert,
  measure: Measure,
  channel: Channel,
  opts: pulumi.CustomResourceOptions,
): cloudwatch.MetricAlarm[] {
  const severities: readonly Severity[] = ["critical", "warning"];
  return severities.flatMap((severity) => {
    const threshold = alert.thresholds[severity];
    if (threshold === undefined) return [];
    return new cloudwatch.MetricAlarm(
      `${name}-${alert.id}-${severity}`,
      {
        ...(channel.region !== undefined && { region: channel.region }),
        alarmDescription: description(severity, alert.summary, alert.runbook),
        ...source(measure, alert.window),
        comparisonOperator: operators[alert.comparison],
        threshold,
        evaluationPeriods: alert.windows,
        datapointsToAlarm: alert.of,
        treatMissingData: missingData[alert.missing],
        alarmActions: [...channel.topics],
        okActions: [...channel.topics],
      },
      opts,
    );
  });
}

/**
 * The burn-rate alarm of an objective: on while the share of bad requests is too high in a long and in a short window. The
 * two that it is made of have no action of their own, because neither is worth telling anybody by itself.
 */
export function burnAlarm(
  name: string,
  objective: Objective,
  alert: BurnAlert,
  bad: Measure,
  channel: Channel,
  opts: pulumi.CustomResourceOptions,
): cloudwatch.CompositeAlarm {
  const id = `${name}-${alert.id}`;
  const within = (window: "long" | "short") =>
    new cloudwatch.MetricAlarm(
      `${id}-${window}`,
      {
        alarmDescription: `Part of the burn-rate alarm ${id}: bad requests over ${String(alert[window])} s`,
        ...source(bad, alert[window]),
        comparisonOperator: operators.above,
        threshold: alert.threshold,
        evaluationPeriods: 1,
        treatMissingData: missingData.good,
      },
      opts,
    );
  const long = within("long");
  const short = within("short");
  return new cloudwatch.CompositeAlarm(
    `${id}-${alert.severity}`,
    {
      // Composite alarms are not named by themselves; the part's name is, and ends in random digits.
      alarmName: pulumi.interpolate`${long.name}-burn`,
      alarmDescription: description(
        alert.severity,
        `${objective.summary}, but the error budget is spent ${String(alert.factor)} times too fast`,
        objective.runbook,
      ),
      alarmRule: pulumi.interpolate`ALARM("${long.name}") AND ALARM("${short.name}")`,
      alarmActions: [...channel.topics],
      okActions: [...channel.topics],
    },
    opts,
  );
}

/** Metric math where the measure is an expression, the metric itself where it isn't. */
function source(measure: Measure, period: number) {
  const entries = Object.entries(measure.metrics);
  const [first] = entries;
  if (measure.expression === undefined && first !== undefined) {
    const { namespace, name, dimensions, statistic } = first[1];
    const simple = ["Average", "Sum", "Minimum", "Maximum", "SampleCount"].includes(statistic);
    return {
      namespace,
      metricName: name,
      dimensions,
      period,
      ...(simple ? { statistic } : { extendedStatistic: statistic }),
    };
  }
  return {
    metricQueries: [
      { id: "result", label: "result", expression: expression(measure, ""), returnData: true },
      ...entries.map(([id, { namespace, name, dimensions, statistic }]) => ({
        id,
        returnData: false,
        metric: { namespace, metricName: name, dimensions, period, stat: statistic },
      })),
    ],
  };
}

function description(severity: Severity, summary: string, runbook: string): string {
  return `[${severity}] ${summary}. What to do: docs/runbooks.md#${runbook}`;
}
