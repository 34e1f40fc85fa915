import { compliant, require } from "../../mechanism/answer";
import { isInternet } from "../../subjects/addresses";
import type { ResourceRule } from "../../mechanism/rule";

/** A cluster's API does not answer the whole internet. */
export const rule: ResourceRule = {
  id: "aws-eks-api-not-world-open",
  title: "A cluster's API does not answer the whole internet.",
  severity: "high",
  controls: { cis: ["5.4.1"], checkov: ["CKV_AWS_38"] },
  enforcement: "always",
  reason: "Everybody may try stolen credentials on it, and the next flaw of the API.",
  remedy: "Set vpcConfig.endpointPublicAccess to false, or publicAccessCidrs to the addresses that need it.",
  types: ["aws:eks/cluster:Cluster"],
  scope: "resource",
  check: ({ properties }) => {
    const network = properties.get("vpcConfig");
    if (network.get("endpointPublicAccess").flag() === false) return compliant;
    const ranges = network
      .get("publicAccessCidrs")
      .items()
      .map((range) => range.text() ?? "");
    return require(ranges.length > 0 && !isInternet(ranges), "its API is open to the internet");
  },
};
