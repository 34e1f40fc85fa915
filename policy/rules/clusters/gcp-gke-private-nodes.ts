import { notApplicable, require } from "../../mechanism/answer";
import { gkeCluster, gkeNodePool } from "../../subjects/gcp-kubernetes";
import type { ResourceRule } from "../../mechanism/rule";

/** Nodes have no addresses on the internet. */
export const rule: ResourceRule = {
  id: "gcp-gke-private-nodes",
  title: "Nodes have no addresses on the internet.",
  severity: "high",
  controls: { cis: ["5.6.5"], checkov: ["CKV_GCP_25", "CKV_GCP_64"] },
  enforcement: "always",
  reason: "Every port that a node or a pod opens on it can then be reached from everywhere.",
  remedy: "Set privateClusterConfig.enablePrivateNodes to true, and let Cloud NAT lead out.",
  types: [gkeCluster, gkeNodePool],
  scope: "resource",
  check: ({ properties, type }) => {
    if (type === gkeNodePool) {
      const own = properties.get("networkConfig").get("enablePrivateNodes");
      // Without a word of its own, a pool does as its cluster.
      if (!own.isSet()) return notApplicable;
      return require(own.flag() === true, "networkConfig.enablePrivateNodes is off");
    }
    const wanted = properties.get("privateClusterConfig").get("enablePrivateNodes");
    return require(wanted.flag() === true, "privateClusterConfig.enablePrivateNodes is off");
  },
};
