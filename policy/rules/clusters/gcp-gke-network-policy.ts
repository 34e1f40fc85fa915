import { compliant, require } from "../../mechanism/answer";
import { gkeCluster, isAutopilot } from "../../subjects/gcp-kubernetes";
import type { ResourceRule } from "../../mechanism/rule";

/** A cluster keeps network policies. */
export const rule: ResourceRule = {
  id: "gcp-gke-network-policy",
  title: "A cluster keeps network policies.",
  severity: "high",
  controls: { cis: ["4.3.1"], checkov: ["CKV_GCP_12"] },
  enforcement: "always",
  reason: "Without one that does, policies are taken and hold nothing back.",
  remedy: "Set datapathProvider to ADVANCED_DATAPATH, or networkPolicy.enabled to true.",
  types: [gkeCluster],
  scope: "resource",
  check: ({ properties }) => {
    if (isAutopilot(properties)) return compliant;
    return require(properties.get("datapathProvider").text() === "ADVANCED_DATAPATH" ||
      properties.get("networkPolicy").get("enabled").flag() === true, "nothing keeps its network policies");
  },
};
