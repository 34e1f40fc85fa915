import { type Alert, alerts } from "../../../observability/alerts";
import { dashboard } from "../../../observability/dashboard";
import { events } from "../../../observability/events";
import { signals } from "../../../observability/signals";

const all = Object.entries(alerts).flatMap(([subject, list]: [string, readonly Alert[]]) =>
  list.map((alert) => ({ subject, alert })),
);

describe("the alerts", () => {
  test("have ids of their own within their subject", () => {
    const ids = all.map(({ subject, alert }) => `${subject}/${alert.id}`);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("each have a limit; a critical one lies beyond the warning", () => {
    for (const { alert } of all) {
      const { critical, warning } = alert.thresholds;
      expect(critical ?? warning).toBeDefined();
      if (critical === undefined || warning === undefined) continue;
      expect(alert.comparison === "above" ? critical > warning : critical < warning).toBe(true);
    }
  });

  test("look at whole minutes, and at no more windows than they have", () => {
    for (const { alert } of all) {
      expect(alert.window % 60).toBe(0);
      expect(alert.of).toBeGreaterThan(0);
      expect(alert.of).toBeLessThanOrEqual(alert.windows);
      expect(alert.window * alert.windows).toBeLessThanOrEqual(7 * 24 * 3600);
    }
  });

  test("take silence for trouble where only something broken is silent", () => {
    const silent = all.filter(({ alert }) => alert.missing === "bad").map(({ alert }) => alert.signal);
    expect(silent).toEqual(
      expect.arrayContaining(["healthyReplicas", "missingReplicas", "answering", "finishedDumps"]),
    );
    expect(silent).not.toEqual(expect.arrayContaining(["latency"]));
  });

  test("cover what must be known of each subject", () => {
    const watched = (subject: keyof typeof alerts) => alerts[subject].map(({ signal }) => signal as string);
    expect(watched("route")).toEqual(expect.arrayContaining(["latency", "errors", "healthyReplicas"]));
    expect(watched("service")).toEqual(expect.arrayContaining(["cpu", "memory", "missingReplicas"]));
    expect(watched("database")).toEqual(
      expect.arrayContaining(["cpu", "memoryFree", "storageFree", "connections"]),
    );
    expect(watched("cache")).toEqual(expect.arrayContaining(["memory", "evictions", "replicationLag"]));
    expect(watched("backup")).toEqual(["finishedBackups", "finishedDumps"]);
  });

  test("say in words what is wrong, and where it is written what to do", () => {
    for (const { summary, runbook } of [...all.map(({ alert }) => alert), ...Object.values(events)]) {
      expect(summary.length).toBeGreaterThan(10);
      expect(runbook).toMatch(/^[a-z]+(-[a-z]+)*$/);
    }
  });
});

describe("the dashboard", () => {
  test("shows request rate, response time, error rate and saturation of a service", () => {
    expect(dashboard.route.flatMap((panel) => panel.signals)).toEqual(
      expect.arrayContaining(["requests", "latency", "errors"]),
    );
    expect(dashboard.service.flatMap((panel) => panel.signals)).toEqual(
      expect.arrayContaining(["cpu", "memory"]),
    );
  });

  test("shows no signal twice, and only signals of its subject", () => {
    for (const [subject, panels] of Object.entries(dashboard)) {
      const shown = panels.flatMap((panel) => panel.signals as readonly string[]);
      expect(new Set(shown).size).toBe(shown.length);
      expect(signals[subject as keyof typeof signals]).toEqual(expect.arrayContaining(shown));
    }
  });
});
