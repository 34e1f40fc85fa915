import { at } from "../contract/resource";
import { describeLife } from "./lifecycle";

describeLife({
  cloud: "gcp",
  runtime: "kubernetes",
  environments: ["dev"],
  // On Kubernetes the whole life is told on AWS.
  briefly: ["dev"],
  failing: "gcp:container/cluster:Cluster",
  throttled: "kubernetes:core/v1:ServiceAccount",
  rollout: ["api-workload-deployment"],
  scaling: {
    changed: ["api-workload-scaling", "cluster-namespace-quota"],
    type: "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
    maximum: ({ inputs }) => at(inputs, "spec.maxReplicas"),
  },
  drift: {
    type: "gcp:container/cluster:Cluster",
    change: { binaryAuthorization: { evaluationMode: "DISABLED" } },
  },
  database: "gcp:sql/databaseInstance:DatabaseInstance",
  kept: ["gcp:storage/bucket:Bucket"],
});
