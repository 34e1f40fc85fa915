import * as pulumi from "@pulumi/pulumi";
import { latencyObjective } from "../../observability/objectives";
import type { EverySignal } from "../../observability/signals";
import type { DatabaseSize } from "./database-size";

/** One of Azure's own metrics of a resource, from which a signal follows: `offset + factor × metric`. */
export interface MetricMeasure {
  readonly kind: "metric";
  /** Id of the resource. Its metrics are also sent to the workspace. */
  readonly resource: pulumi.Output<string>;
  /** Type of the resource, for example `Microsoft.App/containerApps`. */
  readonly namespace: string;
  readonly metric: string;
  /** How values of a window become one. `Total` gives a rate a minute. */
  readonly aggregation: "Average" | "Maximum" | "Minimum" | "Total";
  /** What the metric is split by, and the part that counts. */
  readonly dimension?: {
    readonly name: string;
    readonly value: pulumi.Input<string>;
    /**
     * KQL of rows that there are as long as this part lives: the workspace keeps metrics without what they are split by
     * (documentation: "Diagnostic settings: metrics limitations").
     */
    readonly sign: pulumi.Output<string>;
  };
  readonly factor: number;
  readonly offset: number;
}

/** A signal that is computed from logs. */
export interface QueryMeasure {
  readonly kind: "query";
  /** KQL of the rows that count. */
  readonly rows: pulumi.Output<string>;
  /** KQL that makes one value of the rows of a window; `{minutes}` stands for the window's length. */
  readonly value: string;
}

export type Measure = MetricMeasure | QueryMeasure;

type MetricOptions = Pick<MetricMeasure, "aggregation"> &
  Partial<Pick<MetricMeasure, "dimension" | "factor" | "offset">>;

function metrics(resource: pulumi.Output<string>, namespace: string) {
  return (metric: string, options: MetricOptions): MetricMeasure => ({
    kind: "metric",
    resource,
    namespace,
    metric,
    factor: 1,
    offset: 0,
    ...options,
  });
}

/** The rest to 100 %. */
const rest = { factor: -1, offset: 100 };
const perMinute = "count() / {minutes}";

/** Front Door's log of the requests that it answered. */
function accessLog(profile: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.interpolate`AzureDiagnostics
| where Category == "FrontDoorAccessLog" and ResourceId =~ "${profile}"
| extend Status = toint(column_ifexists("httpStatusCode_s", "")), Taken = 1000 * todouble(column_ifexists("timeTaken_s", "")), Origin = column_ifexists("originName_s", ""), Fault = column_ifexists("errorInfo_s", "NoError")`;
}

export interface RouteHandles {
  /** Id of the Front Door profile. */
  readonly profile: pulumi.Output<string>;
  /** Name of the service's origin group, and host name of its one origin. */
  readonly originGroup: pulumi.Input<string>;
  readonly origin: pulumi.Input<string>;
  /** KQL of rows that there are as long as the service behind it lives. */
  readonly sign: pulumi.Output<string>;
}

export function routeMeasures({
  origin,
  originGroup,
  profile,
  sign,
}: RouteHandles): EverySignal<"route", Measure> {
  const rows = pulumi.interpolate`${accessLog(profile)}\n| where Origin =~ "${origin}"`;
  const of = (value: string): QueryMeasure => ({ kind: "query", rows, value });
  // A service is one origin: the share of probes that it passes is 0 when no replica is ready, and 100 when none fails.
  const health = metrics(profile, "Microsoft.Cdn/profiles");
  const dimension = { name: "OriginGroup", value: originGroup, sign };
  const passed = { aggregation: "Maximum", dimension } as const;
  return {
    requests: of(perMinute),
    latency: of("percentile(Taken, 95)"),
    errors: of("100.0 * countif(Status >= 500) / count()"),
    slow: of(`100.0 * countif(Taken > ${String(latencyObjective)}) / count()`),
    unhealthyReplicas: health("OriginHealthPercentage", { aggregation: "Average", dimension, ...rest }),
    healthyReplicas: health("OriginHealthPercentage", passed),
  };
}

/** @param profile id of the Front Door profile */
export function loadBalancerMeasures(
  profile: pulumi.Output<string>,
): EverySignal<"loadBalancer", QueryMeasure> {
  const faults = (condition: string): QueryMeasure => ({
    kind: "query",
    rows: pulumi.interpolate`${accessLog(profile)}\n| where ${condition}`,
    value: perMinute,
  });
  return {
    errors: faults('Status >= 500 and Fault != "NoError"'),
    rejectedConnections: faults('Fault in ("OriginConnectionRefused", "OriginConnectionAborted")'),
  };
}

/**
 * KQL of rows that there are as long as a resource has that metric.
 *
 * @param condition further condition, for example `Total > 0`
 */
export function signOfLife(
  resource: pulumi.Output<string>,
  metric: string,
  condition?: string,
): pulumi.Output<string> {
  const rows = pulumi.interpolate`AzureMetrics\n| where _ResourceId =~ "${resource}" and MetricName == "${metric}"`;
  return condition === undefined ? rows : pulumi.interpolate`${rows} and ${condition}`;
}

/** @param app id of a container app; Front Door's own probes are requests too, so that one without any is cut off from it */
export function signOfApp(app: pulumi.Output<string>): pulumi.Output<string> {
  return signOfLife(app, "Requests", "Total > 0");
}

export interface ServiceHandles {
  /** Id of the container app. */
  readonly app: pulumi.Output<string>;
  /** vCPUs and GiB of a replica. */
  readonly replica: { readonly cpu: number; readonly memory: number };
  readonly minimum: number;
}

