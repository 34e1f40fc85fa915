import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Alert, alerts } from "../../../observability/alerts";
import { events } from "../../../observability/events";
import { objectives } from "../../../observability/objectives";

const page = readFileSync(join(__dirname, "../../../docs/runbooks.md"), "utf8");
const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, heading = ""]) =>
  heading.toLowerCase().replaceAll(" ", "-"),
);
const named = [
  ...Object.values(alerts).flatMap((list: readonly Alert[]) => list),
  ...Object.values(events),
  ...objectives,
].map(({ runbook }) => runbook);

describe("the runbooks", () => {
  test("have a heading for whatever an alert names", () => {
    expect(named.filter((runbook) => !headings.includes(runbook))).toEqual([]);
  });

  test("have none that nothing names", () => {
    // The audit trail's alarms are those of AWS alone.
    expect(headings.filter((heading) => heading !== "audit" && !named.includes(heading))).toEqual([]);
  });

  test("link to headings that exist", () => {
    const links = [...page.matchAll(/\]\(#([a-z-]+)\)/g)].map(([, link = ""]) => link);
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((link) => !headings.includes(link))).toEqual([]);
  });
});
