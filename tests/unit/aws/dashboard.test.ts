import * as fc from "fast-check";
import type { Panel } from "../../../observability/dashboard";
import { dashboardBody, type Section } from "../../../providers/aws/dashboard";
import { databaseMeasures } from "../../../providers/aws/metrics";

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: { readonly metrics?: readonly (readonly unknown[])[] };
}

const measures = databaseMeasures({ identifier: "database-1", memory: 8, storage: 100, connections: 800 });
const panel = (title: string): Panel => ({ title, signals: ["cpu", "connections"], unit: "percent" });
const section = (panels: number): Section => ({
  heading: "Database",
  panels: Array.from({ length: panels }, (_, index) => panel(String(index))),
  measures,
});
const widgets = (sections: Section[]) => dashboardBody(sections, "eu-west-1").widgets as Widget[];

describe("a dashboard", () => {
  test("has no two graphs on the same place, and none beyond the grid", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 6 }), (panels) => {
        const made = widgets(panels.map(section));
        expect(made).toHaveLength(panels.length + panels.reduce((sum, count) => sum + count, 0));
        const cells = made.flatMap(({ height, width, x, y }) =>
          Array.from({ length: width * height }, (_, cell) => {
            expect(x + (cell % width)).toBeLessThan(24);
            return `${String(x + (cell % width))}/${String(y + Math.floor(cell / width))}`;
          }),
        );
        expect(new Set(cells).size).toBe(cells.length);
      }),
    );
  });

  test("draws each signal from its metrics, under ids of its own", () => {
    const [, graph] = widgets([section(1)]);
    expect(graph?.properties.metrics).toEqual([
      [{ expression: "cpu_value", label: "cpu", id: "cpu" }],
      [
        "AWS/RDS",
        "CPUUtilization",
        "DBInstanceIdentifier",
        "database-1",
        { id: "cpu_value", stat: "Average", visible: false },
      ],
      [{ expression: "100 * connections_value / 800", label: "connections", id: "connections" }],
      [
        "AWS/RDS",
        "DatabaseConnections",
        "DBInstanceIdentifier",
        "database-1",
        { id: "connections_value", stat: "Maximum", visible: false },
      ],
    ]);
  });

  test("refuses a signal that nobody measures", () => {
    expect(() => dashboardBody([{ ...section(1), measures: {} }], "eu-west-1")).toThrow(
      'there is no measure of the signal "cpu"',
    );
  });
});
