import * as pulumi from "@pulumi/pulumi";
import { latencyObjective } from "../../observability/objectives";
import type { EverySignal } from "../../observability/signals";
import {
  counted,
  highest,
  type Labels,
  logSeries,
  type Measure,
  type Named,
  ofOne,
  ofTwo,
  perMinute,
  type Series,
  series,
} from "./prometheus-query";

/** The load balancer's metrics of what it sends to one service, and of all it takes. */
const balancer = (metric: string, labels: Labels) =>
  series(`loadbalancing_googleapis_com:https_${metric}`, "https_lb_rule", labels);
const serverErrors = { response_code_class: "500" };

export interface RequestHandles {
  /** Name of the backend service. */
  readonly backend: Named;
  /** Name of the log metric of requests that took longer than the objective. */
  readonly slow: pulumi.Input<string>;
}

export interface RouteHandles extends RequestHandles {
  /** Name of the service on Cloud Run. */
  readonly service: pulumi.Input<string>;
  /** Seconds between two questions of the readiness probe. */
  readonly probePeriod: number;
}

/** Filter of a service's requests that took longer than the latency objective, at the load balancer. */
export function slowRequests(backend: Named): pulumi.Output<string> {
  return pulumi.interpolate`resource.type="http_load_balancer" AND resource.labels.backend_service_name${isNamed(backend)} AND httpRequest.latency>"${String(latencyObjective / 1000)}s"`;
}

/** What a log filter says of a label's value. */
export function isNamed(name: Named): pulumi.Output<string> {
  return pulumi
    .output(name)
    .apply((known) => (typeof known === "string" ? `="${known}"` : `=~"^${known.pattern}$"`));
}

/** What the load balancer sees of a service's requests, whatever the service runs on. */
export function requestMeasures({ backend, slow }: RequestHandles) {
  const labels = { backend_target_name: backend };
  const requests = balancer("request_count", labels);
  return {
    requests: perMinute(requests),
    latency: ofOne(
      balancer("total_latencies_bucket", labels),
      (value, window) => `histogram_quantile(0.95, sum by (le) (rate(${value}[${window}])))`,
    ),
    // What the load balancer answers itself when no replica is there counts too: a caller sees no difference.
    errors: ofTwo(
      balancer("request_count", { ...labels, ...serverErrors }),
      requests,
      (failed, all, window) =>
        `100 * (sum(rate(${failed}[${window}])) or vector(0)) / (sum(rate(${all}[${window}])) > 0)`,
    ),
    // The latencies' own buckets have no limit at the objective, so the log is counted.
    slow: ofTwo(
      logSeries(slow, "l7_lb_rule"),
      requests,
      (late, all, window) =>
        `100 * (sum(increase(${late}[${window}])) or vector(0)) / (sum(increase(${all}[${window}])) > 0)`,
    ),
  } satisfies Partial<EverySignal<"route", Measure>>;
}

export function routeMeasures({
  backend,
  probePeriod,
  service,
  slow,
}: RouteHandles): EverySignal<"route", Measure> {
  return {
    ...requestMeasures({ backend, slow }),
    // Each replica is asked once a period: so many failures a period are so many replicas.
    unhealthyReplicas: ofOne(
      series("run_googleapis_com:container_completed_probe_attempt_count", "cloud_run_revision", {
        service_name: service,
        probe_type: "READINESS",
        is_healthy: "false",
      }),
      (value, window) => `${String(probePeriod)} * sum(rate(${value}[${window}]))`,
    ),
    healthyReplicas: replicas(service),
  };
}

const instances = (service: pulumi.Input<string>) =>
  series("run_googleapis_com:container_instance_count", "cloud_run_revision", { service_name: service });

/**
 * Replicas that run, busy and idle: added up minute by minute, before a window is looked at. Each state and each version has a
 * series of its own, so that the extremes of each, added up, would count what went from one to the other twice, or not at all.
 */
const counting = (value: string, window: string) => `((sum(${value}))[${window}:1m])`;

/** The most replicas that ran at once. */
function replicas(service: pulumi.Input<string>): Measure {
  return ofOne(instances(service), (value, window) => `max_over_time${counting(value, window)}`);
}

export interface ServiceHandles {
  /** Name of the service on Cloud Run. */
  readonly service: pulumi.Input<string>;
  /** Replicas that run at least. */
  readonly minimum: number;
}

export function serviceMeasures({ minimum, service }: ServiceHandles): EverySignal<"service", Measure> {
  /** The busiest container of a replica: the collector beside the service must not make its average look better. */
  const utilization = (resource: "cpu" | "memory") => {
    const part = (suffix: "sum" | "count") =>
      series(`run_googleapis_com:container_${resource}_utilizations_${suffix}`, "cloud_run_revision", {
        service_name: service,
      });
    return ofTwo(part("sum"), part("count"), (sum, count, window) => {
      const by = "sum by (container_name)";
      return `100 * max(${by} (rate(${sum}[${window}])) / (${by} (rate(${count}[${window}])) > 0))`;
    });
  };
  return {
    cpu: utilization("cpu"),
    memory: utilization("memory"),
    runningReplicas: replicas(service),
    // How many the autoscaler wants is not told; it never wants fewer than the minimum.
    missingReplicas: ofOne(
      instances(service),
      (value, window) => `clamp_min(${String(minimum)} - min_over_time${counting(value, window)}, 0)`,
    ),
  };
}

