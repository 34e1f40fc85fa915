import { alerts } from "../../../observability/alerts";
import { burnQuery, limit, windowsQuery } from "../../../providers/azure/alarm";
import {
  containing,
  json,
  matching,
  type Properties,
  record,
  type Registration,
  text,
  valueOf,
  remembered,
} from "../mocks";
import * as pulumi from "@pulumi/pulumi";
import { TENANT } from "./mock-outputs";
import { at, monitoring, stack } from "./stores";

interface Options {
  readonly isPublic?: boolean;
  readonly uptimeCheck?: boolean;
  readonly stores?: boolean;
}
const make = ({ stores = true, ...args }: Options) =>
  monitoring(stack(), { ...args, ...(!stores && { database: undefined, cache: undefined }) });
const recorded = remembered(make);

const metricType = "azure-native:monitor:MetricAlert";
const queryType = "azure-native:monitor:ScheduledQueryRule";

const ofMonitoring = ({ registrations }: { registrations: readonly Registration[] }, ...types: string[]) =>
  registrations.filter(({ name, type }) => types.includes(type) && name.startsWith("monitoring-"));
const names = (registrations: readonly Registration[]) => registrations.map(({ name }) => name).sort();

/** Names of the alerts that `observability/` asks for, by subject. */
const wanted = (subject: keyof typeof alerts, name: string) =>
  alerts[subject].flatMap(({ id, thresholds }) =>
    Object.keys(thresholds).map((severity) => `monitoring-${name}-${id}-${severity}`),
  );

const query = (registration: Registration) =>
  text(at(registration.inputs["criteria"] ?? null, "allOf", 0, "query"));

