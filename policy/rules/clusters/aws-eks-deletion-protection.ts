import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** A cluster refuses to be deleted. */
export const rule: ResourceRule = {
  id: "aws-eks-deletion-protection",
  title: "A cluster refuses to be deleted.",
  severity: "medium",
  controls: {},
  enforcement: "prod",
  reason: "A mistaken destroy takes every workload and volume with it.",
  remedy: "Set deletionProtection to true.",
  types: ["aws:eks/cluster:Cluster"],
  scope: "resource",
  check: ({ properties }) =>
    require(properties.get("deletionProtection").flag() === true, "deletionProtection is off"),
};
