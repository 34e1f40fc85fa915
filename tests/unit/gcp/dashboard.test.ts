import * as pulumi from "@pulumi/pulumi";
import * as fc from "fast-check";
import type { Panel } from "../../../observability/dashboard";
import { dashboardBody, dashboardPages, type Section } from "../../../providers/gcp/dashboard";
import { valueOf } from "../mocks";

interface Tile {
  readonly xPos?: number;
  readonly yPos: number;
  readonly width: number;
  readonly height: number;
  readonly widget: {
    readonly xyChart?: { dataSets: { timeSeriesQuery: { prometheusQuery: pulumi.Output<string> } }[] };
  };
}

const panel = (title: string): Panel => ({ title, signals: ["cpu", "connections"], unit: "percent" });
const section = (panels: number): Section => ({
  heading: "Database",
  panels: Array.from({ length: panels }, (_, index) => panel(String(index))),
  measures: {
    cpu: (window) => pulumi.output(`rate(cpu[${window}])`),
    connections: (window) => pulumi.output(`sum(connections[${window}])`),
  },
});
const tiles = (sections: Section[]) => dashboardBody("platform", sections).mosaicLayout.tiles as Tile[];

describe("a dashboard", () => {
  test("has no two graphs on the same place, and none beyond the grid", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 6 }), (panels) => {
        const made = tiles(panels.map(section));
        expect(made).toHaveLength(panels.length + panels.reduce((sum, count) => sum + count, 0));
        for (const { width, xPos = 0 } of made) expect(xPos + width).toBeLessThanOrEqual(48);
        made.forEach((a, index) => {
          for (const b of made.slice(index + 1)) {
            const [ax, bx] = [a.xPos ?? 0, b.xPos ?? 0];
            const beside = ax + a.width <= bx || bx + b.width <= ax;
            const below = a.yPos + a.height <= b.yPos || b.yPos + b.height <= a.yPos;
            expect(beside || below).toBe(true);
          }
        });
      }),
    );
  });

  test("draws each signal over a window that fits to the time shown", async () => {
    const [, graph] = tiles([section(1)]);
    const queries = graph?.widget.xyChart?.dataSets.map(
      ({ timeSeriesQuery }) => timeSeriesQuery.prometheusQuery,
    );
    expect(await Promise.all((queries ?? []).map((query) => valueOf(query)))).toEqual([
      "rate(cpu[${__interval}])",
      "sum(connections[${__interval}])",
    ]);
  });

  test("is followed by another where it would have more widgets than Google takes", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 80 }), (panels) => {
        const sections = panels.map(section);
        const pages = dashboardPages(sections);
        expect(pages.flat()).toEqual(sections);
        const widgets = pages.map((page) => tiles([...page]).length);
        expect(Math.max(...widgets)).toBeLessThanOrEqual(100);
        // None that the one before had room for.
        pages.slice(1).forEach(([first], index) => {
          expect((widgets[index] ?? 0) + 1 + (first?.panels.length ?? 0)).toBeGreaterThan(100);
        });
      }),
    );
  });

  test("refuses a signal that nobody measures", () => {
    expect(() => tiles([{ ...section(1), measures: {} }])).toThrow('there is no measure of the signal "cpu"');
  });
});
