import { at } from "../contract/resource";
import { describeLife } from "./lifecycle";

describeLife({
  cloud: "kubernetes",
  runtime: "kubernetes",
  environments: ["dev"],
  // Its life in prod is told on a real control plane (tests/real/kubernetes-stacks.test.ts), with failures and drift.
  briefly: ["dev"],
  failing: "kubernetes:apps/v1:Deployment",
  throttled: "kubernetes:core/v1:ServiceAccount",
  rollout: ["api-workload-deployment"],
  scaling: {
    changed: ["api-workload-scaling", "namespace-quota"],
    type: "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
    maximum: ({ inputs }) => at(inputs, "spec.maxReplicas"),
  },
  drift: { type: "kubernetes:core/v1:LimitRange", change: { spec: {} } },
  database: "kubernetes:core/v1:Namespace",
});
