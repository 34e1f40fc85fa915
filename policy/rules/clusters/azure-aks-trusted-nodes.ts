import { every, require } from "../../mechanism/answer";
import { aksCluster, aksPool, poolsOf } from "../../subjects/azure-kubernetes";
import type { ResourceRule } from "../../mechanism/rule";

/** Nodes start only what is signed. */
export const rule: ResourceRule = {
  id: "azure-aks-trusted-nodes",
  title: "Nodes start only what is signed.",
  severity: "medium",
  controls: {},
  enforcement: "prod",
  reason: "A node whose boot loader or kernel was changed is trusted with every pod and secret.",
  remedy: "Set enableSecureBoot and enableVTPM of each pool's securityProfile to true.",
  types: [aksCluster, aksPool],
  scope: "resource",
  check: (resource) =>
    every(poolsOf(resource), (pool) =>
      every(["enableSecureBoot", "enableVTPM"], (name) =>
        require(pool.get("securityProfile").get(name).flag() === true, `${name} is off`),
      ),
    ),
};
