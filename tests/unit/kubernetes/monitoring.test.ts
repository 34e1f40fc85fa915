import { alerts } from "../../../observability/alerts";
import { burnAlerts, objectives } from "../../../observability/objectives";
import { part } from "../components/kubernetes/fixture";
import { platformOn } from "../fixture";
import { record, type Recording, valueOf } from "../mocks";
import type { Changes } from "../stacks/configuration";
import { exampleSpecification } from "./fixture";

const run = (environment: "dev" | "prod", changes: Changes = {}) =>
  record(() => platformOn(exampleSpecification(environment, changes)));

let prod: Promise<Awaited<ReturnType<typeof run>>>;
beforeAll(() => {
  const webhook = "https://alerts.example.com/shop";
  prod = run("prod", { alerts: { email: "oncall@example.com", webhook } });
});

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

function rulesOf(recording: Recording, name: string): readonly Rule[] {
  const text = JSON.stringify(part(recording.named(name), "spec.groups"));
  const groups = JSON.parse(text) as { interval: string; rules: Rule[] }[];
  expect(groups.map(({ interval }) => interval)).toEqual(["15s"]);
  return groups.flatMap(({ rules }) => rules);
}

const one = (rules: readonly Rule[], alert: string, severity = "critical") => {
  const [rule, ...more] = rules.filter(
    (found) => found.alert === alert && found.labels["severity"] === severity,
  );
  expect(more).toEqual([]);
  if (rule === undefined)
    throw new Error(`no alert ${alert} among ${rules.map((found) => found.alert).join()}`);
  return rule;
};

const deployment = 'namespace="shop",deployment="api-workload-deployment-1a2b3c4"';
const containers = 'namespace="shop",container="api",pod=~"api-workload-deployment-1a2b3c4-.+"';

