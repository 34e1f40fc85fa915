import { describeConvergence } from "./convergence";

describeConvergence({
  cloud: "aws",
  first: "aws:kms/key:Key",
  killed: "aws:sns/topic:Topic",
  single: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  updated: "aws:appautoscaling/target:Target",
  deleted: "aws:ecs/cluster:Cluster",
});
