import * as monitoring from "@pulumi/gcp/monitoring";
import type * as pulumi from "@pulumi/pulumi";
import type { Alert, Severity } from "../../observability/alerts";
import type { BurnAlert, Objective } from "../../observability/objectives";
import type { Measure } from "./prometheus-query";
import type { GcpTelemetry } from "./telemetry";

const operators = { above: ">", below: "<" };

/**
 * Seconds that a query looks back at least: Google's own metrics arrive up to four minutes late, and a shorter look would take
 * that for silence.
 */
const shortestWindow = 300;
/** From so many seconds on a query may only be asked every five minutes (Cloud Monitoring, "PromQL alerts"). */
const longWindow = 25 * 3600;

/** Where alerts go, and the project that they are in. */
export type Channel = Pick<GcpTelemetry, "notificationChannels" | "project">;

/**
 * The alert policies of one alert, one for each severity that has a limit. The limit must be passed `of` times in a row:
 * Cloud Monitoring does not know "in some of the last windows".
 *
 * @param name logical name of the subject, for example `monitoring-api`
 */
export function alarms(
  name: string,
  alert: Alert,
  measure: Measure,
  channel: Channel,
  opts: pulumi.CustomResourceOptions,
): monitoring.AlertPolicy[] {
  const severities: readonly Severity[] = ["critical", "warning"];
  return severities.flatMap((severity) => {
    const threshold = alert.thresholds[severity];
    if (threshold === undefined) return [];
    const window = Math.max(alert.window, shortestWindow);
    const passed = `${operators[alert.comparison]} ${String(threshold)}`;
    return policy(
      `${name}-${alert.id}-${severity}`,
      {
        ...alert,
        severity,
        window,
        query: measure(seconds(window)).apply((value) =>
          alert.missing === "bad" ? `(${value}) ${passed} or absent(${value})` : `(${value}) ${passed}`,
        ),
        duration: (alert.of - 1) * alert.window,
      },
      channel,
      opts,
    );
  });
}

/** The burn-rate alert of an objective: on while the share of bad requests is too high in a long and in a short window. */
export function burnAlarm(
  name: string,
  objective: Objective,
  alert: BurnAlert,
  bad: Measure,
  channel: Channel,
  opts: pulumi.CustomResourceOptions,
): monitoring.AlertPolicy {
  const limit = String(alert.threshold);
  return policy(
    `${name}-${alert.id}-${alert.severity}`,
    {
      severity: alert.severity,
      summary: `${objective.summary}, but the error budget is spent ${String(alert.factor)} times too fast`,
      runbook: objective.runbook,
      window: alert.long,
      query: bad(seconds(alert.long)).apply((long) =>
        bad(seconds(alert.short)).apply((short) => `(${long}) > ${limit} and (${short}) > ${limit}`),
      ),
      duration: 0,
    },
    channel,
    opts,
  );
}

interface PolicyArgs {
  readonly severity: Severity;
  readonly summary: string;
  /** Heading of the runbook page. */
  readonly runbook: string;
  readonly query: pulumi.Input<string>;
  /** Seconds that the query looks back over, and that it must have a result for. */
  readonly window: number;
  readonly duration: number;
}

/** An alert policy: it is on while its query has a result, tells of its beginning and its end. */
export function policy(
  name: string,
  { duration, query, runbook, severity, summary, window }: PolicyArgs,
  { notificationChannels, project }: Channel,
  opts: pulumi.CustomResourceOptions,
): monitoring.AlertPolicy {
  return new monitoring.AlertPolicy(
    name,
    {
      project: project.id,
      displayName: `${name}: ${summary}`,
      severity: severity.toUpperCase(),
      combiner: "OR",
      conditions: [
        {
          displayName: summary,
          conditionPrometheusQueryLanguage: {
            query,
            duration: seconds(duration),
            evaluationInterval: seconds(window > longWindow ? 300 : 60),
            // A new stack has no request, no backup and no failure yet, and so no such metric.
            disableMetricValidation: true,
          },
        },
      ],
      alertStrategy: { notificationPrompts: ["OPENED", "CLOSED"], autoClose: "1800s" },
      documentation: {
        subject: `[${severity}] ${summary}`.slice(0, longestSubject),
        content: `[${severity}] ${summary}. What to do: docs/runbooks.md#${runbook}`,
        mimeType: "text/markdown",
      },
      notificationChannels: [...notificationChannels],
      userLabels: { ...project.labels },
    },
    { ...opts, dependsOn: project.after("monitoring") },
  );
}

/** Characters of a notification's subject (API reference, `AlertPolicy.Documentation`). */
const longestSubject = 255;

/** A duration as Google writes it. */
export function seconds(count: number): string {
  return `${String(count)}s`;
}