describe("monitoring on Azure", () => {
  test("has an alert for every one that is asked for and that Azure can measure", async () => {
    const made = names(ofMonitoring(await recorded({}), metricType, queryType));
    const expected = [
      ...wanted("route", "service-api"),
      ...wanted("service", "service-api"),
      ...wanted("loadBalancer", "entry"),
      ...wanted("database", "database"),
      // Azure tells nothing of how far a replica is behind.
      ...wanted("cache", "cache").filter((name) => !name.includes("replication-lag")),
    ];
    expect(expected.length).toBeGreaterThan(20);
    expect(made).toEqual(expect.arrayContaining(expected));
    const rest = made.filter((name) => !expected.includes(name));
    expect(rest).toEqual([
      "monitoring-cache-cpu-silent",
      "monitoring-crashes",
      "monitoring-database-cpu-silent",
      "monitoring-deployments",
      "monitoring-service-api-availability-1h-critical",
      "monitoring-service-api-availability-24h-warning",
      "monitoring-service-api-availability-6h-critical",
      "monitoring-service-api-latency-24h-warning",
      "monitoring-service-api-replicas-silent",
      "monitoring-service-api-unavailable-silent",
    ]);
  });

  test("has none for requests to a service that takes none", async () => {
    const recording = await recorded({ isPublic: false, stores: false });
    expect(names(ofMonitoring(recording, metricType))).toEqual(wanted("service", "service-api").sort());
  });

  test("tells the action group of every alert", async () => {
    const recording = await recorded({ uptimeCheck: true });
    const group = matching(/Microsoft\.Insights\/actionGroups\/telemetry-alerts/);
    const metrics = ofMonitoring(recording, metricType);
    for (const { inputs } of metrics) expect(inputs["actions"]).toEqual([{ actionGroupId: group }]);
    const queries = ofMonitoring(recording, queryType);
    for (const { inputs } of queries) expect(inputs["actions"]).toEqual({ actionGroups: [group] });
    expect(metrics.length).toBeGreaterThan(15);
    expect(queries.length).toBeGreaterThan(10);
  });

  test("says on each alert what is wrong and what to do", async () => {
    for (const { inputs } of ofMonitoring(await recorded({ uptimeCheck: true }), metricType, queryType)) {
      expect(inputs["description"]).toMatch(
        /^\[(critical|warning)\] .+ What to do: docs\/runbooks\.md#[a-z-]+$/,
      );
      expect(inputs["severity"]).toBe(text(inputs["description"]).startsWith("[critical]") ? 0 : 2);
    }
  });

  test("turns a limit on a signal into one on the metric that it follows from", async () => {
    const criterion = async (name: string) =>
      at((await recorded({})).named(name).inputs, "criteria", "allOf", 0);
    // Free storage under 5 % is used storage over 95 %.
    expect(await criterion("monitoring-database-storage-critical")).toMatchObject({
      metricNamespace: "Microsoft.DBforPostgreSQL/flexibleServers",
      metricName: "storage_percent",
      operator: "GreaterThan",
      threshold: 95,
      timeAggregation: "Average",
    });
    // 80 % of the 844 connections of the size.
    expect(await criterion("monitoring-database-connections-warning")).toMatchObject({
      metricName: "active_connections",
      threshold: 675.2,
    });
    // 90 % of 0.75 vCPU, in billionths.
    expect(await criterion("monitoring-service-api-cpu-warning")).toMatchObject({
      metricName: "UsageNanoCores",
      threshold: 675_000_000,
    });
    // Fewer than the least that should be there.
    expect(await criterion("monitoring-service-api-replicas-critical")).toMatchObject({
      metricName: "Replicas",
      operator: "LessThan",
      threshold: 3,
      timeAggregation: "Maximum",
    });
    // 100 keys a minute, over 15 minutes.
    expect(await criterion("monitoring-cache-evictions-warning")).toMatchObject({
      timeAggregation: "Total",
      threshold: 1500,
    });
    // No replica ready: every probe of the origin fails. One that is not: some do.
    expect(await criterion("monitoring-service-api-unavailable-critical")).toMatchObject({
      metricName: "OriginHealthPercentage",
      operator: "LessThan",
      threshold: 1,
      dimensions: [{ name: "OriginGroup", operator: "Include" }],
    });
    expect(await criterion("monitoring-service-api-unhealthy-warning")).toMatchObject({
      metricName: "OriginHealthPercentage",
      operator: "LessThan",
      threshold: 100,
    });
  });

  test("looks over the windows of an alert, in lengths that Azure takes", async () => {
    const recording = await recorded({});
    const allowed = ["PT1M", "PT5M", "PT15M", "PT30M", "PT1H", "PT6H", "PT12H", "P1D"];
    for (const { inputs } of ofMonitoring(recording, metricType)) {
      expect(allowed).toContain(inputs["windowSize"]);
      expect(["PT1M", "PT5M"]).toContain(inputs["evaluationFrequency"]);
    }
    expect(recording.named("monitoring-database-cpu-critical").inputs["windowSize"]).toBe("PT15M");
    expect(recording.named("monitoring-database-transaction-age-warning").inputs["windowSize"]).toBe("PT1H");
  });

  test("looks at the resources that were made", async () => {
    const recording = await recorded({});
    const scopes = (name: string) => recording.named(name).inputs["scopes"];
    expect(scopes("monitoring-service-api-cpu-warning")).toEqual([
      matching(/Microsoft\.App\/containerApps\/api$/),
    ]);
    expect(scopes("monitoring-database-cpu-critical")).toEqual([
      matching(/Microsoft\.DBforPostgreSQL\/flexibleServers\/database-/),
    ]);
    expect(scopes("monitoring-cache-cpu-critical")).toEqual([
      matching(/Microsoft\.Cache\/redisEnterprise\/cache-/),
    ]);
    expect(query(recording.named("monitoring-service-api-errors-critical"))).toMatch(
      /where Origin =~ "api\.[a-z0-9-]*/,
    );
  });

  test("tells of a metric that is silent where only something broken is", async () => {
    const { inputs } = (await recorded({})).named("monitoring-database-cpu-silent");
    expect(at(inputs, "criteria", "allOf", 0)).toMatchObject({ operator: "LessThan", threshold: 1 });
    expect(at(inputs, "criteria", "allOf", 0, "query")).toMatch(
      /^AzureMetrics\n\| where _ResourceId =~ "[^"]+flexibleServers\/database-[^"]+" and MetricName == "cpu_percent"$/,
    );
    expect(inputs["windowSize"]).toBe("PT30M");
  });

  test("tells of one service's silence at the entry, which others' requests don't hide", async () => {
    const { inputs } = (await recorded({})).named("monitoring-service-api-unavailable-silent");
    expect(at(inputs, "criteria", "allOf", 0, "query")).toMatch(
      /^AzureMetrics\n\| where _ResourceId =~ "[^"]+Microsoft\.App\/containerApps\/api" and MetricName == "Requests" and Total > 0$/,
    );
  });

  test("computes disk latency from what waits and what is done, as Azure measures none", async () => {
    const found = query((await recorded({})).named("monitoring-database-read-latency-warning"));
    expect(found).toContain('MetricName in ("disk_queue_depth", "read_iops", "write_iops")');
    expect(found).toContain("Value > 20");
  });

  test("tells of crashes and of rollouts that failed, of these services alone", async () => {
    const recording = await recorded({});
    for (const [name, reason] of [
      ["monitoring-crashes", 'Reason == "ContainerTerminated"'],
      ["monitoring-deployments", 'Log startswith "Error provisioning revision"'],
    ] as const) {
      const registration = recording.named(name);
      expect(query(registration)).toContain('ContainerAppName in ("api")');
      expect(query(registration)).toContain(reason);
      // Once for each time, and not until it ends.
      expect(query(registration)).toMatch(/\| where ingestion_time\(\) > ago\(5m\)$/);
      expect(registration.inputs).toMatchObject({ autoMitigate: false, evaluationFrequency: "PT5M" });
    }
  });

  test("shows request rate, p95, error rate and saturation, and where", async () => {
    const { result, ...recording } = await recorded({});
    const board = recording.registrations.find(({ name }) => name === "monitoring-dashboard");
    if (board === undefined) throw new Error("there is no dashboard");
    const { items } = json(board, "serializedData") as { items: Properties[] };
    const graphs = items.filter(({ type }) => type === 3).map(({ content }) => content as Properties);
    expect(graphs.map(({ title }) => title)).toEqual(
      expect.arrayContaining([
        "Request rate (requests a minute)",
        "95th percentile of response time (milliseconds)",
        "Error rate (percent)",
        "Saturation (percent)",
      ]),
    );
    for (const graph of graphs) {
      expect(graph["crossComponentResources"]).toEqual([
        containing("Microsoft.OperationalInsights/workspaces/"),
      ]);
      expect(graph["query"]).toContain("summarize Value =");
    }
    // A graph of what can't be measured is left out.
    expect(graphs.map(({ title }) => title)).not.toContain("Replication lag (seconds)");
    expect(await valueOf(result.dashboardUrl)).toMatch(
      new RegExp(
        `^https://portal\\.azure\\.com/#@${TENANT}/resource/subscriptions/.+/Microsoft\\.Insights/workbooks/.+/workbook$`,
      ),
    );
  });

  test("is previewed as it will be made", async () => {
    const preview = await record(() => make({ uptimeCheck: true }), { preview: true });
    expect(preview.urns()).toEqual((await recorded({ uptimeCheck: true })).urns());
    expect(preview.orphans().filter(({ name }) => name.startsWith("monitoring"))).toEqual([]);
  });
});

