import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import * as pulumi from "@pulumi/pulumi";
import type { Alert, Severity } from "../../observability/alerts";
import type { Event } from "../../observability/events";
import type { BurnAlert, Objective } from "../../observability/objectives";
import type { Place } from "./cluster";
import type { Measure } from "./metrics";

/** Label of every alert that says which stack it is of; Alertmanager routes by it. */
export const stackLabel = "platform_stack";

const operators = { above: ">", below: "<" };

/** One rule of Prometheus, but for what all have. */
export interface AlertRule {
  readonly alert: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly runbook: string;
  readonly expr: pulumi.Output<string>;
  /** Seconds that the expression must hold. */
  readonly lasting: number;
}

/**
 * The rules of one alert, one for each severity that has a limit. The limit must be passed `of` times in a row: Prometheus does
 * not know "in some of the last windows".
 */
export function alertRules(subject: string, alert: Alert, measure: Measure): AlertRule[] {
  const severities: readonly Severity[] = ["critical", "warning"];
  return severities.flatMap((severity) => {
    const threshold = alert.thresholds[severity];
    if (threshold === undefined) return [];
    const passed = `${operators[alert.comparison]} ${String(threshold)}`;
    return {
      alert: `${subject}-${alert.id}`,
      severity,
      summary: alert.summary,
      runbook: alert.runbook,
      expr: measure(seconds(alert.window)).apply((value) =>
        alert.missing === "bad" ? `(${value}) ${passed} or absent(${value})` : `(${value}) ${passed}`,
      ),
      lasting: (alert.of - 1) * alert.window,
    };
  });
}

/** The burn-rate alert of an objective: on while the share of bad requests is too high in a long and in a short window. */
export function burnRule(subject: string, objective: Objective, alert: BurnAlert, bad: Measure): AlertRule {
  const limit = String(alert.threshold);
  return {
    alert: `${subject}-${alert.id}`,
    severity: alert.severity,
    summary: `${objective.summary}, but the error budget is spent ${String(alert.factor)} times too fast`,
    runbook: objective.runbook,
    expr: pulumi
      .all([bad(seconds(alert.long)), bad(seconds(alert.short))])
      .apply(([long, short]) => `(${long}) > ${limit} and (${short}) > ${limit}`),
    lasting: 0,
  };
}

/** The rule of something that happens: on while it was seen within ten minutes. */
export function eventRule(subject: string, event: Event, measure: Measure): AlertRule {
  return {
    ...event,
    alert: `${subject}-${event.id}`,
    expr: measure("600s").apply((value) => `(${value}) > 0`),
    lasting: 0,
  };
}

/** The rules of one subject, for the cluster's Prometheus. */
export function prometheusRule(
  name: string,
  { place, program, rules }: { place: Place; program: string; rules: readonly AlertRule[] },
  opts: pulumi.CustomResourceOptions,
): CustomResource {
  const { namespace, cluster } = place;
  const { labels, ...metadata } = namespace.metadata(program);
  return new CustomResource(
    name,
    {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "PrometheusRule",
      metadata: { ...metadata, labels: { ...labels, ...cluster.monitoring?.labels } },
      spec: {
        groups: [
          {
            name: `${namespace.instance}-${program}`,
            interval: "15s",
            rules: rules.map(({ alert, expr, lasting, runbook, severity, summary }) => ({
              alert,
              expr,
              ...(lasting > 0 && { for: seconds(lasting) }),
              labels: {
                severity,
                service: program,
                // Alertmanager hands an alert to the configuration of this namespace.
                namespace: namespace.namespaceName,
                [stackLabel]: namespace.instance,
              },
              annotations: { summary, runbook: `docs/runbooks.md#${runbook}` },
            })),
          },
        ],
      },
    },
    opts,
  );
}

function seconds(count: number): string {
  return `${String(count)}s`;
}
