import type { Input } from "@pulumi/pulumi";
import type { EverySignal } from "../../observability/signals";
import { latencyObjective } from "../../observability/objectives";
import { overBoth } from "./alternate-targets";

/** One CloudWatch metric. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, Input<string>>>;
  readonly statistic: string;
}

/** How a signal is measured: one metric, or metric math in which `{name}` stands for the metric of that name. */
export interface Measure {
  readonly metrics: Readonly<Record<string, Metric>>;
  readonly expression?: string;
}

/** A measure's metric math with its metrics' ids, each behind the prefix. */
export function expression(measure: Measure, prefix: string): string {
  return (measure.expression ?? "{value}").replaceAll(/\{(\w+)\}/g, (_, id: string) => `${prefix}${id}`);
}

type Dimensions = Metric["dimensions"];

function one(namespace: string, name: string, statistic: string, dimensions: Dimensions): Measure {
  return { metrics: { value: { namespace, name, dimensions, statistic } } };
}

/** The same metric in another unit, for example `1000 * {value}`. */
function scaled(measure: Measure, expression: string): Measure {
  return { ...measure, expression };
}

/** A sum as a rate, whatever the period is. */
const perMinute = "60 * {value} / PERIOD({value})";

const balancer = "AWS/ApplicationELB";

export interface RouteHandles {
  readonly loadBalancer: Input<string>;
  readonly targetGroup: Input<string>;
  /** Second target group of a service of which two versions may serve at once. */
  readonly alternate?: Input<string> | undefined;
}

/** @param handles ARN suffixes of the load balancer and of the service's target groups */
export function routeMeasures({ alternate, ...handles }: RouteHandles): EverySignal<"route", Measure> {
  const { requests, latency, errors, slow, unhealthyReplicas, healthyReplicas } = groupMeasures(handles);
  const over = (measure: Measure) => (alternate === undefined ? measure : overBoth(measure, alternate));
  return {
    requests: over(requests),
    latency: over(latency),
    errors: over(errors),
    slow: over(slow),
    unhealthyReplicas: over(unhealthyReplicas),
    healthyReplicas: over(healthyReplicas),
  };
}

function groupMeasures({
  loadBalancer,
  targetGroup,
}: Omit<RouteHandles, "alternate">): EverySignal<"route", Measure> {
  const dimensions = { LoadBalancer: loadBalancer, TargetGroup: targetGroup };
  const count = (name: string) => ({ namespace: balancer, name, dimensions, statistic: "Sum" });
  return {
    requests: { metrics: { value: count("RequestCount") }, expression: perMinute },
    latency: scaled(one(balancer, "TargetResponseTime", "p95", dimensions), "1000 * {value}"),
    // What the load balancer answers itself when no replica is ready counts for every service: a caller sees no difference.
    errors: {
      metrics: {
        requests: count("RequestCount"),
        failed: count("HTTPCode_Target_5XX_Count"),
        refused: { ...count("HTTPCode_ELB_5XX_Count"), dimensions: { LoadBalancer: loadBalancer } },
      },
      expression:
        "100 * (FILL({failed}, 0) + FILL({refused}, 0)) / (FILL({requests}, 0) + FILL({refused}, 0))",
    },
    // PR is the percentile rank: the percentage of requests within the range, in seconds.
    slow: scaled(
      one(balancer, "TargetResponseTime", `PR(:${String(latencyObjective / 1000)})`, dimensions),
      "100 - {value}",
    ),
    unhealthyReplicas: one(balancer, "UnHealthyHostCount", "Maximum", dimensions),
    // The maximum over zones: a zone without a replica reports 0 although the service is well.
    healthyReplicas: one(balancer, "HealthyHostCount", "Maximum", dimensions),
  };
}

/** @param arnSuffix ARN suffix of the load balancer */
export function loadBalancerMeasures(arnSuffix: Input<string>): EverySignal<"loadBalancer", Measure> {
  const dimensions = { LoadBalancer: arnSuffix };
  return {
    errors: scaled(one(balancer, "HTTPCode_ELB_5XX_Count", "Sum", dimensions), perMinute),
    rejectedConnections: scaled(one(balancer, "RejectedConnectionCount", "Sum", dimensions), perMinute),
  };
}

