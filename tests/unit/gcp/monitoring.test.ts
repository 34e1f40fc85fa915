import fc from "fast-check";
import { alerts } from "../../../observability/alerts";
import { burnAlerts, objectives } from "../../../observability/objectives";
import { lastGrowth } from "../../../providers/gcp/database-growth";
import {
  json,
  type Properties,
  record,
  type Recording,
  type Registration,
  text,
  valueOf,
  remembered,
} from "../mocks";
import { PROJECT } from "./mock-outputs";
import { monitoring } from "./stores";

const POLICY = "gcp:monitoring/alertPolicy:AlertPolicy";
const recorded = remembered(monitoring);

interface Condition extends Properties {
  readonly query: string;
  readonly duration: string;
  readonly evaluationInterval: string;
}

function condition(policy: Registration): Condition {
  const [first] = policy.inputs["conditions"] as { conditionPrometheusQueryLanguage: Condition }[];
  if (!first) throw new Error(`${policy.name} has no condition`);
  return first.conditionPrometheusQueryLanguage;
}

const named = async (name: string) => (await recorded({})).named(name);
const policies = (recording: Recording) =>
  recording.ofType(POLICY).filter(({ name }) => name.startsWith("monitoring"));

describe("alerts", () => {
  test("are there for every alert and severity, and every burn rate", async () => {
    const subjects = { service: "service-api", route: "service-api", loadBalancer: "entry", database: "database", cache: "cache", uptime: "uptime" } as const; // prettier-ignore
    const expected = Object.entries(subjects).flatMap(([subject, name]) =>
      alerts[subject as keyof typeof subjects].flatMap(({ id, thresholds }) =>
        Object.keys(thresholds).map((severity) => `monitoring-${name}-${id}-${severity}`),
      ),
    );
    const burning = objectives.flatMap((objective) =>
      burnAlerts(objective).map(({ id, severity }) => `monitoring-service-api-${id}-${severity}`),
    );
    const told = ["monitoring-crashes-alert", "monitoring-deployments-alert"];
    expect(policies(await recorded({})).map(({ name }) => name)).toEqual(
      [...expected, ...burning, ...told, "monitoring-database-growth-warning"].sort(),
    );
  });

  test("reach the channel, tell what to do, and carry the stack's labels", async () => {
    for (const { inputs, name } of policies(await recorded({}))) {
      expect([name, inputs["notificationChannels"]]).toEqual([
        name,
        [`projects/${PROJECT}/notificationChannels/telemetry-email`],
      ]);
      expect((inputs["documentation"] as Properties)["content"]).toMatch(
        /^\[(critical|warning)\] .+\. What to do: docs\/runbooks\.md#[a-z-]+$/,
      );
      expect(inputs["userLabels"]).toMatchObject({ "managed-by": "pulumi" });
      expect(inputs["severity"]).toMatch(/^(CRITICAL|WARNING)$/);
    }
  });

  test("ask in queries whose brackets close, of metrics that name their resource", async () => {
    for (const policy of policies(await recorded({}))) {
      const { query } = condition(policy);
      for (const [open, close] of [
        ["(", ")"],
        ["[", "]"],
        ["{", "}"],
      ] as const)
        expect(query.split(open)).toHaveLength(query.split(close).length);
      const metrics = query.match(/[a-z_]+_googleapis_com:\w+/g) ?? [];
      expect(metrics.length).toBeGreaterThan(0);
      expect(query.match(/_googleapis_com:\w+\{monitored_resource="\w+"/g)).toHaveLength(metrics.length);
    }
  });

  test("wait for as many windows as asked for, and never look back less than metrics are late", async () => {
    const errors = condition(await named("monitoring-service-api-errors-critical"));
    expect(errors).toMatchObject({
      duration: "60s",
      evaluationInterval: "60s",
      disableMetricValidation: true,
    });
    expect(errors.query).toContain("[300s]");
    expect(errors.query).toMatch(/ > 5$/);
    const cpu = condition(await named("monitoring-database-cpu-critical"));
    expect(cpu.duration).toBe("600s");
    for (const policy of policies(await recorded({})))
      for (const [, seconds] of condition(policy).query.matchAll(/\[(\d+)s(?::1m)?\]/g))
        expect(Number(seconds)).toBeGreaterThanOrEqual(300);
  });

  test("are on in silence where only something broken is silent", async () => {
    const { query } = condition(await named("monitoring-service-api-unavailable-critical"));
    const [, value] = /^\((.*)\) < 1 or absent\(\1\)$/.exec(query) ?? [];
    expect(value).toBe(
      'max_over_time((sum(run_googleapis_com:container_instance_count{monitored_resource="cloud_run_revision",service_name="api-x7k2qm"}))[300s:1m])',
    );
    expect(condition(await named("monitoring-cache-memory-warning")).query).not.toContain("absent");
  });

  test("of a burn rate look at a long and a short window", async () => {
    const { query } = condition(await named("monitoring-service-api-availability-1h-critical"));
    expect(query).toMatch(/^\(.*\[3600s\].*\) > 1\.44 and \(.*\[300s\].*\) > 1\.44$/);
  });

  test("look at this stack's things alone", async () => {
    const query = async (name: string) => condition(await named(name)).query;
    expect(await query("monitoring-service-api-latency-critical")).toContain(
      'backend_target_name="entry-api-backend-1a2b3c4"',
    );
    expect(await query("monitoring-entry-errors-warning")).toContain('url_map_name="entry-paths-1a2b3c4"');
    expect(await query("monitoring-database-memory-warning")).toContain(
      `database_id="${PROJECT}:database-hex-database-suffix"`,
    );
    expect(await query("monitoring-cache-evictions-warning")).toContain(
      `instance_id="projects/${PROJECT}/locations/europe-west1/instances/cache-hex-cache-suffix"`,
    );
    expect(await query("monitoring-service-api-replicas-critical")).toContain(
      "clamp_min(3 - min_over_time((sum(",
    );
  });
});

describe("the storage that the database may grow to", () => {
  /** Size in GiB after each growth, and what is in use when the last one begins. */
  function usedAtLastGrowth(size: number, maximum: number): number {
    let [now, used] = [size, size];
    while (now < maximum) {
      const step = Math.min(25, 5 + Math.floor(now / 25));
      used = now - step;
      now = Math.min(maximum, now + step);
    }
    return used;
  }

  test("is told of before the last growth, and not in the first half of it", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 50, max: 65_536 }),
        fc.double({ min: 0.2, max: 0.9, noNaN: true }),
        (maximum, share) => {
          const limit = lastGrowth(maximum);
          expect(limit).toBeLessThanOrEqual(usedAtLastGrowth(Math.floor(maximum * share), maximum));
          expect(limit).toBeGreaterThan(maximum / 2);
        },
      ),
    );
  });

  test("is watched at 450 of 500 GiB", async () => {
    const growth = condition(await named("monitoring-database-growth-warning"));
    expect(growth.query).toMatch(/database_disk_bytes_used\{.*\[300s\]\)\)\) > 483183820800$/);
    expect(growth.duration).toBe("600s");
  });
});

