import type { ScalingMetric } from "../../../components/kubernetes/autoscaler";
import type { ScalingSpecification } from "../../../components/specification";
import type * as pulumi from "@pulumi/pulumi";

/** Share of what a replica can take, in percent, that is meant to be in use; the rest takes a burst. */
const use = 70;

/**
 * Requests a second that a replica can take: more would be sent to another zone first. What it is meant to serve is the share
 * of it that the autoscaler holds.
 */
export function capacity({ requestsPerReplica }: ScalingSpecification): number {
  return Math.max(1, Math.ceil(requestsPerReplica / 60 / (use / 100)));
}

/** The annotation of a Service object that tells the load balancer (GKE guide, "Traffic-based autoscaling"). */
export const capacityAnnotation = "networking.gke.io/max-rate-per-endpoint";

/** Scales on how much of that is in use, which the load balancer measures. */
export function requestMetric(serviceName: pulumi.Output<string>): ScalingMetric {
  return {
    type: "Object",
    object: {
      describedObject: { apiVersion: "v1", kind: "Service", name: serviceName },
      metric: { name: "autoscaling.googleapis.com|gclb-capacity-fullness" },
      target: { type: "AverageValue", averageValue: String(use) },
    },
  };
}
