import type { Input } from "@pulumi/pulumi";
import type { EverySignal } from "../../../observability/signals";
import type { Measure } from "../metrics";

export interface PodHandles {
  readonly cluster: Input<string>;
  readonly namespace: Input<string>;
  /** Name of the Deployment. */
  readonly workload: Input<string>;
}

function measured(
  { cluster, namespace, workload }: PodHandles,
  names: Readonly<Record<string, string>>,
  statistic: string,
): Measure["metrics"] {
  // Container Insights calls the Deployment that pods are of PodName, and a pod itself FullPodName.
  const dimensions = { ClusterName: cluster, Namespace: namespace, PodName: workload };
  return Object.fromEntries(
    Object.entries(names).map(([id, name]) => [
      id,
      { namespace: "ContainerInsights", name, dimensions, statistic },
    ]),
  );
}

/** How the pods of a service are measured: Container Insights with enhanced observability. */
export function podMeasures(handles: PodHandles): EverySignal<"service", Measure> {
  const metrics = (names: Readonly<Record<string, string>>) => measured(handles, names, "Average");
  return {
    cpu: { metrics: metrics({ value: "pod_cpu_utilization_over_pod_limit" }) },
    memory: { metrics: metrics({ value: "pod_memory_utilization_over_pod_limit" }) },
    runningReplicas: { metrics: metrics({ value: "replicas_ready" }) },
    missingReplicas: {
      metrics: metrics({ wanted: "replicas_desired", running: "replicas_ready" }),
      expression: "{wanted} - {running}",
    },
  };
}

/** Starts again of a service's containers within a minute. */
export function restarts(handles: PodHandles): Measure {
  return {
    metrics: measured(handles, { value: "pod_number_of_container_restarts" }, "Maximum"),
    expression: "DIFF({value})",
  };
}
