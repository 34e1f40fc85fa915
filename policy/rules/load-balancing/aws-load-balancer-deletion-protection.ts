import { require } from "../../mechanism/answer";
import { loadBalancers } from "../../subjects/load-balancer";
import type { ResourceRule } from "../../mechanism/rule";

/** Load balancers refuse to be deleted. */
export const rule: ResourceRule = {
  id: "aws-load-balancer-deletion-protection",
  title: "Load balancers refuse to be deleted.",
  severity: "medium",
  controls: { checkov: ["CKV_AWS_150"] },
  enforcement: "prod",
  reason: "A deleted load balancer takes the service off the net, and its address never comes back.",
  remedy: "Set enableDeletionProtection to true.",
  types: loadBalancers,
  scope: "resource",
  check: ({ properties }) =>
    require(properties.get("enableDeletionProtection").flag() === true, "enableDeletionProtection is off"),
};
