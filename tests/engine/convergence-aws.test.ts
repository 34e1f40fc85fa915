import { describeConvergence } from "./convergence";

describeConvergence({
  cloud: "aws",
  first: "aws:kms/key:Key",
  killed: "aws:sns/topic:Topic",
  single: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  updated: "aws:appautoscaling/target:Target",
  deleted: "aws:ecs/cluster:Cluster",
  rollout: {
    fault: "unready",
    reason: /the rollout of "worker" was taken back: .*tasks failed container health checks/,
    serving: (store) => {
      const [service] = store.list("aws:ecs/service:Service");
      return store
        .list("aws:ecs/taskDefinition:TaskDefinition")
        .filter(({ outputs }) => outputs["arn"] === service?.outputs["taskDefinition"])
        .map(({ inputs }) => inputs["containerDefinitions"]);
    },
  },
});