export interface ServiceHandles {
  readonly cluster: Input<string>;
  readonly service: Input<string>;
}

/** @param handles names of the ECS cluster and service; the cluster must have Container Insights on */
export function serviceMeasures({ cluster, service }: ServiceHandles): EverySignal<"service", Measure> {
  const dimensions = { ClusterName: cluster, ServiceName: service };
  const tasks = (name: string) => ({
    namespace: "ECS/ContainerInsights",
    name,
    dimensions,
    statistic: "Average",
  });
  return {
    cpu: one("AWS/ECS", "CPUUtilization", "Average", dimensions),
    memory: one("AWS/ECS", "MemoryUtilization", "Average", dimensions),
    runningReplicas: { metrics: { value: tasks("RunningTaskCount") } },
    missingReplicas: {
      metrics: { wanted: tasks("DesiredTaskCount"), running: tasks("RunningTaskCount") },
      expression: "{wanted} - {running}",
    },
  };
}

export interface DatabaseHandles {
  readonly identifier: Input<string>;
  /** GiB of memory and of initial storage, and allowed connections. */
  readonly memory: number;
  readonly storage: number;
  readonly connections: number;
}

export function databaseMeasures(handles: DatabaseHandles): EverySignal<"database", Measure> {
  const metric = (name: string, statistic: string) =>
    one("AWS/RDS", name, statistic, { DBInstanceIdentifier: handles.identifier });
  const percentOf = (whole: number) => `100 * {value} / ${String(whole)}`;
  const gibibyte = 2 ** 30;
  return {
    cpu: metric("CPUUtilization", "Average"),
    memoryFree: scaled(metric("FreeableMemory", "Minimum"), percentOf(handles.memory * gibibyte)),
    storageFree: scaled(metric("FreeStorageSpace", "Minimum"), percentOf(handles.storage * gibibyte)),
    connections: scaled(metric("DatabaseConnections", "Maximum"), percentOf(handles.connections)),
    readLatency: scaled(metric("ReadLatency", "Average"), "1000 * {value}"),
    writeLatency: scaled(metric("WriteLatency", "Average"), "1000 * {value}"),
    transactionAge: metric("MaximumUsedTransactionIDs", "Maximum"),
  };
}

/** @param nodes names of the cache's nodes; each signal is that of the node that is worst off */
export function cacheMeasures(nodes: readonly Input<string>[]): EverySignal<"cache", Measure> {
  const metric = (name: string, statistic: string) => {
    const metrics = Object.fromEntries(
      nodes.map((node, index) => [
        `node${String(index)}`,
        {
          namespace: "AWS/ElastiCache",
          name,
          // A node of Valkey or Redis is a cluster of one, whose only member is always 0001.
          dimensions: { CacheClusterId: node, CacheNodeId: "0001" },
          statistic,
        },
      ]),
    );
    const names = Object.keys(metrics).map((id) => `{${id}}`);
    return names.length === 1 ? { metrics } : { metrics, expression: `MAX([${names.join(", ")}])` };
  };
  const evictions = metric("Evictions", "Sum");
  return {
    cpu: metric("EngineCPUUtilization", "Average"),
    memory: metric("DatabaseMemoryUsagePercentage", "Average"),
    evictions: {
      ...evictions,
      expression: `60 * (${evictions.expression ?? "{node0}"}) / PERIOD({node0})`,
    },
    connections: metric("CurrConnections", "Maximum"),
    replicationLag: metric("ReplicationLag", "Maximum"),
  };
}

interface BackupHandles {
  readonly backups: Input<string>;
  /** Absent where no dumps are made. */
  readonly dumps: Input<string> | undefined;
}

/** @param rules names of the EventBridge rules that match an end that was good */
export function backupMeasures(rules: BackupHandles): EverySignal<"backup", Measure | undefined> {
  const matches = (rule: Input<string>) => one("AWS/Events", "Invocations", "Sum", { RuleName: rule });
  return {
    finishedBackups: matches(rules.backups),
    finishedDumps: rules.dumps === undefined ? undefined : matches(rules.dumps),
  };
}

export function uptimeMeasures(healthCheckId: Input<string>): EverySignal<"uptime", Measure> {
  return { answering: one("AWS/Route53", "HealthCheckStatus", "Minimum", { HealthCheckId: healthCheckId }) };
}
