import { at } from "../contract/resource";
import { describeLife } from "./lifecycle";

describeLife({
  cloud: "aws",
  runtime: "kubernetes",
  environments: ["dev", "prod"],
  briefly: ["prod"],
  failing: "aws:eks/cluster:Cluster",
  throttled: "kubernetes:core/v1:ServiceAccount",
  rollout: ["api-workload-deployment"],
  scaling: {
    changed: ["api-workload-scaling", "cluster-namespace-quota"],
    type: "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
    maximum: ({ inputs }) => at(inputs, "spec.maxReplicas"),
  },
  drift: { type: "aws:lb/targetGroup:TargetGroup", change: { deregistrationDelay: 5 } },
  database: "aws:rds/instance:Instance",
});
