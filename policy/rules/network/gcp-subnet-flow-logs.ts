import { all, notApplicable, require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Subnets that only load balancers or other networks' connections have addresses in: nothing of ours runs there. */
const special = [
  "INTERNAL_HTTPS_LOAD_BALANCER",
  "REGIONAL_MANAGED_PROXY",
  "GLOBAL_MANAGED_PROXY",
  "PRIVATE_SERVICE_CONNECT",
  "PRIVATE_NAT",
];

/** Every subnet records its traffic in flow logs. */
export const rule: ResourceRule = {
  id: "gcp-subnet-flow-logs",
  title: "Every subnet records its traffic in flow logs.",
  severity: "medium",
  controls: { cis: ["3.8"], checkov: ["CKV_GCP_26"] },
  enforcement: "prod",
  reason: "After an intrusion nobody can tell what was reached and what left.",
  remedy: "Give the subnet a logConfig.",
  types: ["gcp:compute/subnetwork:Subnetwork"],
  scope: "resource",
  check: ({ properties }) => {
    if (special.includes(properties.get("purpose").text() ?? "PRIVATE")) return notApplicable;
    const log = properties.get("logConfig");
    if (!log.isSet()) return require(properties.get("enableFlowLogs").flag() === true, "it has no logConfig");
    const filter = log.get("filterExpr").text() ?? "true";
    return all(
      () => require((log.get("flowSampling").number() ?? 0.5) > 0, "logConfig.flowSampling is 0"),
      () => require(filter !== "false", "logConfig.filterExpr keeps nothing"),
    );
  },
};
