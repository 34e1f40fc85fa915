import * as pulumi from "@pulumi/pulumi";
import type { CanarySpecification } from "../../components/specification";
import type { AlternateTargets } from "./load-balancer";
import { ServiceRole } from "./role";

/** Minutes that starting and ending the tasks of a deployment take at most: what the AWS provider gives an update by default. */
const replacing = 20;

/** How ECS itself takes a version through the steps: with one share as a canary, with equal ones as a linear deployment. */
export function strategy({ steps, wait }: CanarySpecification) {
  const [first = 0] = steps;
  const minutes = String(wait);
  const shares =
    steps.length === 1
      ? {
          strategy: "CANARY",
          canaryConfiguration: { canaryPercent: first, canaryBakeTimeInMinutes: minutes },
        }
      : { strategy: "LINEAR", linearConfiguration: { stepPercent: first, stepBakeTimeInMinutes: minutes } };
  // For as long the old tasks stay behind the last step, so that an alarm brings them back at once.
  return { ...shares, bakeTimeInMinutes: minutes };
}

/** How long an update may take that goes through all steps, as Pulumi writes it. */
export function timeouts({ steps, wait }: CanarySpecification): pulumi.CustomTimeouts {
  const minutes = `${String((steps.length + 1) * wait + replacing)}m`;
  return { create: minutes, update: minutes };
}

/** What ECS needs in order to move requests between the two target groups of a service. */
export function alternation(
  name: string,
  { arn, ruleArn }: AlternateTargets,
  opts: pulumi.CustomResourceOptions,
) {
  const role = new ServiceRole(
    name,
    {
      service: "ecs.amazonaws.com",
      // AWS widened it again and again since; it names no more than balancers' rules, listeners and targets.
      managedPolicies: ["arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers"],
    },
    opts,
  );
  return { alternateTargetGroupArn: arn, productionListenerRule: ruleArn, roleArn: role.arn };
}
