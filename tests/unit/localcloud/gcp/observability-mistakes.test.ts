import { types } from "../../../../localcloud/gcp/types";
import { shown } from "../../../../localcloud/reading";
import type { Properties } from "../../../../localcloud/rules";
import { changed, changes, describeMistakes, Google, project, region } from "./google";

const logBucket = async (google: Google): Promise<Properties> => ({
  project,
  location: region,
  bucketId: "platform-logs",
  retentionDays: 30,
  enableAnalytics: true,
  cmekSettings: { kmsKeyName: await google.key(region, "logging.googleapis.com") },
});
const sink = async (google: Google): Promise<Properties> => ({
  name: "platform",
  destination: `logging.googleapis.com/${(await google.make(types.logBucket, await logBucket(google))).id}`,
  filter: 'resource.type=("cloud_run_revision" OR "cloudsql_database") AND NOT severity<INFO',
});
const logMetric = {
  name: "api/errors",
  filter: 'resource.type="cloud_run_revision" AND severity>=ERROR',
  metricDescriptor: {
    metricKind: "DELTA",
    valueType: "INT64",
    labels: [{ key: "service", valueType: "STRING" }],
  },
  labelExtractors: { service: "EXTRACT(resource.labels.service_name)" },
};
const sinkType = "gcp:logging/projectSink:ProjectSink";
const metricType = "gcp:logging/metric:Metric";

const wrong = (
  type: string,
  right: Properties | ((google: Google) => Promise<Properties>),
  [mistake, change, path, words]: readonly [string, Properties, string, string],
) => ({
  mistake,
  type,
  right,
  wrong: (_: Google, before: Properties) => changes(before, change),
  path,
  words,
});

describeMistakes("logs on Google", [
  wrong(types.logBucket, logBucket, [
    "logs of eleven years",
    { retentionDays: 4000 },
    "retentionDays",
    "from 1 to 3650",
  ]),
  wrong(types.logBucket, logBucket, [
    "a key of one's own for all of the world",
    { location: "global" },
    "location",
    "buckets in global can't be encrypted",
  ]),
  wrong(types.logBucket, logBucket, [
    "a bucket id with a slash",
    { bucketId: "platform/logs" },
    "bucketId",
    "may only have",
  ]),
  wrong(types.logBucket, logBucket, [
    "a key of another place",
    { location: "europe-west4" },
    "cmekSettings.kmsKeyName",
    "the key is in europe-west1",
  ]),
  wrong(sinkType, sink, [
    "a destination that is none",
    { destination: "gs://dumps" },
    "destination",
    "is no destination",
  ]),
  wrong(sinkType, sink, [
    "a bucket that does not exist",
    { destination: "storage.googleapis.com/nowhere" },
    "destination",
    "does not exist",
  ]),
  wrong(sinkType, sink, [
    "a filter with an open parenthesis",
    { filter: 'resource.type=("a" OR "b"' },
    "filter",
    "a '(' is not closed",
  ]),
  wrong(sinkType, sink, [
    "a filter with operators in small letters",
    { filter: 'severity=ERROR or textPayload:"x"' },
    "filter",
    "operators only in capitals",
  ]),
  wrong(sinkType, sink, [
    "a filter without a value",
    { filter: "severity>=" },
    "filter",
    "a comparison has no value",
  ]),
  wrong(sinkType, sink, [
    "BigQuery's options and the shared writer",
    { uniqueWriterIdentity: false, bigqueryOptions: { usePartitionedTables: true } },
    "uniqueWriterIdentity",
    "must be true",
  ]),
  wrong(metricType, logMetric, [
    "a metric that is a gauge",
    { metricDescriptor: { metricKind: "GAUGE" } },
    "metricDescriptor.metricKind",
    "are of the kind DELTA",
  ]),
  wrong(metricType, logMetric, [
    "a distribution of nothing",
    { metricDescriptor: { valueType: "DISTRIBUTION" } },
    "valueExtractor",
    "exactly with the value type DISTRIBUTION",
  ]),
  wrong(metricType, logMetric, [
    "a label without an extractor",
    { labelExtractors: null },
    "labelExtractors",
    "the label 'service' has no extractor",
  ]),
  wrong(metricType, logMetric, [
    "an extractor of no label",
    { labelExtractors: { code: "EXTRACT(httpRequest.status)" } },
    "labelExtractors.code",
    "no label of that key",
  ]),
  wrong(metricType, logMetric, [
    "an extractor that can't be read",
    { labelExtractors: { service: "resource.labels.service_name" } },
    "labelExtractors.service",
    "is no extractor",
  ]),
  wrong(metricType, logMetric, [
    "an extractor with two groups",
    { labelExtractors: { service: 'REGEXP_EXTRACT(textPayload, "(a)(b)")' } },
    "labelExtractors.service",
    "2 groups instead of one",
  ]),
  wrong(metricType, logMetric, [
    "a metric name that begins with a slash",
    { name: "/errors" },
    "name",
    "no '/' first",
  ]),
  {
    mistake: "an analysis of a bucket without Log Analytics",
    type: "gcp:logging/linkedDataset:LinkedDataset",
    right: async (google) => ({
      linkId: "logs",
      bucket: (await google.make(types.logBucket, await logBucket(google))).id,
    }),
    wrong: async (google) => {
      const plain = { project, location: region, bucketId: "plain" };
      return { bucket: (await google.make(types.logBucket, plain)).id };
    },
    path: "bucket",
    words: "Log Analytics is not enabled",
  },
]);

