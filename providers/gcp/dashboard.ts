import type * as pulumi from "@pulumi/pulumi";
import type { Panel } from "../../observability/dashboard";
import type { Measure } from "./prometheus-query";

/** Cloud Monitoring's grid is 48 wide; three graphs fit beside each other and stay readable. */
const columns = 48;
const width = 16;
const height = 16;
const headingHeight = 4;
/** Widgets of a dashboard (Cloud Monitoring, "Quotas and limits"; 40 until May 2025). */
const mostWidgets = 100;
/** Stands for a window that fits to the time that is shown. */
const shownWindow = "${__interval}";

/** The graphs of one subject, with the heading above them. */
export interface Section {
  readonly heading: string;
  readonly panels: readonly Panel[];
  readonly measures: Readonly<Record<string, Measure>>;
}

/** Sections by the dashboard that they are on, in their order: one holds about a dozen services. */
export function dashboardPages(sections: readonly Section[]): readonly [Section[], ...Section[][]] {
  let page: Section[] = [];
  let widgets = 0;
  const pages: [Section[], ...Section[][]] = [page];
  for (const section of sections) {
    const more = 1 + section.panels.length;
    if (widgets + more > mostWidgets) {
      pages.push((page = []));
      widgets = 0;
    }
    page.push(section);
    widgets += more;
  }
  return pages;
}

/**
 * A dashboard of Cloud Monitoring: sections one below the other, each with its graphs side by side.
 *
 * @throws Error when a panel names a signal that the section has no measure for
 */
export function dashboardBody(title: pulumi.Input<string>, sections: readonly Section[]) {
  const tiles: object[] = [];
  let y = 0;
  for (const { heading, measures, panels } of sections) {
    tiles.push({
      yPos: y,
      width: columns,
      height: headingHeight,
      widget: { text: { content: `## ${heading}`, format: "MARKDOWN" } },
    });
    y += headingHeight;
    panels.forEach((panel, index) => {
      tiles.push({
        xPos: (index * width) % columns,
        yPos: y + Math.floor((index * width) / columns) * height,
        width,
        height,
        widget: graph(panel, measures),
      });
    });
    y += Math.ceil((panels.length * width) / columns) * height;
  }
  return { displayName: title, mosaicLayout: { columns, tiles } };
}

function graph({ signals, title, unit }: Panel, measures: Section["measures"]) {
  return {
    title,
    xyChart: {
      dataSets: signals.map((signal) => ({
        plotType: "LINE",
        targetAxis: "Y1",
        legendTemplate: signal,
        timeSeriesQuery: { prometheusQuery: measured(signal, measures[signal]) },
      })),
      yAxis: { label: unit, scale: "LINEAR" },
    },
  };
}

function measured(signal: string, measure: Measure | undefined): pulumi.Output<string> {
  if (measure === undefined) throw new Error(`there is no measure of the signal "${signal}"`);
  return measure(shownWindow);
}
