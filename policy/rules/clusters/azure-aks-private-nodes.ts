import { every, require } from "../../mechanism/answer";
import { aksCluster, aksPool, poolsOf } from "../../subjects/azure-kubernetes";
import type { ResourceRule } from "../../mechanism/rule";

/** Nodes have no addresses on the internet. */
export const rule: ResourceRule = {
  id: "azure-aks-private-nodes",
  title: "Nodes have no addresses on the internet.",
  severity: "high",
  controls: { cis: ["5.4.3"], checkov: ["CKV_AZURE_143"] },
  enforcement: "always",
  reason: "Every port that a node or a pod opens on it can then be reached from everywhere.",
  remedy: "Leave enableNodePublicIP off.",
  types: [aksCluster, aksPool],
  scope: "resource",
  check: (resource) =>
    every(poolsOf(resource), (pool) =>
      require(pool.get("enableNodePublicIP").flag() !== true, "enableNodePublicIP is on"),
    ),
};
