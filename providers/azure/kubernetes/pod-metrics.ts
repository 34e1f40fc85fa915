import * as pulumi from "@pulumi/pulumi";
import type { EverySignal } from "../../../observability/signals";
import { listOf, type QueryMeasure } from "../metrics";
import type { ServiceEvents } from "../monitoring";

/** What the pods of a service are known by in Container Insights' tables. */
export interface PodHandles {
  /** Id of the cluster. */
  readonly cluster: pulumi.Output<string>;
  readonly namespace: pulumi.Output<string>;
  /** Name of the Deployment. */
  readonly workload: pulumi.Output<string>;
}

interface Limits {
  /** Name of the service's own container. */
  readonly container: string;
  /** vCPU and MiB that it may use. */
  readonly cpu: number;
  readonly memory: number;
  /** Replicas that are there at least. */
  readonly minimum: number;
}

/** Rows of a table about a cluster's namespace. */
function rowsOf(table: string, { cluster, namespace }: Omit<PodHandles, "workload">): pulumi.Output<string> {
  return pulumi.interpolate`${table}\n| where _ResourceId =~ "${cluster}" and Namespace == "${namespace}"`;
}

/** How the pods of a service are measured: by Container Insights, once a minute, in the stack's workspace. */
export function podMeasures(
  handles: PodHandles,
  { container, cpu, memory, minimum }: Limits,
): EverySignal<"service", QueryMeasure> {
  const { cluster, namespace, workload } = handles;
  const use = (counter: string, limit: number): QueryMeasure => ({
    kind: "query",
    // An instance is `CLUSTER/POD/CONTAINER`; a service's name is no other container's in the cluster.
    rows: pulumi.interpolate`Perf
| where _ResourceId =~ "${cluster}" and ObjectName == "K8SContainer" and CounterName == "${counter}"
| where InstanceName endswith "/${container}"`,
    value: `100.0 * avg(CounterValue) / ${String(limit)}`,
  });
  const replicas = (value: string): QueryMeasure => ({
    kind: "query",
    rows: pulumi.interpolate`InsightsMetrics
| where _ResourceId =~ "${cluster}" and Name == "kube_deployment_status_replicas_ready"
| extend About = parse_json(Tags)
| where About.k8sNamespace == "${namespace}" and About.deployment == "${workload}"
| extend Wanted = todouble(About.spec_replicas)`,
    value,
  });
  return {
    cpu: use("cpuUsageNanoCores", cpu * 1e9),
    memory: use("memoryWorkingSetBytes", memory * 2 ** 20),
    runningReplicas: replicas("max(Val)"),
    missingReplicas: replicas(`max_of(max(Wanted), ${String(minimum)}.0) - max(Val)`),
  };
}

/** KQL of rows that there are as long as a service has a pod that runs. */
export function signOfPods(handles: PodHandles): pulumi.Output<string> {
  return pulumi.interpolate`${rowsOf("KubePodInventory", handles)} and Name startswith "${handles.workload}-" and PodStatus == "Running"`;
}

/** What happens to the pods of these services; nothing where there are none. */
export function podEvents(services: readonly PodHandles[]): ServiceEvents | undefined {
  const [first] = services;
  if (first === undefined) return undefined;
  const ours = pulumi.interpolate`let Ours = dynamic([${listOf(services.map(({ workload }) => workload))}]);\n`;
  // `DEPLOYMENT-HASH-POD`
  const named = (rows: pulumi.Output<string>) =>
    pulumi.interpolate`${rows}\n| where Name in (Ours) or replace_regex(Name, "(-[a-z0-9]+){1,2}$", "") in (Ours)`;
  return {
    // The inventory of each minute tells of a container's last end; the one right after it counts.
    crashes: pulumi.interpolate`${ours}${named(rowsOf("KubePodInventory", first))}
| extend Ended = todatetime(parse_json(ContainerLastStatus).finishedAt)
| where Ended > TimeGenerated - 1m`,
    failedRollouts: pulumi.interpolate`${ours}${named(rowsOf("KubeEvents", first))}
| where Reason in ("BackOff", "Failed", "FailedCreate", "FailedMount")`,
  };
}

/** @param job name of a CronJob */
export function jobFailures(
  cluster: Omit<PodHandles, "workload">,
  job: pulumi.Input<string>,
): pulumi.Output<string> {
  return pulumi.interpolate`${rowsOf("KubeEvents", cluster)} and ObjectKind == "Job" and Name startswith "${job}-"
| where Reason in ("BackoffLimitExceeded", "DeadlineExceeded")`;
}
