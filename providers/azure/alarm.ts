import * as monitor from "@pulumi/azure-native/monitor";
import * as pulumi from "@pulumi/pulumi";
import type { Alert, Severity } from "../../observability/alerts";
import type { BurnAlert, Objective } from "../../observability/objectives";
import { type Measure, type MetricMeasure, type QueryMeasure, signOfLife } from "./metrics";
import { queryRule, severityNumbers } from "./query-rule";
import type { AzureScope } from "./scope";

/** Where alerts live, and whom they tell. */
export interface Channel {
  readonly scope: AzureScope;
  /** Id of the action group. */
  readonly actionGroup: pulumi.Input<string>;
}

/** Seconds that logs take to arrive: what is younger is not looked at, because it would seem to be missing. */
const arrival = 300;
/** Seconds of silence that count as such. */
const silence = 1800;

/**
 * The alerts of Azure Monitor for one alert of ours, one for each severity that has a limit: on the metric itself where
 * there is one, which is quickest; on a query where the signal has to be computed. A metric that is silent raises no alert
 * in Azure; where silence is bad, one on its absence stands beside it.
 *
 * @param name logical name of the subject, for example `monitoring-api`
 */
export function alarms(
  name: string,
  alert: Alert,
  measure: Measure,
  channel: Channel,
  opts: pulumi.CustomResourceOptions,
): void {
  const severities: readonly Severity[] = ["critical", "warning"];
  const raised = severities.flatMap((severity) => {
    const threshold = alert.thresholds[severity];
    return threshold === undefined ? [] : [{ severity, threshold }];
  });
  for (const { severity, threshold } of raised) {
    const id = `${name}-${alert.id}-${severity}`;
    const text = description(severity, alert.summary, alert.runbook);
    if (measure.kind === "metric") metricAlert(id, text, severity, alert, threshold, measure, channel, opts);
    else
      queryRule(
        id,
        {
          ...channel,
          severity,
          description: text,
          query: windowsQuery(alert, threshold, measure),
          lookBack: alert.window * alert.windows + arrival,
          troubleIs: "rows",
          tells: "state",
        },
        opts,
      );
  }
  const [worst] = raised;
  if (worst && measure.kind === "metric" && alert.missing === "bad")
    queryRule(
      `${name}-${alert.id}-silent`,
      {
        ...channel,
        severity: worst.severity,
        description: description(
          worst.severity,
          `${alert.summary}, or nothing is known of it`,
          alert.runbook,
        ),
        query: measure.dimension?.sign ?? signOfLife(measure.resource, measure.metric),
        lookBack: silence,
        troubleIs: "none",
        tells: "state",
      },
      opts,
    );
}

function metricAlert(
  name: string,
  text: string,
  severity: Severity,
  alert: Alert,
  threshold: number,
  measure: MetricMeasure,
  { actionGroup, scope }: Channel,
  opts: pulumi.CustomResourceOptions,
): void {
  const minutes = wholeWindow((alert.window * alert.windows) / 60);
  const { dimension } = measure;
  new monitor.MetricAlert(
    name,
    {
      resourceGroupName: scope.resourceGroup,
      location: "global",
      tags: scope.tags,
      description: text,
      enabled: true,
      severity: severityNumbers[severity],
      scopes: [measure.resource],
      evaluationFrequency: minutes <= 5 ? "PT1M" : "PT5M",
      windowSize: minutes % 60 === 0 ? `PT${String(minutes / 60)}H` : `PT${String(minutes)}M`,
      criteria: {
        odataType: "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
        allOf: [
          {
            criterionType: "StaticThresholdCriterion",
            name: "limit",
            metricNamespace: measure.namespace,
            metricName: measure.metric,
            timeAggregation: measure.aggregation,
            ...limit(alert.comparison, threshold, measure, minutes),
            ...(dimension && {
              dimensions: [{ name: dimension.name, operator: "Include", values: [dimension.value] }],
            }),
            // A resource that is new has not sent its first value yet.
            skipMetricValidation: true,
          },
        ],
      },
      autoMitigate: true,
      actions: [{ actionGroupId: actionGroup }],
    },
    opts,
  );
}