describe("the limit of a metric", () => {
  test.each([
    ["above", 80, { factor: 1, offset: 0 }, { operator: "GreaterThan", threshold: 80 }],
    ["below", 5, { factor: -1, offset: 100 }, { operator: "GreaterThan", threshold: 95 }],
    ["above", 0, { factor: -1, offset: 3 }, { operator: "LessThan", threshold: 3 }],
    ["below", 1, { factor: 0.01, offset: 0 }, { operator: "LessThan", threshold: 100 }],
    ["above", 0, { factor: -0.01, offset: 1 }, { operator: "LessThan", threshold: 100 }],
  ] as const)("%s %i, of %j, is %j", (comparison, threshold, measure, expected) => {
    expect(limit(comparison, threshold, { ...measure, aggregation: "Average" }, 15)).toEqual(expected);
  });
});

describe("a query over windows", () => {
  const measure = { kind: "query", rows: pulumi.output("Rows"), value: "count() / {minutes}" } as const;
  const alert = { comparison: "below", window: 300, windows: 3, of: 2, missing: "bad" } as const;

  test("counts the windows that pass the limit, and those without a row as the alert says", async () => {
    const of = async (missing: "good" | "bad") => valueOf(windowsQuery({ ...alert, missing }, 1, measure));
    const found = await of("bad");
    expect(found).toContain("count() / 5");
    expect(found).toContain("iff(isnull(Value), true, Value < 1)");
    expect(found).toContain("range Window from 0 to 2 step 1");
    expect(found).toMatch(/\| where Failing >= 2$/);
    expect(await of("good")).toContain("iff(isnull(Value), false, Value < 1)");
  });

  test("of a burn rate wants both windows", async () => {
    const found = await valueOf(burnQuery({ long: 3600, short: 300, threshold: 1.44 }, measure));
    expect(found).toContain("union (Share(3600s)), (Share(300s))\n| where Value > 1.44");
    expect(found).toMatch(/\| where Failing == 2$/);
  });
});

describe("the uptime check", () => {
  const uptime = () => recorded({ uptimeCheck: true });

  test("asks the entry over HTTPS, from several continents, and looks at its certificate", async () => {
    const { inputs } = (await uptime()).named("monitoring-uptime-test");
    expect(inputs).toMatchObject({
      webTestKind: "standard",
      frequency: 300,
      enabled: true,
      request: { requestUrl: matching(/\/health$/), httpVerb: "GET" },
      validationRules: { expectedHttpStatusCode: 200, sSLCheck: true },
    });
    expect(inputs["locations"]).toHaveLength(5);
    expect(inputs["syntheticMonitorId"]).toBe(inputs["webTestName"]);
    // Application Insights knows its tests by this tag alone.
    expect(Object.keys(inputs["tags"] as object)).toEqual([
      "environment",
      matching(/^hidden-link:.+Microsoft\.Insights\/components\/telemetry-traces/),
    ]);
    expect((await recorded({})).has("monitoring-uptime-test")).toBe(false);
  });

  test("raises an alert when most places agree, and when it is silent", async () => {
    const recording = await uptime();
    const test = recording.named("monitoring-uptime-test");
    expect(recording.named("monitoring-uptime-unreachable-critical").inputs["criteria"]).toMatchObject({
      odataType: "Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria",
      failedLocationCount: 3,
      webTestId: containing(text(test.inputs["webTestName"])),
    });
    expect(query(recording.named("monitoring-uptime-unreachable-silent"))).toContain(
      "AppAvailabilityResults",
    );
  });
});
