import * as pulumi from "@pulumi/pulumi";
import type { Panel } from "../../observability/dashboard";
import type { Measure } from "./metrics";

/** Grafana's grid is 24 wide; three graphs fit beside each other and stay readable. */
const columns = 24;
const width = 8;
const height = 8;

const units: Readonly<Record<Panel["unit"], string>> = {
  "requests a minute": "short",
  milliseconds: "ms",
  percent: "percent",
  count: "short",
  seconds: "s",
};

/** The graphs of one subject, with the heading above them. */
export interface Section {
  readonly heading: string;
  readonly panels: readonly Panel[];
  readonly measures: Readonly<Record<string, Measure>>;
}

/**
 * A dashboard of Grafana as JSON: sections one below the other, each with its graphs side by side.
 *
 * @throws Error when a panel names a signal that the section has no measure for
 */
export function dashboardJson(
  { title, uid }: { readonly title: string; readonly uid: string },
  sections: readonly Section[],
): pulumi.Output<string> {
  const panels: object[] = [];
  let y = 0;
  for (const { heading, measures, panels: graphs } of sections) {
    panels.push({ type: "row", title: heading, gridPos: { x: 0, y, w: columns, h: 1 }, panels: [] });
    y += 1;
    graphs.forEach((graph, index) => {
      const gridPos = {
        x: (index * width) % columns,
        y: y + Math.floor((index * width) / columns) * height,
        w: width,
        h: height,
      };
      panels.push({
        type: "timeseries",
        title: graph.title,
        gridPos,
        datasource: { type: "prometheus", uid: "${datasource}" },
        fieldConfig: { defaults: { unit: units[graph.unit], min: 0 }, overrides: [] },
        targets: graph.signals.map((signal) => target(signal, measures[signal])),
      });
    });
    y += Math.ceil((graphs.length * width) / columns) * height;
  }
  return pulumi.jsonStringify({
    uid,
    title,
    schemaVersion: 39,
    time: { from: "now-6h", to: "now" },
    refresh: "30s",
    templating: { list: [{ name: "datasource", type: "datasource", query: "prometheus" }] },
    panels: panels.map((panel, index) => ({ id: index + 1, ...panel })),
  });
}

function target(signal: string, measure: Measure | undefined) {
  if (measure === undefined) throw new Error(`there is no measure of the signal "${signal}"`);
  return { refId: signal, legendFormat: signal, expr: measure("$__rate_interval") };
}
