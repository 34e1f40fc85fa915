import * as pulumi from "@pulumi/pulumi";
import type { Panel } from "../../observability/dashboard";
import type { Measure } from "./metrics";

/** Percent of the width: three graphs fit beside each other and stay readable. */
const width = "33";
/** Seconds of one point of a graph. */
const step = 300;

/** The graphs of one subject, with the heading above them. */
export interface Section {
  readonly heading: string;
  readonly panels: readonly Panel[];
  /** What can't be measured on Azure is undefined, and left out of its graph. */
  readonly measures: Readonly<Record<string, Measure | undefined>>;
}

/**
 * The content of an Azure workbook: sections one below the other, each with its graphs side by side.
 *
 * @param workspace id of the workspace that logs and metrics are in
 * @throws Error when a panel names a signal that the section does not know
 */
export function dashboardBody(sections: readonly Section[], workspace: pulumi.Output<string>) {
  const items: object[] = [timeRange];
  sections.forEach(({ heading, measures, panels }, index) => {
    items.push({ type: 1, name: `heading-${String(index)}`, content: { json: `## ${heading}` } });
    panels.forEach((panel, position) => {
      const lines = panel.signals.flatMap((signal) => {
        if (!(signal in measures)) throw new Error(`there is no measure of the signal "${signal}"`);
        const measure = measures[signal];
        return measure ? [line(signal, measure)] : [];
      });
      if (lines.length === 0) return;
      items.push({
        type: 3,
        name: `panel-${String(index)}-${String(position)}`,
        customWidth: width,
        content: {
          version: "KqlItem/1.0",
          title: `${panel.title} (${panel.unit})`,
          query: pulumi
            .all(lines)
            .apply(
              (texts) =>
                `${texts.map((text) => `(${text})`).join("\n| union ")}\n| order by TimeGenerated asc`,
            ),
          size: 0,
          queryType: 0,
          resourceType: "microsoft.operationalinsights/workspaces",
          crossComponentResources: [workspace],
          timeContextFromParameter: "TimeRange",
          visualization: "timechart",
        },
      });
    });
  });
  return { version: "Notebook/1.0", items, fallbackResourceIds: [workspace] };
}

/** What every graph shows; four hours at first. */
const timeRange = {
  type: 9,
  name: "time",
  content: {
    version: "KqlParameterItem/1.0",
    parameters: [
      {
        version: "KqlParameterItem/1.0",
        name: "TimeRange",
        label: "Time",
        type: 4,
        isRequired: true,
        value: { durationMs: 4 * 3_600_000 },
        typeSettings: {
          selectableValues: [1, 4, 24, 7 * 24, 30 * 24].map((hours) => ({ durationMs: hours * 3_600_000 })),
        },
      },
    ],
  },
};

/** One line of a graph: a value of the signal for each step. */
function line(signal: string, measure: Measure): pulumi.Output<string> {
  const points = `by TimeGenerated = bin(TimeGenerated, ${String(step)}s)\n| extend Signal = "${signal}"`;
  if (measure.kind === "query")
    return pulumi.interpolate`${measure.rows}
| summarize Value = todouble(${measure.value.replaceAll("{minutes}", String(step / 60))}) ${points}`;
  const { aggregation, factor, metric, offset, resource } = measure;
  const value = {
    Average: "avg(Average)",
    Maximum: "max(Maximum)",
    Minimum: "min(Minimum)",
    Total: `sum(Total) / ${String(step / 60)}`,
  }[aggregation];
  return pulumi.interpolate`AzureMetrics
| where _ResourceId =~ "${resource}" and MetricName == "${metric}"
| summarize Value = ${String(offset)} + ${String(factor)} * ${value} ${points}`;
}
