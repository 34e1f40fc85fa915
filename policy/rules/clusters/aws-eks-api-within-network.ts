import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Nodes and pods reach their cluster's API within the network. */
export const rule: ResourceRule = {
  id: "aws-eks-api-within-network",
  title: "Nodes and pods reach their cluster's API within the network.",
  severity: "medium",
  controls: { cis: ["5.4.1"] },
  enforcement: "prod",
  reason: "Otherwise they leave the network for it, and the API must be open to wherever they come from.",
  remedy: "Set vpcConfig.endpointPrivateAccess to true.",
  types: ["aws:eks/cluster:Cluster"],
  scope: "resource",
  check: ({ properties }) =>
    require(properties.get("vpcConfig").get("endpointPrivateAccess").flag() ===
      true, "endpointPrivateAccess is off"),
};
