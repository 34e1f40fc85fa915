import type * as pulumi from "@pulumi/pulumi";
import type { EverySignal } from "../../../observability/signals";
import { requestMeasures, type RequestHandles } from "../metrics";
import { type Labels, labelled, type Measure, ofOne, ofTwo, series } from "../prometheus-query";

export interface PodHandles {
  readonly cluster: pulumi.Input<string>;
  readonly namespace: pulumi.Input<string>;
  /** Name of the service: also that of its container. */
  readonly container: string;
  /** Name of the Deployment. */
  readonly workload: pulumi.Input<string>;
}

type Place = Pick<PodHandles, "cluster" | "namespace">;

/** GKE's own metrics of containers. */
const ofContainers = ({ cluster, namespace }: Place, metric: string, labels: Labels = {}) =>
  series(`kubernetes_io:container_${metric}`, "k8s_container", {
    cluster_name: cluster,
    namespace_name: namespace,
    ...labels,
  });

/** Metrics of kube-state-metrics, which GKE runs itself. */
const ofState = ({ cluster, namespace }: Place, metric: string, labels: Labels = {}) =>
  labelled(`kube_${metric}`, { cluster, namespace, ...labels });

/** Each value of a window, once a minute. */
const each = (value: string, window: string) => `((${value})[${window}:1m])`;

/** How the pods of a service are measured. */
export function podMeasures(handles: PodHandles): EverySignal<"service", Measure> {
  const { container, workload } = handles;
  const ofProgram = { container_name: container };
  const available = ofState(handles, "deployment_status_replicas_available", { deployment: workload });
  return {
    cpu: ofOne(
      ofContainers(handles, "cpu_limit_utilization", ofProgram),
      (value, window) => `100 * avg(avg_over_time(${value}[${window}]))`,
    ),
    memory: ofOne(
      ofContainers(handles, "memory_limit_utilization", { ...ofProgram, memory_type: "non-evictable" }),
      (value, window) => `100 * max(max_over_time(${value}[${window}]))`,
    ),
    runningReplicas: ofOne(available, (value, window) => `max_over_time${each(`sum(${value})`, window)}`),
    missingReplicas: ofTwo(
      ofState(handles, "deployment_spec_replicas", { deployment: workload }),
      available,
      (wanted, running, window) =>
        `max_over_time${each(`clamp_min(sum(${wanted}) - sum(${running}), 0)`, window)}`,
    ),
  };
}

/** How a public service is measured: at the load balancer, and by which of its pods are ready. */
export function publicMeasures(handles: PodHandles & RequestHandles): EverySignal<"route", Measure> {
  const ready = ofState(handles, "pod_container_status_ready", { container: handles.container });
  return {
    ...requestMeasures(handles),
    unhealthyReplicas: ofOne(
      ready,
      (value, window) => `avg_over_time${each(`sum(${value} == bool 0)`, window)}`,
    ),
    healthyReplicas: ofOne(ready, (value, window) => `max_over_time${each(`sum(${value})`, window)}`),
  };
}

/** Starts again of the stack's containers. */
export function restarts(place: Place): Measure {
  return ofOne(ofContainers(place, "restart_count"), (value, window) => `sum(increase(${value}[${window}]))`);
}

/** Pods of services that were not ready in all of the window. */
export function neverReady(place: Place, containers: readonly string[]): Measure {
  return ofOne(
    ofState(place, "pod_container_status_ready", { container: { pattern: containers.join("|") } }),
    (value, window) => `count(max_over_time(${value}[${window}]) == 0)`,
  );
}
