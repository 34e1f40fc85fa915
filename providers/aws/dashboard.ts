import type * as pulumi from "@pulumi/pulumi";
import type { Panel } from "../../observability/dashboard";
import { expression, type Measure } from "./metrics";

/** CloudWatch's grid is 24 wide; three graphs fit beside each other and stay readable. */
const width = 8;
const height = 6;
const columns = 24 / width;

/** The graphs of one subject, with the heading above them. */
export interface Section {
  readonly heading: string;
  readonly panels: readonly Panel[];
  readonly measures: Readonly<Record<string, Measure>>;
}

/**
 * The body of a CloudWatch dashboard: sections one below the other, each with its graphs side by side.
 *
 * @throws Error when a panel names a signal that the section has no measure for
 */
export function dashboardBody(sections: readonly Section[], region: string): { widgets: object[] } {
  const widgets: object[] = [];
  let y = 0;
  for (const { heading, panels, measures } of sections) {
    widgets.push({
      type: "text",
      x: 0,
      y,
      width: 24,
      height: 1,
      properties: { markdown: `## ${heading}` },
    });
    y += 1;
    panels.forEach((panel, index) => {
      widgets.push({
        type: "metric",
        x: (index % columns) * width,
        y: y + Math.floor(index / columns) * height,
        width,
        height,
        properties: {
          title: panel.title,
          region,
          view: "timeSeries",
          period: 60,
          yAxis: { left: { label: panel.unit, showUnits: false, min: 0 } },
          metrics: panel.signals.flatMap((signal) => lines(signal, measures[signal])),
        },
      });
    });
    y += Math.ceil(panels.length / columns) * height;
  }
  return { widgets };
}

/** One visible line, and the hidden metrics that it is computed from. */
function lines(signal: string, measure: Measure | undefined): unknown[] {
  if (measure === undefined) throw new Error(`there is no measure of the signal "${signal}"`);
  const hidden = Object.entries(measure.metrics).map(([id, { namespace, name, dimensions, statistic }]) => [
    namespace,
    name,
    ...Object.entries(dimensions).flatMap<pulumi.Input<string>>(([key, value]) => [key, value]),
    { id: `${signal}_${id}`, stat: statistic, visible: false },
  ]);
  return [[{ expression: expression(measure, `${signal}_`), label: signal, id: signal }], ...hidden];
}