export interface LoadBalancerHandles {
  /** Name of its URL map. */
  readonly urlMap: Named;
  /** Requests for which there was no replica. */
  readonly refused: Series;
}

export function loadBalancerMeasures({
  refused,
  urlMap,
}: LoadBalancerHandles): EverySignal<"loadBalancer", Measure> {
  const labels = { url_map_name: urlMap, ...serverErrors };
  return {
    errors: ofTwo(
      balancer("request_count", labels),
      balancer("backend_request_count", labels),
      (all, answered, window) =>
        `60 * clamp_min(sum(rate(${all}[${window}])) - (sum(rate(${answered}[${window}])) or vector(0)), 0)`,
    ),
    // Google's front ends have no limit of connections; what they can run out of is replicas.
    rejectedConnections: perMinute(refused),
  };
}

export interface DatabaseHandles {
  /** `PROJECT:INSTANCE`. */
  readonly id: pulumi.Input<string>;
  /** GiB of initial storage, and allowed connections. */
  readonly storage: number;
  readonly connections: number;
}

export function databaseMeasures({
  connections,
  id,
  storage,
}: DatabaseHandles): EverySignal<"database", Measure> {
  const of = (metric: string) =>
    series(`cloudsql_googleapis_com:database_${metric}`, "cloudsql_database", { database_id: id });
  const gibibytes = String(storage * 2 ** 30);
  /** Cloud SQL measures the time that reading and writing take, in microseconds, and counts operations of the disk. */
  const latency = (kind: "read" | "write") =>
    ofTwo(
      series(
        "cloudsql_googleapis_com:database_postgresql_insights_aggregate_io_time",
        "cloudsql_instance_database",
        {
          resource_id: id,
          io_type: kind,
        },
      ),
      of(`disk_${kind}_ops_count`),
      (time, operations, window) =>
        `sum(rate(${time}[${window}])) / 1000 / (sum(rate(${operations}[${window}])) > 0)`,
    );
  return {
    cpu: ofOne(of("cpu_utilization"), (value, window) => `100 * avg(avg_over_time(${value}[${window}]))`),
    memoryFree: ofOne(
      of("memory_utilization"),
      (value, window) => `100 * (1 - max(max_over_time(${value}[${window}])))`,
    ),
    storageFree: ofTwo(
      of("disk_quota"),
      of("disk_bytes_used"),
      (limit, used, window) =>
        `100 * (min(min_over_time(${limit}[${window}])) - max(max_over_time(${used}[${window}]))) / ${gibibytes}`,
    ),
    connections: ofOne(
      of("postgresql_num_backends"),
      (value, window) => `100 * sum(max_over_time(${value}[${window}])) / ${String(connections)}`,
    ),
    readLatency: latency("read"),
    writeLatency: latency("write"),
    // It is told as a share of the two billion.
    transactionAge: highest(of("postgresql_transaction_id_utilization"), "2000000000 * "),
  };
}

/** @param instance `projects/…/locations/…/instances/…`; each signal is that of the node that is worst off */
export function cacheMeasures(instance: pulumi.Input<string>): EverySignal<"cache", Measure> {
  const of = (metric: string) =>
    series(`redis_googleapis_com:${metric}`, "redis_instance", { instance_id: instance });
  return {
    // Seconds of CPU by kind; Redis works on one core.
    cpu: ofOne(
      of("stats_cpu_utilization_main_thread"),
      (value, window) => `100 * max(sum by (node_id) (rate(${value}[${window}])))`,
    ),
    memory: highest(of("stats_memory_usage_ratio"), "100 * "),
    evictions: perMinute(of("stats_evicted_keys")),
    connections: highest(of("clients_connected")),
    replicationLag: highest(of("replication_master_slaves_lag")),
  };
}

export interface BackupHandles {
  /** Name of the log metric of backups that ended well. */
  readonly backups: pulumi.Input<string>;
  /** How many dumps ended well; absent where none are made. */
  readonly dumps: Measure | undefined;
}

export function backupMeasures({
  backups,
  dumps,
}: BackupHandles): EverySignal<"backup", Measure | undefined> {
  return {
    finishedBackups: counted(backups, "cloudsql_database"),
    finishedDumps: dumps,
  };
}

/** How often a job of Cloud Run ended so. */
export function executions(job: pulumi.Input<string>, result: "succeeded" | "failed"): Measure {
  return ofOne(
    series("run_googleapis_com:job_completed_execution_count", "cloud_run_job", { job_name: job, result }),
    (value, window) => `sum(increase(${value}[${window}]))`,
  );
}

/** How many messages were sent to a topic. */
export function published(topic: pulumi.Input<string>): Measure {
  return ofOne(
    series("pubsub_googleapis_com:topic_send_message_operation_count", "pubsub_topic", { topic_id: topic }),
    (value, window) => `sum(increase(${value}[${window}]))`,
  );
}

/** @param check id of an uptime check; it is asked from several places, of which most must get an answer */
export function uptimeMeasures(check: pulumi.Input<string>): EverySignal<"uptime", Measure> {
  const value = series("monitoring_googleapis_com:uptime_check_check_passed", "uptime_url", {
    check_id: check,
  });
  return {
    answering: ofOne(value, (value, window) => `avg(avg_over_time(${value}[${window}])) > bool 0.5`),
  };
}