export function serviceMeasures({
  app,
  minimum,
  replica,
}: ServiceHandles): EverySignal<"service", MetricMeasure> {
  const metric = metrics(app, "Microsoft.App/containerApps");
  return {
    cpu: metric("UsageNanoCores", { aggregation: "Average", factor: 100 / (replica.cpu * 1e9) }),
    memory: metric("WorkingSetBytes", { aggregation: "Average", factor: 100 / (replica.memory * 2 ** 30) }),
    runningReplicas: metric("Replicas", { aggregation: "Maximum" }),
    // How many KEDA wants is not told; fewer than the least that it may want is too few at any time.
    missingReplicas: metric("Replicas", { aggregation: "Maximum", factor: -1, offset: minimum }),
  };
}

interface DatabaseHandles {
  /** Id of the server. */
  readonly server: pulumi.Output<string>;
  readonly size: DatabaseSize;
}

export function databaseMeasures({ server, size }: DatabaseHandles): EverySignal<"database", Measure> {
  const metric = metrics(server, "Microsoft.DBforPostgreSQL/flexibleServers");
  const average = { aggregation: "Average" } as const;
  const wait: QueryMeasure = {
    kind: "query",
    rows: pulumi.interpolate`AzureMetrics
| where _ResourceId =~ "${server}" and MetricName in ("disk_queue_depth", "read_iops", "write_iops")`,
    // Azure measures no wait. By Little's law the mean one is what waits, divided by what is done a second.
    value:
      '1000.0 * avgif(Average, MetricName == "disk_queue_depth") / ' +
      '(avgif(Average, MetricName == "read_iops") + avgif(Average, MetricName == "write_iops"))',
  };
  return {
    cpu: metric("cpu_percent", average),
    memoryFree: metric("memory_percent", { ...average, ...rest }),
    storageFree: metric("storage_percent", { ...average, ...rest }),
    connections: metric("active_connections", { ...average, factor: 100 / size.connections }),
    // Reads and writes wait in one queue.
    readLatency: wait,
    writeLatency: wait,
    transactionAge: metric("maximum_used_transactionIDs", { aggregation: "Maximum" }),
  };
}

/**
 * Azure tells nothing of how far a replica is behind: it looks after replication itself, and a failover that is under way
 * shows as the cache's silence.
 *
 * @param cluster id of the cluster
 */
export function cacheMeasures(
  cluster: pulumi.Output<string>,
): EverySignal<"cache", MetricMeasure | undefined> {
  const metric = metrics(cluster, "Microsoft.Cache/redisEnterprise");
  return {
    cpu: metric("percentProcessorTime", { aggregation: "Maximum" }),
    memory: metric("usedmemorypercentage", { aggregation: "Maximum" }),
    evictions: metric("evictedkeys", { aggregation: "Total" }),
    connections: metric("connectedclients", { aggregation: "Maximum" }),
    replicationLag: undefined,
  };
}

interface BackupHandles {
  /** Id of the Backup vault. */
  readonly vault: pulumi.Output<string>;
  /** Id of the storage account of the dumps; absent where none are made. */
  readonly dumps: pulumi.Output<string> | undefined;
}

export function backupMeasures({
  dumps,
  vault,
}: BackupHandles): EverySignal<"backup", QueryMeasure | undefined> {
  return {
    finishedBackups: {
      kind: "query",
      rows: pulumi.interpolate`${backupJobs(vault)} and JobOperation == "Backup" and JobStatus == "Completed"`,
      value: "count()",
    },
    // What is in the store, and not what a job says: a name appears only when the whole dump is there.
    finishedDumps: dumps && {
      kind: "query",
      rows: pulumi.interpolate`StorageBlobLogs
| where _ResourceId startswith "${dumps}" and OperationName in ("PutBlob", "PutBlockList") and StatusText == "Success"
| where Uri contains "/backups/" and Uri !contains ".sha256"`,
      value: "count()",
    },
  };
}

/** Jobs of a Backup vault, to be narrowed by ` and …`. */
export function backupJobs(vault: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.interpolate`AddonAzureBackupJobs\n| where _ResourceId =~ "${vault}"`;
}

/** Containers that ended by themselves, other than with 0. */
const crashed = `Reason == "ContainerTerminated" and Log !contains "exit code '0'" and Log !contains "ManuallyStopped"`;

/**
 * What Container Apps tells of its apps; nothing where there are none.
 *
 * @param apps names of the container apps
 */
export function appEvents(apps: readonly pulumi.Input<string>[]) {
  return apps.length === 0 ? undefined : { crashes: crashes(apps), failedRollouts: failedRollouts(apps) };
}

function crashes(apps: readonly pulumi.Input<string>[]): pulumi.Output<string> {
  return pulumi.interpolate`ContainerAppSystemLogs\n| where ContainerAppName in (${listOf(apps)}) and ${crashed}`;
}

function failedRollouts(apps: readonly pulumi.Input<string>[]): pulumi.Output<string> {
  return pulumi.interpolate`ContainerAppSystemLogs\n| where ContainerAppName in (${listOf(apps)}) and Log startswith "Error provisioning revision"`;
}

/** @param job name of the job */
export function jobFailures(job: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.interpolate`ContainerAppSystemLogs\n| where JobName == "${job}" and (Reason in ("BackoffLimitExceeded", "DeadlineExceeded") or (${crashed}))`;
}

/** Names as a list of KQL. */
export function listOf(names: readonly pulumi.Input<string>[]): pulumi.Output<string> {
  return pulumi.all([...names]).apply((list) => list.map((name) => JSON.stringify(name)).join(", "));
}
