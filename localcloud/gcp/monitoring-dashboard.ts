import type { Check, Properties, ResourceRules } from "../rules";
import { amount, isRecord, list, parse, record, refuse, text } from "../reading";
import { filterProblem } from "./logging-filter";

const layouts = ["gridLayout", "mosaicLayout", "rowLayout", "columnLayout"];
const contents = [
  "xyChart", "scorecard", "text", "blank", "alertChart", "timeSeriesTable", "collapsibleGroup", "logsPanel",
  "incidentList", "pieChart", "errorReportingPanel", "sectionHeader", "singleViewGroup", "treemap",
]; // prettier-ignore

interface Tile {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const tileOf = (tile: Properties): Tile => ({
  x: amount(tile["xPos"]) ?? 0,
  y: amount(tile["yPos"]) ?? 0,
  width: amount(tile["width"]) ?? 0,
  height: amount(tile["height"]) ?? 0,
});
const overlap = (one: Tile, other: Tile): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

function mosaicProblem(layout: Properties): string | undefined {
  const columns = amount(layout["columns"]) ?? 48;
  // Mosaic layouts have 1 to 48 columns (dashboards of the Monitoring API).
  if (columns < 1 || columns > 48) return `mosaicLayout.columns is 1 to 48, not ${String(columns)}`;
  const tiles = list(layout["tiles"]).map((tile) => tileOf(record(tile)));
  for (const [index, tile] of tiles.entries()) {
    const here = `mosaicLayout.tiles[${String(index)}]`;
    if (tile.width < 1 || tile.height < 1) return `${here} has no width or height`;
    if (tile.x < 0 || tile.x + tile.width > columns)
      return `${here} reaches beyond column ${String(columns)}`;
    const other = tiles.findIndex((each, at) => at < index && overlap(each, tile));
    if (other >= 0) return `${here} overlaps tile ${String(other)}`;
  }
  return undefined;
}

function widgetsOf(dashboard: Properties): Properties[] {
  const direct = [
    ...list(record(dashboard["gridLayout"])["widgets"]),
    ...list(record(dashboard["mosaicLayout"])["tiles"]).map((tile) => record(tile)["widget"] ?? {}),
  ];
  const nested = ["rowLayout", "columnLayout"].flatMap((layout) =>
    ["rows", "columns"].flatMap((key) =>
      list(record(dashboard[layout])[key]).flatMap((line) => list(record(line)["widgets"])),
    ),
  );
  return [...direct, ...nested].map(record);
}

function widgetProblem(widget: Properties): string | undefined {
  const title = text(widget["title"]) ?? "a widget";
  const given = contents.filter((content) => widget[content] !== undefined);
  if (given.length !== 1) return `${title}: a widget has exactly one of ${contents.join(", ")}`;
  for (const filter of filtersIn(widget)) {
    if (!filter.includes("metric.type") && !filter.startsWith("select_slo_"))
      return `${title}: the filter must specify a restriction on "metric.type"`;
    const wrong = filterProblem(filter);
    if (wrong !== undefined) return `${title}: the filter can't be read: ${wrong}`;
  }
  return undefined;
}

/** The filters on metrics anywhere in a widget; logs have filters of another kind. */
function filtersIn(value: Properties): string[] {
  return Object.entries(value).flatMap(([key, child]): string[] => {
    if (key === "logsPanel") return [];
    if (key === "filter" && typeof child === "string") return [child];
    if (Array.isArray(child)) return child.flatMap((each) => (isRecord(each) ? filtersIn(each) : []));
    return isRecord(child) ? filtersIn(child) : [];
  });
}

const contentCheck: Check = (inputs) => {
  const json = text(inputs["dashboardJson"]);
  if (json === undefined) return [];
  const dashboard = parse(json);
  const wrong = (reason: string) => refuse("dashboardJson", `Error 400: Invalid dashboard: ${reason}`);
  if (!isRecord(dashboard)) return wrong("the text is no JSON object");
  if (typeof dashboard["displayName"] !== "string" || dashboard["displayName"] === "")
    return wrong("displayName is missing");
  const given = layouts.filter((layout) => dashboard[layout] !== undefined);
  if (given.length !== 1) return wrong(`it has exactly one of ${layouts.join(", ")}`);
  const widgets = widgetsOf(dashboard);
  // Cloud Monitoring quotas: 100 widgets on a dashboard.
  if (widgets.length > 100) return wrong(`it has at most 100 widgets, not ${String(widgets.length)}`);
  const problem =
    (dashboard["mosaicLayout"] === undefined
      ? undefined
      : mosaicProblem(record(dashboard["mosaicLayout"]))) ??
    widgets.map(widgetProblem).find((each) => each !== undefined);
  return problem === undefined ? [] : wrong(problem);
};

export const dashboard: ResourceRules = {
  type: "gcp:monitoring/dashboard:Dashboard",
  id: "projects/{account}/dashboards/{hex:8}-{hex:4}-4{hex:3}-a{hex:3}-{hex:12}",
  check: contentCheck,
  seconds: { create: 2, update: 2, delete: 1 },
};