/**
 * The limit of a signal as one of the metric that it follows from. A metric that falls where the signal rises is compared
 * the other way round; a total is of the whole window.
 */
export function limit(
  comparison: Alert["comparison"],
  threshold: number,
  { aggregation, factor, offset }: Pick<MetricMeasure, "aggregation" | "factor" | "offset">,
  minutes: number,
): { readonly operator: "GreaterThan" | "LessThan"; readonly threshold: number } {
  const above = (comparison === "above") === factor > 0;
  const value = ((threshold - offset) / factor) * (aggregation === "Total" ? minutes : 1);
  // Without the noise of binary fractions, which would show in every preview.
  return { operator: above ? "GreaterThan" : "LessThan", threshold: Number(value.toFixed(6)) };
}

/** Minutes over which Azure can take the value of a metric (documentation: "Metric alerts: look-back period"). */
function wholeWindow(minutes: number): number {
  return [1, 5, 15, 30, 60, 360, 720].find((whole) => whole >= minutes) ?? 1440;
}

/** A query with one row when the limit is passed in `of` of the last `windows` windows. */
export function windowsQuery(
  alert: Pick<Alert, "comparison" | "missing" | "of" | "window" | "windows">,
  threshold: number,
  measure: QueryMeasure,
): pulumi.Output<string> {
  const sign = alert.comparison === "above" ? ">" : "<";
  const window = `${String(alert.window)}s`;
  return pulumi.interpolate`let End = ago(${String(arrival)}s);
let Values = ${measure.rows}
| where TimeGenerated between (End - ${String(alert.windows)} * ${window} .. End)
| summarize Value = todouble(${measure.value.replaceAll("{minutes}", String(alert.window / 60))}) by Window = tolong((End - TimeGenerated) / ${window});
range Window from 0 to ${String(alert.windows - 1)} step 1
| join kind=leftouter Values on Window
| where iff(isnull(Value), ${String(alert.missing === "bad")}, Value ${sign} ${String(threshold)})
| summarize Failing = count()
| where Failing >= ${String(alert.of)}`;
}

/**
 * The burn-rate alert of an objective: on while the share of bad requests is too high in a long and in a short window.
 *
 * @throws Error when that share is a metric of Azure's, which can't be looked at in two windows at once
 */
export function burnAlarm(
  name: string,
  objective: Objective,
  alert: BurnAlert,
  bad: Measure,
  channel: Channel,
  opts: pulumi.CustomResourceOptions,
): void {
  const { factor, id, long, severity } = alert;
  if (bad.kind !== "query")
    throw new Error(
      `the objective ${objective.id} needs a query for "${objective.bad}", not the metric ${bad.metric}`,
    );
  queryRule(
    `${name}-${id}-${severity}`,
    {
      ...channel,
      severity,
      description: description(
        severity,
        `${objective.summary}, but the error budget is spent ${String(factor)} times too fast`,
        objective.runbook,
      ),
      query: burnQuery(alert, bad),
      lookBack: long + arrival,
      troubleIs: "rows",
      tells: "state",
    },
    opts,
  );
}

/** A query with one row when both windows are above the threshold. */
export function burnQuery(
  { long, short, threshold }: Pick<BurnAlert, "long" | "short" | "threshold">,
  bad: QueryMeasure,
): pulumi.Output<string> {
  return pulumi.interpolate`let End = ago(${String(arrival)}s);
let Share = (Length: timespan) {
${bad.rows}
| where TimeGenerated between (End - Length .. End)
| summarize Value = ${bad.value}
};
union (Share(${String(long)}s)), (Share(${String(short)}s))
| where Value > ${String(threshold)}
| summarize Failing = count()
| where Failing == 2`;
}

/** What whoever is told reads first. */
export function description(severity: Severity, summary: string, runbook: string): string {
  return `[${severity}] ${summary}. What to do: docs/runbooks.md#${runbook}`;
}