const channel = { type: "email", displayName: "On call", labels: { email_address: "oncall@example.com" } };
const policyType = "gcp:monitoring/alertPolicy:AlertPolicy";
const threshold: Properties = {
  filter: 'resource.type = "cloud_run_revision" AND metric.type = "run.googleapis.com/request_count"',
  comparison: "COMPARISON_GT",
  thresholdValue: 10,
  duration: "300s",
  aggregations: [
    { alignmentPeriod: "60s", perSeriesAligner: "ALIGN_RATE", crossSeriesReducer: "REDUCE_SUM" },
  ],
};
const policy = async (google: Google): Promise<Properties> => ({
  displayName: "Too many requests",
  combiner: "OR",
  severity: "CRITICAL",
  notificationChannels: [(await google.make(types.notificationChannel, channel)).id],
  alertStrategy: { autoClose: "1800s" },
  conditions: [{ displayName: "requests", conditionThreshold: threshold }],
});
/** A change of a policy's only condition. */
const wrongCondition = (mistake: string, change: Properties, path: string, words: string) =>
  wrong(policyType, policy, [
    mistake,
    { conditions: [{ displayName: "requests", conditionThreshold: changed(threshold, change) }] },
    `conditions[0].conditionThreshold.${path}`,
    words,
  ]);
const promql = (change: Properties): Properties => ({
  conditions: [
    {
      displayName: "errors",
      conditionPrometheusQueryLanguage: {
        query: "rate(api_errors_total[5m]) > 1",
        disableMetricValidation: true,
        ...change,
      },
    },
  ],
});