describe("the rules of a service", () => {
  test("are all alerts of its kind, its objectives, and what happens to it", async () => {
    const names = (await prod.then((recording) => rulesOf(recording, "monitoring-api-rules"))).map(
      ({ alert, labels }) => `${alert} ${labels["severity"] ?? ""}`,
    );
    const expected = [
      ...[...alerts.service, ...alerts.route].flatMap(({ id, thresholds }) =>
        Object.keys(thresholds).map((severity) => `api-${id} ${severity}`),
      ),
      ...objectives.flatMap((objective) =>
        burnAlerts(objective).map(({ id, severity }) => `api-${id} ${severity}`),
      ),
      "api-crash warning",
      "api-failedDeployment critical",
    ];
    expect([...names].sort()).toEqual([...expected].sort());
    expect(new Set(names).size).toBe(names.length);
  });

  test("ask for metrics of its own Deployment and pods", async () => {
    const rules = rulesOf(await prod, "monitoring-api-rules");
    expect(one(rules, "api-cpu", "warning").expr).toBe(
      `(100 * sum(rate(container_cpu_usage_seconds_total{${containers}}[300s])) / sum(kube_pod_container_resource_limits{${containers},resource="cpu"})) > 90`,
    );
    expect(one(rules, "api-latency").expr).toBe(
      `(1000 * histogram_quantile(0.95, sum by (le) (rate(api_request_duration_seconds_bucket{${containers}}[300s])))) > 500`,
    );
    expect(one(rules, "api-failedDeployment").expr).toBe(
      `(max(kube_deployment_status_condition{${deployment},condition="Progressing",status="false"})) > 0`,
    );
  });

  test("last as long as the alert's windows, and are on without data where only what is broken is silent", async () => {
    const rules = rulesOf(await prod, "monitoring-api-rules");
    const ready = `max(max_over_time(kube_deployment_status_replicas_ready{${deployment}}[60s]))`;
    expect(one(rules, "api-unavailable")).toMatchObject({
      expr: `(${ready}) < 1 or absent(${ready})`,
      for: "60s",
    });
    expect(one(rules, "api-latency").for).toBe("600s");
    expect(one(rules, "api-latency").expr).not.toContain("absent");
    expect(one(rules, "api-crash", "warning").for).toBeUndefined();
  });

  test("burn the error budget in a long and in a short window", async () => {
    const share = (window: string) =>
      `(100 * (sum(rate(api_errors_total{${containers}}[${window}])) or vector(0)) / (sum(rate(api_requests_total{${containers}}[${window}])) > 0))`;
    expect(one(rulesOf(await prod, "monitoring-api-rules"), "api-availability-1h").expr).toBe(
      `${share("3600s")} > 1.44 and ${share("300s")} > 1.44`,
    );
  });

  test("say what to do, and whom to tell", async () => {
    for (const rule of rulesOf(await prod, "monitoring-api-rules")) {
      expect(rule.labels).toMatchObject({
        service: "api",
        namespace: "shop",
        platform_stack: "platform-prod",
      });
      expect(rule.annotations["runbook"]).toMatch(/^docs\/runbooks\.md#[a-z-]+$/);
      expect(rule.annotations["summary"]).not.toBe("");
    }
  });

  test("do without requests where nobody calls it", async () => {
    const rules = rulesOf(await prod, "monitoring-worker-rules");
    expect(rules.map(({ alert }) => alert)).toContain("worker-cpu");
    expect(rules.map(({ alert }) => alert)).not.toContain("worker-latency");
  });
});

test("the names of a service's metrics have no hyphens", async () => {
  const services = {
    "web-shop": {
      image: `registry.example.com/web@sha256:${"c".repeat(64)}`,
      public: true,
      database: true,
      cache: true,
    },
  };
  const rules = rulesOf(await run("prod", { services }), "monitoring-web-shop-rules");
  expect(one(rules, "web-shop-errors").expr).toContain(
    'web_shop_errors_total{namespace="shop",container="web-shop"',
  );
});

test("a service's pods are scraped every five seconds, by the cluster's own Prometheus", async () => {
  expect((await prod).named("monitoring-api-scrape").inputs).toMatchObject({
    kind: "PodMonitor",
    metadata: { namespace: "shop", labels: { release: "kube-prometheus-stack" } },
    spec: {
      selector: {
        matchLabels: { "app.kubernetes.io/name": "api", "app.kubernetes.io/instance": "platform-prod" },
      },
      podMetricsEndpoints: [{ port: "http", path: "/metrics", interval: "5s", scrapeTimeout: "4s" }],
    },
  });
});

test("the address of a webhook is read from a secret", async () => {
  const object = (await prod).named("telemetry-webhook", "kubernetes:core/v1:Secret");
  expect(object.inputs).toMatchObject({
    metadata: { namespace: "shop" },
    immutable: true,
    stringData: { url: "https://alerts.example.com/shop" },
  });
  expect(object.secretInputs).toEqual(["stringData"]);
});

test("alerts of this stack go to its owners", async () => {
  const { inputs } = (await prod).named("telemetry-receivers");
  expect(inputs).toMatchObject({
    apiVersion: "monitoring.coreos.com/v1alpha1",
    kind: "AlertmanagerConfig",
    metadata: { labels: { release: "kube-prometheus-stack" } },
    spec: {
      route: {
        receiver: "owners",
        matchers: [{ name: "platform_stack", matchType: "=", value: "platform-prod" }],
      },
      receivers: [
        {
          name: "owners",
          emailConfigs: [{ to: "oncall@example.com", sendResolved: true }],
          webhookConfigs: [
            { urlSecret: { name: "telemetry-webhook-1a2b3c4", key: "url" }, sendResolved: true },
          ],
        },
      ],
    },
  });
});

describe("dumps", () => {
  test("are missed after a day, and told about when they fail", async () => {
    const rules = rulesOf(await prod, "backup-rules");
    const cronJob = "backup-dump-job-1a2b3c4";
    const finished = `(count(kube_cronjob_status_last_successful_time{namespace="shop",cronjob="${cronJob}"} > time() - 46800) or vector(0))`;
    expect(one(rules, "dump-no-dump")).toMatchObject({
      expr: `(${finished}) < 1 or absent(${finished})`,
      for: "46800s",
    });
    expect(one(rules, "dump-failedDump").expr).toBe(
      `(max(kube_job_failed{namespace="shop",job_name=~"${cronJob}-[0-9]+",condition="true"})) > 0`,
    );
    expect(rules).toHaveLength(2);
  });
});

describe("the dashboard", () => {
  test("is found by Grafana's sidecar, and has every graph of each service", async () => {
    const recording = await prod;
    const board = recording.named("monitoring-dashboard");
    expect(part(board, "metadata.labels")).toMatchObject({ grafana_dashboard: "1" });
    const text = Object.values(part(board, "data") as Record<string, string>).join();
    const { panels, uid } = JSON.parse(text) as {
      uid: string;
      panels: { type: string; title: string; targets?: { refId: string; expr: string }[] }[];
    };
    expect(panels.filter(({ type }) => type === "row").map(({ title }) => title)).toEqual([
      "api: requests",
      "api: replicas",
      "worker: replicas",
    ]);
    const signals = panels.flatMap(({ targets = [] }) => targets.map(({ refId }) => refId));
    expect(signals).toEqual(
      expect.arrayContaining(["requests", "latency", "errors", "slow", "cpu", "memory"]),
    );
    for (const { expr } of panels.flatMap(({ targets = [] }) => targets))
      expect(expr).toContain('namespace="shop"');
    expect(await valueOf(recording.result.outputs.dashboardUrl)).toBe(`https://grafana.example.com/d/${uid}`);
  });

  test("does not overlap", async () => {
    const text = Object.values(
      part((await prod).named("monitoring-dashboard"), "data") as Record<string, string>,
    );
    const { panels } = JSON.parse(text.join()) as {
      panels: { gridPos: { x: number; y: number; w: number; h: number } }[];
    };
    const cells = panels.flatMap(({ gridPos: { h, w, x, y } }) =>
      Array.from(
        { length: w * h },
        (_, cell) => `${String(x + (cell % w))}/${String(y + Math.floor(cell / w))}`,
      ),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...panels.map(({ gridPos: { w, x } }) => x + w))).toBeLessThanOrEqual(24);
  });
});

test("nothing is watched where the cluster has no Prometheus Operator", async () => {
  const recording = await run("dev", { "cluster.monitoring": false, alerts: undefined });
  expect(recording.registrations.filter(({ type }) => type.includes("monitoring.coreos.com"))).toEqual([]);
  expect(recording.has("monitoring-dashboard")).toBe(false);
  expect(part(recording.named("worker-workload-ways"), "spec.ingress")).toEqual([]);
});
