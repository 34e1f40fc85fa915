import { every, require } from "../../mechanism/answer";
import { aksCluster } from "../../subjects/azure-kubernetes";
import type { ResourceRule } from "../../mechanism/rule";

/** Azure's roles say who may do what in a cluster. */
export const rule: ResourceRule = {
  id: "azure-aks-entra-roles",
  title: "Azure's roles say who may do what in a cluster.",
  severity: "medium",
  controls: { cis: ["5.5.2"] },
  enforcement: "prod",
  reason: "Rights are otherwise said in each cluster by itself, where no review of Azure's roles finds them.",
  remedy: "Set aadProfile.managed and aadProfile.enableAzureRBAC to true.",
  types: [aksCluster],
  scope: "resource",
  check: ({ properties }) =>
    every(["managed", "enableAzureRBAC"], (name) =>
      require(properties.get("aadProfile").get(name).flag() === true, `aadProfile.${name} is off`),
    ),
};