describeMistakes("alerts on Google", [
  wrongCondition(
    "a duration that is no multiple of a minute",
    { duration: "90s" },
    "duration",
    "is a multiple of 60 seconds",
  ),
  wrongCondition(
    "an alignment of half a minute",
    { aggregations: [{ alignmentPeriod: "30s", perSeriesAligner: "ALIGN_RATE" }] },
    "aggregations[0].alignmentPeriod",
    "from 60s to 90000s, not 30s",
  ),
  wrongCondition(
    "a reduction of series that are not aligned",
    { aggregations: [{ alignmentPeriod: "60s", crossSeriesReducer: "REDUCE_SUM" }] },
    "aggregations[0].perSeriesAligner",
    "needs series that are aligned",
  ),
  wrongCondition(
    "a comparison that the interface does not take",
    { comparison: "COMPARISON_GE" },
    "comparison",
    "is COMPARISON_GT or COMPARISON_LT",
  ),
  wrongCondition(
    "a filter without a kind of resource",
    { filter: 'metric.type = "run.googleapis.com/request_count"' },
    "filter",
    'must specify a restriction on "resource.type"',
  ),
  wrongCondition(
    "a filter without a metric",
    { filter: 'resource.type = "cloud_run_revision"' },
    "filter",
    'must specify a restriction on "metric.type"',
  ),
  wrongCondition(
    "a metric of Google's that does not exist",
    { filter: 'resource.type = "cloud_run_revision" AND metric.type = "run.googleapis.com/requests_count"' },
    "filter",
    "did you mean run.googleapis.com/request_count?",
  ),
  wrongCondition(
    "a metric out of logs that nobody made",
    { filter: 'resource.type = "cloud_run_revision" AND metric.type = "logging.googleapis.com/user/errors"' },
    "filter",
    "make the logging.Metric before",
  ),
  wrongCondition(
    "a metric that nobody has written yet",
    {
      filter:
        'resource.type = "prometheus_target" AND metric.type = "prometheus.googleapis.com/api_errors_total/counter"',
    },
    "filter",
    "nobody has written it yet",
  ),
  wrong(policyType, policy, [
    "a policy without conditions",
    { conditions: [] },
    "conditions",
    "from 1 to 6 in number",
  ]),
  wrong(policyType, policy, [
    "a condition of no kind",
    { conditions: [{ displayName: "nothing" }] },
    "conditions[0]",
    "is exactly one of",
  ]),
  wrong(policyType, policy, [
    "a channel that does not exist",
    { notificationChannels: [`projects/${project}/notificationChannels/1`] },
    "notificationChannels[0]",
    "Cannot find a notification channel",
  ]),
  wrong(policyType, policy, [
    "a channel by its address",
    { notificationChannels: ["oncall@example.com"] },
    "notificationChannels[0]",
    "is no channel",
  ]),
  wrong(policyType, policy, [
    "an incident that ends by itself after a minute",
    { alertStrategy: { autoClose: "60s" } },
    "alertStrategy.autoClose",
    "from 1800s to 604800s",
  ]),
  wrong(policyType, policy, [
    "a rate limit of an alert on metrics",
    { alertStrategy: { notificationRateLimit: { period: "300s" } } },
    "alertStrategy.notificationRateLimit",
    "only log-based alert policies",
  ]),
  wrong(policyType, policy, [
    "log entries without a rate limit",
    { conditions: [{ displayName: "log", conditionMatchedLog: { filter: "severity=ERROR" } }] },
    "alertStrategy.notificationRateLimit.period",
    "is required",
  ]),
  wrong(policyType, policy, [
    "a severity that does not exist",
    { severity: "HIGH" },
    "severity",
    "one of CRITICAL, ERROR, WARNING",
  ]),
  wrong(policyType, policy, [
    "an evaluation every 20 seconds",
    promql({ evaluationInterval: "20s" }),
    "conditions[0].conditionPrometheusQueryLanguage.evaluationInterval",
    "is a multiple of 30 seconds",
  ]),
  wrong(policyType, policy, [
    "PromQL on a metric that nobody has written yet",
    promql({ disableMetricValidation: false }),
    "conditions[0].conditionPrometheusQueryLanguage.query",
    "or set disableMetricValidation",
  ]),
  wrong(policyType, policy, [
    "PromQL with an open bracket",
    promql({ query: "rate(api_errors_total[5m) > 1" }),
    "conditions[0].conditionPrometheusQueryLanguage.query",
    "'[' and ']' don't match",
  ]),
  wrong(types.notificationChannel, channel, [
    "a kind of channel that does not exist",
    { type: "mail" },
    "type",
    "is no type of channel",
  ]),
  wrong(types.notificationChannel, channel, [
    "a channel without its address",
    { labels: null },
    "labels.email_address",
    "needs this label",
  ]),
  wrong(types.notificationChannel, channel, [
    "an address that is none",
    { labels: { email_address: "oncall" } },
    "labels.email_address",
    "is no e-mail address",
  ]),
  wrong(types.notificationChannel, channel, [
    "a label of another kind",
    { labels: { url: "https://example.com" } },
    "labels.url",
    "has no such label",
  ]),
  wrong(types.notificationChannel, channel, [
    "Slack without a token",
    { type: "slack", labels: { email_address: null, channel_name: "#alerts" } },
    "sensitiveLabels.authToken",
    "needs it",
  ]),
]);

