import { nearest } from "../nearest";
import type { Check, Properties, ResourceRules, World } from "../rules";
import { list, record, refuse, repeated, text } from "../reading";

const descriptorType = "gcp:monitoring/metricDescriptor:MetricDescriptor";
const logMetricType = "gcp:logging/metric:Metric";

/** Metrics of Google's own services, by service (cloud.google.com/monitoring/api/metrics_gcp). */
const metrics: Readonly<Record<string, readonly string[]>> = {
  "run.googleapis.com": [
    "request_count", "request_latencies", "container/billable_instance_time", "container/completed_probe_attempt_count",
    "container/completed_probe_count", "container/containers", "container/cpu/allocation_time", "container/cpu/usage",
    "container/cpu/utilizations", "container/instance_count", "container/max_request_concurrencies",
    "container/memory/allocation_time", "container/memory/usage", "container/memory/utilizations",
    "container/network/received_bytes_count", "container/network/sent_bytes_count", "container/probe_attempt_latencies",
    "container/probe_latencies", "container/startup_latencies", "job/completed_execution_count",
    "job/completed_task_attempt_count", "job/running_executions", "job/running_task_attempts",
    "pending_queue/pending_requests", "scaling/recommended_instances",
  ],
  "cloudsql.googleapis.com": [
    "database/auto_failover_request_count", "database/available_for_failover", "database/cpu/reserved_cores",
    "database/cpu/usage_time", "database/cpu/utilization", "database/disk/bytes_used",
    "database/disk/bytes_used_by_data_type", "database/disk/quota", "database/disk/read_bytes_count",
    "database/disk/read_ops_count", "database/disk/utilization", "database/disk/write_bytes_count",
    "database/disk/write_ops_count", "database/instance_state", "database/memory/components", "database/memory/quota",
    "database/memory/total_usage", "database/memory/usage", "database/memory/utilization",
    "database/network/connections", "database/network/received_bytes_count", "database/network/sent_bytes_count",
    "database/postgresql/backends_in_wait", "database/postgresql/blocks_read_count", "database/postgresql/deadlock_count",
    "database/postgresql/new_connection_count", "database/postgresql/num_backends",
    "database/postgresql/num_backends_by_application", "database/postgresql/num_backends_by_state",
    "database/postgresql/replication/replica_byte_lag", "database/postgresql/statements_executed_count",
    "database/postgresql/temp_bytes_written_count", "database/postgresql/temp_files_written_count",
    "database/postgresql/transaction_count", "database/postgresql/transaction_id_count",
    "database/postgresql/transaction_id_utilization", "database/postgresql/tuples_processed_count",
    "database/replication/log_archive_failure_count", "database/replication/log_archive_success_count",
    "database/replication/network_lag", "database/replication/replica_lag", "database/replication/state",
    "database/state", "database/swap/bytes_used", "database/up", "database/uptime",
  ],
  "redis.googleapis.com": [
    "clients/blocked", "clients/connected", "commands/calls", "commands/total_time", "commands/usec_per_call",
    "keyspace/avg_ttl", "keyspace/keys", "keyspace/keys_with_expiration", "replication/master/slaves/lag",
    "replication/master/slaves/offset", "replication/master_repl_offset", "replication/offset_diff", "replication/role",
    "server/uptime", "stats/cache_hit_ratio", "stats/connections/total", "stats/cpu_utilization",
    "stats/cpu_utilization_main_thread", "stats/evicted_keys", "stats/expired_keys", "stats/keyspace_hits",
    "stats/keyspace_misses", "stats/memory/maxmemory", "stats/memory/system_memory_overload_duration",
    "stats/memory/system_memory_usage_ratio", "stats/memory/usage", "stats/memory/usage_ratio", "stats/network_traffic",
    "stats/pubsub/channels", "stats/pubsub/patterns", "stats/reject_connections_count",
  ],
  "loadbalancing.googleapis.com": [
    "https/backend_latencies", "https/backend_request_bytes_count", "https/backend_request_count",
    "https/backend_response_bytes_count", "https/frontend_tcp_rtt", "https/request_bytes_count", "https/request_count",
    "https/response_bytes_count", "https/total_latencies",
  ],
  "monitoring.googleapis.com": [
    "uptime_check/check_passed", "uptime_check/content_mismatch", "uptime_check/error_code", "uptime_check/http_status",
    "uptime_check/request_latency", "uptime_check/time_until_ssl_cert_expires",
  ],
}; // prettier-ignore

/** Where metrics that a project writes itself are: they exist when they were described, or first written. */
const own = /^(custom|workload|prometheus|external)\.googleapis\.com\//;

