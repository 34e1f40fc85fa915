import * as autoscaling from "@pulumi/kubernetes/autoscaling/v2";
import * as policy from "@pulumi/kubernetes/policy/v1";
import type { autoscaling as inputs } from "@pulumi/kubernetes/types/input";
import type * as pulumi from "@pulumi/pulumi";
import type { ScalingSpecification } from "../specification";
import type { Namespace } from "./namespace";
import { promised } from "./quota";

/** A further measure to scale on, such as requests, where the cluster serves it. */
export type ScalingMetric = inputs.v2.MetricSpec;

interface AutoscalerArgs {
  readonly namespace: Namespace;
  /** Name of the service: also that of its own container, which alone is measured. */
  readonly program: string;
  readonly deploymentName: pulumi.Input<string>;
  readonly scaling: ScalingSpecification;
  readonly metrics?: readonly ScalingMetric[] | undefined;
}

/**
 * Lets the cluster choose the number of replicas. Several measures never fight: the one that wants most replicas wins. Out at
 * once, at most to the double (or by four) a minute; in only after five minutes, a quarter a minute.
 */
export function autoscaler(
  name: string,
  { deploymentName, metrics = [], namespace, program, scaling }: AutoscalerArgs,
  opts: pulumi.CustomResourceOptions,
): autoscaling.HorizontalPodAutoscaler {
  return new autoscaling.HorizontalPodAutoscaler(
    name,
    {
      metadata: namespace.metadata(program),
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: deploymentName },
        minReplicas: scaling.min,
        maxReplicas: scaling.max,
        metrics: [
          ...(["cpu", "memory"] as const).map((kind) => use(program, kind, scaling[kind])),
          ...metrics,
        ],
        behavior: {
          scaleUp: {
            stabilizationWindowSeconds: 0,
            selectPolicy: "Max",
            policies: [
              { type: "Percent", value: 100, periodSeconds: 60 },
              { type: "Pods", value: 4, periodSeconds: 60 },
            ],
          },
          scaleDown: {
            stabilizationWindowSeconds: 300,
            selectPolicy: "Max",
            policies: [
              { type: "Percent", value: 25, periodSeconds: 60 },
              { type: "Pods", value: 1, periodSeconds: 60 },
            ],
          },
        },
      },
    },
    opts,
  );
}

/** Kubernetes measures use against what is promised; a stack file says it of the limits. */
function use(container: string, kind: "cpu" | "memory", percent: number): ScalingMetric {
  const target = { type: "Utilization", averageUtilization: Math.round(percent / promised) };
  return { type: "ContainerResource", containerResource: { name: kind, container, target } };
}

/**
 * At most one replica is away at a time for the cluster's own reasons, such as a new version of a node. A service of one
 * replica can be moved too; a replica that is not ready holds nobody up.
 */
export function disruptionBudget(
  name: string,
  { namespace, program }: Pick<AutoscalerArgs, "namespace" | "program">,
  opts: pulumi.CustomResourceOptions,
): policy.PodDisruptionBudget {
  return new policy.PodDisruptionBudget(
    name,
    {
      metadata: namespace.metadata(program),
      spec: {
        maxUnavailable: 1,
        selector: { matchLabels: namespace.selector(program) },
        unhealthyPodEvictionPolicy: "AlwaysAllow",
      },
    },
    opts,
  );
}