const uptime: Properties = {
  displayName: "api",
  period: "60s",
  timeout: "10s",
  monitoredResource: { type: "uptime_url", labels: { project_id: project, host: "api.example.com" } },
  httpCheck: { path: "/health", port: 443, useSsl: true, validateSsl: true },
  selectedRegions: ["EUROPE", "USA_OREGON", "ASIA_PACIFIC"],
};
const uptimeType = "gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig";
const sloType = "gcp:monitoring/slo:Slo";
const slo = async (google: Google): Promise<Properties> => ({
  service:
    (await google.make("gcp:monitoring/customService:CustomService", { serviceId: "api" })).outputs[
      "serviceId"
    ] ?? "",
  goal: 0.999,
  rollingPeriodDays: 28,
  requestBasedSli: {
    goodTotalRatio: { goodServiceFilter: 'metric.type="a"', totalServiceFilter: 'metric.type="b"' },
  },
});
const dashboardType = "gcp:monitoring/dashboard:Dashboard";
const board = (change: Properties = {}): Properties => ({
  dashboardJson: JSON.stringify({
    displayName: "Platform",
    mosaicLayout: {
      columns: 12,
      tiles: [
        { width: 6, height: 4, widget: { title: "a", text: { content: "a" } } },
        { xPos: 6, width: 6, height: 4, widget: { title: "b", text: { content: "b" } } },
      ],
    },
    ...change,
  }),
});

describeMistakes("checks, objectives and dashboards on Google", [
  wrong(uptimeType, uptime, [
    "a check every two minutes",
    { period: "120s" },
    "period",
    "is 60s, 300s, 600s or 900s",
  ]),
  wrong(uptimeType, uptime, [
    "a check that waits two minutes",
    { timeout: "120s" },
    "timeout",
    "from 1s to 60s",
  ]),
  wrong(uptimeType, uptime, [
    "a host with https://",
    { monitoredResource: { labels: { host: "https://api.example.com" } } },
    "monitoredResource.labels.host",
    "without https://",
  ]),
  wrong(uptimeType, uptime, [
    "a check from two places",
    { selectedRegions: ["EUROPE", "ASIA_PACIFIC"] },
    "selectedRegions",
    "at least 3 locations, not 2",
  ]),
  wrong(uptimeType, uptime, [
    "a region that does not check",
    { selectedRegions: ["AFRICA"] },
    "selectedRegions",
    "'AFRICA' is none of",
  ]),
  wrong(uptimeType, uptime, [
    "HTTP and TCP at once",
    { tcpCheck: { port: 443 } },
    "tcpCheck",
    "conflicts with `httpCheck`",
  ]),
  wrong(uptimeType, uptime, [
    "a body of a GET",
    { httpCheck: { body: "e30=" } },
    "httpCheck.body",
    "only POST has a body",
  ]),
  wrong(sloType, slo, ["an objective of 100 %", { goal: 1 }, "goal", "at most 0.9999"]),
  wrong(sloType, slo, [
    "a period of 90 days",
    { rollingPeriodDays: 90 },
    "rollingPeriodDays",
    "from 1 to 30",
  ]),
  wrong(sloType, slo, [
    "one side of a ratio",
    { requestBasedSli: { goodTotalRatio: { totalServiceFilter: null } } },
    "requestBasedSli.goodTotalRatio",
    "exactly two of",
  ]),
  wrong(sloType, slo, [
    "a service that does not exist",
    { service: "web" },
    "service",
    "there is no service 'web'",
  ]),
  wrong(dashboardType, board(), [
    "a dashboard that is no JSON",
    { dashboardJson: "{" },
    "dashboardJson",
    "is no JSON object",
  ]),
  wrong(dashboardType, board(), [
    "a dashboard without a name",
    board({ displayName: "" }),
    "dashboardJson",
    "displayName is missing",
  ]),
  wrong(dashboardType, board(), [
    "two layouts",
    board({ gridLayout: {} }),
    "dashboardJson",
    "exactly one of gridLayout",
  ]),
  wrong(dashboardType, board(), [
    "a tile beyond the last column",
    board({
      mosaicLayout: { columns: 12, tiles: [{ xPos: 8, width: 6, height: 4, widget: { blank: {} } }] },
    }),
    "dashboardJson",
    "reaches beyond column 12",
  ]),
  wrong(dashboardType, board(), [
    "tiles on top of each other",
    board({
      mosaicLayout: {
        columns: 12,
        tiles: [
          { width: 6, height: 4, widget: { blank: {} } },
          { xPos: 3, width: 6, height: 4, widget: { blank: {} } },
        ],
      },
    }),
    "dashboardJson",
    "overlaps tile 0",
  ]),
  wrong(dashboardType, board(), [
    "a widget of no kind",
    board({ mosaicLayout: { columns: 12, tiles: [{ width: 6, height: 4, widget: { title: "x" } }] } }),
    "dashboardJson",
    "a widget has exactly one of",
  ]),
]);

