import { require } from "../../mechanism/answer";
import { loadBalancers } from "../../subjects/load-balancer";
import type { ResourceRule } from "../../mechanism/rule";

/** Load balancers keep access logs. */
export const rule: ResourceRule = {
  id: "aws-load-balancer-access-logs",
  title: "Load balancers keep access logs.",
  severity: "medium",
  controls: { checkov: ["CKV_AWS_91"] },
  enforcement: "prod",
  reason: "Without them an attack or an outage can't be reconstructed request by request.",
  remedy: "Set accessLogs with enabled true and a bucket.",
  types: loadBalancers,
  scope: "resource",
  check: ({ properties }) => {
    const logs = properties.get("accessLogs");
    return require(logs.get("enabled").flag() === true &&
      logs.get("bucket").isSet(), "accessLogs is not enabled with a bucket");
  },
};
