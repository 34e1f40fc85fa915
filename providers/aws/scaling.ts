import * as appautoscaling from "@pulumi/aws/appautoscaling";
import type * as pulumi from "@pulumi/pulumi";
import type { ScalingSpecification } from "../../components/specification";

/** Out at once after a minute's wait, in only after five: a second peak soon after the first finds the replicas there. */
const scaleOutCooldown = 60;
const scaleInCooldown = 300;

/** One metric to hold, as Application Auto Scaling names it. */
export interface ScalingMetric {
  readonly role: "cpu" | "memory" | "requests";
  readonly predefinedMetricType: string;
  /** Percent, or requests a minute and replica. */
  readonly targetValue: number;
}

/** The metrics that a service is scaled on. Several policies never fight: the one that wants most replicas wins. */
export function scalingMetrics(scaling: ScalingSpecification, isPublic: boolean): readonly ScalingMetric[] {
  return [
    { role: "cpu", predefinedMetricType: "ECSServiceAverageCPUUtilization", targetValue: scaling.cpu },
    {
      role: "memory",
      predefinedMetricType: "ECSServiceAverageMemoryUtilization",
      targetValue: scaling.memory,
    },
    ...(isPublic
      ? [
          {
            role: "requests" as const,
            predefinedMetricType: "ALBRequestCountPerTarget",
            targetValue: scaling.requestsPerReplica,
          },
        ]
      : []),
  ];
}

interface ScaleArgs {
  readonly scaling: ScalingSpecification;
  /** `app/…/targetgroup/…`: whose requests count; only for public services. */
  readonly requestLabel?: pulumi.Input<string> | undefined;
  /** ARN suffixes of a public service that has two target groups. */
  readonly shared?: SharedTargets | undefined;
}

interface SharedTargets {
  readonly loadBalancer: pulumi.Input<string>;
  readonly targetGroups: readonly [pulumi.Input<string>, pulumi.Input<string>];
}

/**
 * Lets AWS choose the number of replicas between `min` and `max`.
 *
 * @param resourceId `service/CLUSTER/SERVICE`
 */
export function scale(
  child: (role: string) => string,
  resourceId: pulumi.Output<string>,
  { requestLabel, scaling, shared }: ScaleArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const target = new appautoscaling.Target(
    child("scaling"),
    {
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId,
      minCapacity: scaling.min,
      maxCapacity: scaling.max,
    },
    opts,
  );
  for (const metric of scalingMetrics(scaling, requestLabel !== undefined)) {
    new appautoscaling.Policy(
      child(`scaling-${metric.role}`),
      {
        policyType: "TargetTrackingScaling",
        serviceNamespace: target.serviceNamespace,
        scalableDimension: target.scalableDimension,
        resourceId: target.resourceId,
        targetTrackingScalingPolicyConfiguration: {
          ...(metric.role === "requests" && shared
            ? { customizedMetricSpecification: { metrics: requestsPerReplica(shared) } }
            : {
                predefinedMetricSpecification: {
                  predefinedMetricType: metric.predefinedMetricType,
                  ...(metric.role === "requests" &&
                    requestLabel !== undefined && { resourceLabel: requestLabel }),
                },
              }),
          targetValue: metric.targetValue,
          scaleOutCooldown,
          scaleInCooldown,
        },
      },
      opts,
    );
  }
}

/**
 * Requests per replica of both target groups together. The predefined metric is that of one group, and AWS refuses it for
 * services whose requests go from one to the other (ECS guide, "Use a target metric to scale").
 */
function requestsPerReplica({ loadBalancer, targetGroups }: SharedTargets) {
  const of = (id: string, targetGroup: pulumi.Input<string>) => ({
    id,
    returnData: false,
    metricStat: {
      metric: {
        namespace: "AWS/ApplicationELB",
        metricName: "RequestCountPerTarget",
        dimensions: [
          { name: "LoadBalancer", value: loadBalancer },
          { name: "TargetGroup", value: targetGroup },
        ],
      },
      stat: "Sum",
    },
  });
  const [one, other] = targetGroups;
  return [
    { id: "requests", expression: "FILL(one, 0) + FILL(other, 0)", returnData: true },
    of("one", one),
    of("other", other),
  ];
}
