import { all, every, notApplicable, require } from "../../mechanism/answer";
import { gkeCluster, gkeNodePool, isAutopilot, nodesOf } from "../../subjects/gcp-kubernetes";
import type { ResourceRule } from "../../mechanism/rule";

/** Pods act as accounts of their own, not as their node. */
export const rule: ResourceRule = {
  id: "gcp-gke-workload-identity",
  title: "Pods act as accounts of their own, not as their node.",
  severity: "high",
  controls: { cis: ["5.2.2", "5.4.1"], checkov: ["CKV_GCP_69"] },
  enforcement: "always",
  reason: "Every pod can ask its node for the node's token, and has its rights.",
  remedy:
    "Set workloadIdentityConfig.workloadPool of the cluster, and workloadMetadataConfig.mode GKE_METADATA of its nodes.",
  types: [gkeCluster, gkeNodePool],
  scope: "resource",
  check: (resource) =>
    all(
      () => {
        if (resource.type === gkeNodePool || isAutopilot(resource.properties)) return notApplicable;
        const pool = resource.properties.get("workloadIdentityConfig").get("workloadPool");
        return require(pool.isSet(), "workloadIdentityConfig names no workloadPool");
      },
      () =>
        every(nodesOf(resource), (nodes) =>
          require(nodes.get("workloadMetadataConfig").get("mode").text() ===
            "GKE_METADATA", `${nodes.path} does not hide the node from its pods (GKE_METADATA)`),
        ),
    ),
};