describe("the life of logs and alerts on Google", () => {
  let google: Google;
  beforeEach(() => {
    google = new Google();
  });
  afterEach(() => {
    google.close();
  });

  it("keeps a log bucket's name for a week", async () => {
    const right = { project, location: region, bucketId: "platform-logs" };
    const made = await google.make(types.logBucket, right);
    expect(await google.deletionRefusals(types.logBucket, made)).toEqual([]);
    expect(await google.refusals(types.logBucket, right)).toEqual([
      expect.stringContaining("is pending deletion"),
    ]);
    expect(await google.refusals(types.logBucket, { ...right, location: "europe-west4" })).toEqual([]);
  });

  it("keeps what a locked log bucket promised", async () => {
    const right = { project, location: region, bucketId: "audit", retentionDays: 400, locked: true };
    const made = await google.make(types.logBucket, right);
    const update = (change: Properties): Promise<string[]> =>
      google.updateRefusals(types.logBucket, made, right, changed(right, change));
    expect(await update({ retentionDays: 500 })).toEqual([expect.stringContaining("can't be changed")]);
    expect(await update({ locked: false })).toEqual([expect.stringContaining("can't be unlocked")]);
    await google.make(sinkType, { name: "audit", destination: `logging.googleapis.com/${made.id}` });
    expect(await google.deletionRefusals(types.logBucket, made)).toEqual([
      expect.stringContaining("can only be deleted when it is empty"),
    ]);
  });

  it("keeps a channel that a policy notifies, unless it goes by force", async () => {
    const right = await policy(google);
    await google.make(policyType, right);
    const [id] = right["notificationChannels"] as string[];
    const made = await google.made(types.notificationChannel, id ?? "");
    expect(await google.deletionRefusals(types.notificationChannel, made)).toEqual([
      expect.stringContaining("still referenced by alert policy"),
    ]);
    await google.provider.update(
      { type: types.notificationChannel, name: "it" },
      made.id,
      made.outputs,
      channel,
      { ...channel, forceDelete: true },
      false,
    );
    expect(await google.deletionRefusals(types.notificationChannel, made)).toEqual([]);
  });

  it("keeps an uptime check that a policy watches", async () => {
    const check = await google.make(uptimeType, uptime);
    const checkId = shown(check.outputs["uptimeCheckId"]);
    const filter = `resource.type = "uptime_url" AND metric.type = "monitoring.googleapis.com/uptime_check/check_passed" AND metric.labels.check_id = "${checkId}"`;
    const right = await policy(google);
    const made = await google.make(policyType, {
      ...right,
      conditions: [{ displayName: "up", conditionThreshold: { ...threshold, filter } }],
    });
    expect(await google.deletionRefusals(uptimeType, check)).toEqual([
      expect.stringContaining("is using it"),
    ]);
    expect(await google.deletionRefusals(policyType, made)).toEqual([]);
    expect(await google.deletionRefusals(uptimeType, check)).toEqual([]);
  });
});