function notFound(type: string, hint = ""): string {
  return (
    `Error 404: Cannot find metric that matches type = "${type}". If a metric was created recently, it could take up to ` +
    `10 minutes to become available. Please try again soon${hint}`
  );
}

/** Why a filter on a metric is refused: the metric that it names is not there. */
export function metricProblem(filter: string, world: World): string | undefined {
  const type = /\bmetric\.type\s*=\s*"([^"]+)"/.exec(filter)?.[1];
  if (type === undefined) return undefined;
  const counted = /^logging\.googleapis\.com\/user\/(.+)$/.exec(type)?.[1];
  if (counted !== undefined)
    return world.find(logMetricType, decodeURIComponent(counted), "name") === undefined
      ? notFound(type, ": make the logging.Metric before")
      : undefined;
  if (own.test(type))
    return world.find(descriptorType, type, "type") === undefined
      ? notFound(type, ": nobody has written it yet; make a monitoring.MetricDescriptor of it before")
      : undefined;
  const service = type.split("/")[0] ?? "";
  const known = metrics[service]?.map((metric) => `${service}/${metric}`);
  if (known === undefined) return /^[a-z]+\.googleapis\.com\//.test(type) ? undefined : notFound(type);
  if (known.includes(type)) return undefined;
  const meant = nearest(type, known);
  return notFound(type, meant === undefined ? "" : `; did you mean ${meant}?`);
}

const words = new Set([
  "by",
  "without",
  "on",
  "ignoring",
  "group_left",
  "group_right",
  "bool",
  "offset",
  "and",
  "or",
  "unless",
]);

/** Why a PromQL condition is refused: it can't be read, or watches a metric that nobody has written yet. */
export function promqlProblem(condition: Properties, world: World): string | undefined {
  const query = text(condition["query"]);
  if (query === undefined) return undefined;
  if (query.trim() === "") return "Error 400: must not be empty";
  const bare = query.replace(/"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'/g, '""');
  for (const [open, close] of ["()", "[]", "{}"].map((pair) => [pair.charAt(0), pair.charAt(1)] as const))
    if (bare.split(open).length !== bare.split(close).length)
      return `Error 400: invalid PromQL: '${open}' and '${close}' don't match`;
  if (condition["disableMetricValidation"] === true) return undefined;
  const series = bare.match(/[a-zA-Z_:][\w:]*(?=\s*[{[])/g) ?? [];
  const absent = series.find(
    (name) =>
      !words.has(name) &&
      !name.includes("_googleapis_com:") &&
      !world
        .all(descriptorType)
        .some(({ inputs }) => text(inputs["type"])?.startsWith(`prometheus.googleapis.com/${name}/`)),
  );
  return absent === undefined
    ? undefined
    : notFound(`prometheus.googleapis.com/${absent}`, ": or set disableMetricValidation to true");
}

const descriptorCheck: Check = (inputs) => {
  const type = text(inputs["type"]);
  if (type !== undefined && !/^(custom|workload|external|prometheus)\.googleapis\.com\/[\w/.:-]+$/.test(type))
    return refuse("type", `Error 400: '${type}' is no metric of one's own: custom.googleapis.com/NAME`);
  const [kind, value] = [inputs["metricKind"], inputs["valueType"]];
  if (kind === "CUMULATIVE" && (value === "BOOL" || value === "STRING"))
    return refuse("metricKind", `Error 400: CUMULATIVE does not go with ${value}`);
  const [twice] = repeated(list(inputs["labels"]).map((label) => text(record(label)["key"])));
  return twice === undefined ? [] : refuse("labels", `Error 400: the label '${twice}' is given twice`);
};

/** A metric that the project writes itself, described before anything watches it. */
export const metricDescriptor: ResourceRules = {
  type: descriptorType,
  id: "projects/{account}/metricDescriptors/{type}",
  outputs: { name: "{id}", monitoredResourceTypes: () => [] },
  immutable: ["type", "metricKind", "valueType", "labels", "unit", "description", "displayName"],
  limits: [
    { path: "metricKind", oneOf: ["GAUGE", "DELTA", "CUMULATIVE"] },
    { path: "valueType", oneOf: ["BOOL", "INT64", "DOUBLE", "STRING", "DISTRIBUTION"] },
    { path: "labels[].valueType", oneOf: ["STRING", "BOOL", "INT64"] },
    {
      path: "labels[].key",
      pattern: /^[a-zA-Z]\w{0,99}$/,
      reason: "has up to 100 letters, digits and underscores, a letter first",
    },
  ],
  check: descriptorCheck,
  seconds: { create: 12, delete: 3 },
};