describe("what only the log tells", () => {
  test("is counted, for this stack's services alone", async () => {
    for (const [name, part] of [
      ["monitoring-crashes", "Container called exit"],
      ["monitoring-deployments", "Ready condition status changed to False"],
      ["monitoring-refused", "no available instance"],
    ] as const) {
      const filter = text((await named(name)).inputs["filter"]);
      expect(filter).toContain('resource.labels.service_name=("api-x7k2qm")');
      expect(filter).toContain(part);
    }
  });

  test("includes requests that took longer than the objective", async () => {
    const slow = await named("monitoring-service-api-slow");
    expect(slow.inputs).toMatchObject({
      name: "monitoring_service_api_slow_x7k2qm",
      filter:
        'resource.type="http_load_balancer" AND resource.labels.backend_service_name="entry-api-backend-1a2b3c4" AND httpRequest.latency>"0.1s"',
    });
    expect(condition(await named("monitoring-service-api-latency-24h-warning")).query).toContain(
      'logging_googleapis_com:user_monitoring_service_api_slow_x7k2qm{monitored_resource="l7_lb_rule"}',
    );
  });
});

describe("the uptime check", () => {
  test("asks the entry by HTTPS, and believes most places", async () => {
    expect((await named("monitoring-uptime-check")).inputs).toMatchObject({
      period: "60s",
      httpCheck: { path: "/health", port: 443, useSsl: true, validateSsl: true },
      monitoredResource: { type: "uptime_url", labels: { host: "203.0.113.10", project_id: PROJECT } },
    });
    expect(condition(await named("monitoring-uptime-unreachable-critical")).query).toContain("> bool 0.5");
  });

  test("is left out where it is not asked for", async () => {
    expect((await recorded({ uptimeCheck: false })).has("monitoring-uptime-check")).toBe(false);
  });
});

describe("a service that is not public", () => {
  test("has no alerts of requests", async () => {
    const recording = await recorded({ public: false, uptimeCheck: false });
    expect(recording.has("monitoring-service-api-cpu-warning")).toBe(true);
    expect(recording.has("monitoring-service-api-latency-critical")).toBe(false);
    expect(recording.has("monitoring-entry-errors-warning")).toBe(false);
  });
});

test("the dashboard shows everything, and a person finds it", async () => {
  const { result } = await recorded({});
  const body = JSON.stringify(json(await named("monitoring-dashboard"), "dashboardJson"));
  for (const heading of ["api: requests", "api: replicas", "Load balancer", "Database", "Cache"])
    expect(body).toContain(`## ${heading}`);
  expect(body).toContain("[${__interval}]");
  expect(await valueOf(result.dashboardUrl)).toBe(
    `https://console.cloud.google.com/monitoring/dashboards/builder/monitoring-dashboard?project=${PROJECT}`,
  );
});

test("services that one dashboard can't hold are shown on a second one", async () => {
  const { result, ...recording } = await recorded({ services: 30 });
  const boards = recording.registrations.filter(({ type }) => type === "gcp:monitoring/dashboard:Dashboard");
  expect(boards.map(({ name }) => name)).toEqual([
    "monitoring-dashboard",
    "monitoring-dashboard-2",
    "monitoring-dashboard-3",
  ]);
  const titles = boards.map((board) => (json(board, "dashboardJson") as Properties)["displayName"]);
  expect(titles).toEqual(["platform-x7k2qm", "platform-2-x7k2qm", "platform-3-x7k2qm"]);
  expect(await valueOf(result.dashboardUrl)).toContain("builder/monitoring-dashboard?");
});

test("monitoring is previewed as it will be made", async () => {
  const previewed = await record(() => monitoring(), { preview: true });
  expect(previewed.urns()).toEqual((await recorded({})).urns());
  expect(previewed.orphans()).toEqual([]);
});
