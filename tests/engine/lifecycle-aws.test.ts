import { describeLife } from "./lifecycle";

describeLife({
  cloud: "aws",
  environments: ["dev", "staging", "prod"],
  briefly: ["staging"],
  failing: "aws:ecs/cluster:Cluster",
  throttled: "aws:ec2/subnet:Subnet",
  rollout: ["api-ecs", "api-task-definition"],
  scaling: {
    changed: ["api-scaling"],
    type: "aws:appautoscaling/target:Target",
    maximum: ({ inputs }) => inputs["maxCapacity"],
  },
  drift: { type: "aws:lb/targetGroup:TargetGroup", change: { deregistrationDelay: 5 } },
  autoscaled: { type: "aws:ecs/service:Service", change: { desiredCount: 2 } },
  database: "aws:rds/instance:Instance",
});
