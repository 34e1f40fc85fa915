import * as pulumi from "@pulumi/pulumi";
import { latencyObjective } from "../../observability/objectives";
import type { EverySignal } from "../../observability/signals";

/** How a signal is measured: a query of Prometheus over a window such as `300s`. */
export type Measure = (window: string) => pulumi.Output<string>;

export interface Handles {
  /** Name of the service: also that of its container, and with underscores for hyphens the beginning of its metrics. */
  readonly service: string;
  readonly namespace: pulumi.Output<string>;
  readonly deployment: pulumi.Output<string>;
}

type Labels = (handles: { readonly namespace: string; readonly deployment: string }) => string;

/** Labels of kube-state-metrics for the Deployment itself. */
const ofDeployment: Labels = ({ deployment, namespace }) =>
  `namespace="${namespace}",deployment="${deployment}"`;

function measure(
  handles: Handles,
  labels: Labels,
  query: (labels: string, window: string) => string,
): Measure {
  const known = pulumi
    .all([handles.deployment, handles.namespace])
    .apply(([deployment, namespace]) => labels({ deployment, namespace }));
  return (window) => known.apply((text) => query(text, window));
}

/** Labels of what is told of the service's own containers: those of its Deployment's pods. */
function ofContainers(service: string): Labels {
  return ({ deployment, namespace }) =>
    `namespace="${namespace}",container="${service}",pod=~"${deployment}-.+"`;
}

/** A public service as it measures itself: what never reached it is known by the cluster's entry only. */
export function routeMeasures(handles: Handles): EverySignal<"route", Measure> {
  const prefix = handles.service.replaceAll("-", "_");
  const own = (query: (labels: string, window: string) => string) =>
    measure(handles, ofContainers(handles.service), query);
  const rate = (metric: string, labels: string, window: string) =>
    `sum(rate(${prefix}_${metric}{${labels}}[${window}]))`;
  const limit = `le="${String(latencyObjective / 1000)}"`;
  return {
    requests: own((labels, window) => `60 * ${rate("requests_total", labels, window)}`),
    latency: own(
      (labels, window) =>
        `1000 * histogram_quantile(0.95, sum by (le) (rate(${prefix}_request_duration_seconds_bucket{${labels}}[${window}])))`,
    ),
    errors: own(
      (labels, window) =>
        `100 * (${rate("errors_total", labels, window)} or vector(0)) / (${rate("requests_total", labels, window)} > 0)`,
    ),
    slow: own(
      (labels, window) =>
        `100 * (1 - ${rate("request_duration_seconds_bucket", `${labels},${limit}`, window)} / (${rate("request_duration_seconds_count", labels, window)} > 0))`,
    ),
    unhealthyReplicas: lacking(
      handles,
      "kube_deployment_status_replicas",
      "kube_deployment_status_replicas_ready",
    ),
    healthyReplicas: measure(
      handles,
      ofDeployment,
      (labels, window) => `max(max_over_time(kube_deployment_status_replicas_ready{${labels}}[${window}]))`,
    ),
  };
}

export function serviceMeasures(handles: Handles): EverySignal<"service", Measure> {
  const containers = ofContainers(handles.service);
  const limits = (labels: string, resource: string) =>
    `sum(kube_pod_container_resource_limits{${labels},resource="${resource}"})`;
  return {
    cpu: measure(
      handles,
      containers,
      (labels, window) =>
        `100 * sum(rate(container_cpu_usage_seconds_total{${labels}}[${window}])) / ${limits(labels, "cpu")}`,
    ),
    memory: measure(
      handles,
      containers,
      (labels, window) =>
        `100 * sum(max_over_time(container_memory_working_set_bytes{${labels}}[${window}])) / ${limits(labels, "memory")}`,
    ),
    runningReplicas: measure(
      handles,
      ofDeployment,
      (labels, window) =>
        `sum(max_over_time(kube_deployment_status_replicas_available{${labels}}[${window}]))`,
    ),
    missingReplicas: lacking(
      handles,
      "kube_deployment_spec_replicas",
      "kube_deployment_status_replicas_available",
    ),
  };
}

/** How many were lacking all the while: what a rollout or a scaling lacks for a moment is none. */
function lacking(handles: Handles, wanted: string, there: string): Measure {
  return measure(
    handles,
    ofDeployment,
    (labels, window) =>
      `clamp_min(min_over_time((sum(${wanted}{${labels}}) - sum(${there}{${labels}}))[${window}:15s]), 0)`,
  );
}

/** Starts again of a service's containers. */
export function restarts(handles: Handles): Measure {
  return measure(
    handles,
    ofContainers(handles.service),
    (labels, window) => `sum(increase(kube_pod_container_status_restarts_total{${labels}}[${window}]))`,
  );
}

/** 1 while a rollout has not gone on in time. */
export function failedRollout(handles: Handles): Measure {
  return measure(
    handles,
    ofDeployment,
    (labels) => `max(kube_deployment_status_condition{${labels},condition="Progressing",status="false"})`,
  );
}

export interface DumpHandles {
  readonly namespace: pulumi.Output<string>;
  readonly cronJob: pulumi.Output<string>;
}

/** Dumps that ended well, and those that failed. */
export function dumpMeasures({ cronJob, namespace }: DumpHandles): {
  readonly finished: Measure;
  readonly failed: Measure;
} {
  const known = pulumi.all({ cronJob, namespace });
  return {
    finished: (window) =>
      known.apply(
        (of) =>
          `(count(kube_cronjob_status_last_successful_time{namespace="${of.namespace}",cronjob="${of.cronJob}"} > time() - ${window.replace(/s$/, "")}) or vector(0))`,
      ),
    failed: () =>
      known.apply(
        (of) =>
          `max(kube_job_failed{namespace="${of.namespace}",job_name=~"${of.cronJob}-[0-9]+",condition="true"})`,
      ),
  };
}
