import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

const kinds = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/** A cluster's control plane keeps all of its logs. */
export const rule: ResourceRule = {
  id: "aws-eks-logs",
  title: "A cluster's control plane keeps all of its logs.",
  severity: "medium",
  controls: { cis: ["2.1.1"], checkov: ["CKV_AWS_37"] },
  enforcement: "prod",
  reason: "Who did what in the cluster can't be found out afterwards.",
  remedy: `Set enabledClusterLogTypes to ${kinds.join(", ")}.`,
  types: ["aws:eks/cluster:Cluster"],
  scope: "resource",
  check: ({ properties }) => {
    const kept = properties
      .get("enabledClusterLogTypes")
      .items()
      .map((kind) => kind.text());
    const missing = kinds.filter((kind) => !kept.includes(kind));
    return require(missing.length === 0, `it keeps no logs of ${missing.join(", ")}`);
  },
};
