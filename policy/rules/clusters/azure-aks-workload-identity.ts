import { all, require } from "../../mechanism/answer";
import { aksCluster } from "../../subjects/azure-kubernetes";
import type { ResourceRule } from "../../mechanism/rule";

/** Pods act as identities of their own, not as their node. */
export const rule: ResourceRule = {
  id: "azure-aks-workload-identity",
  title: "Pods act as identities of their own, not as their node.",
  severity: "high",
  controls: { cis: ["5.2.1"] },
  enforcement: "prod",
  reason: "Every pod can ask its node for the node's token, and has its rights.",
  remedy: "Set oidcIssuerProfile.enabled and securityProfile.workloadIdentity.enabled to true.",
  types: [aksCluster],
  scope: "resource",
  check: ({ properties }) =>
    all(
      () =>
        require(properties.get("oidcIssuerProfile").get("enabled").flag() ===
          true, "oidcIssuerProfile is off"),
      () =>
        require(properties.get("securityProfile").get("workloadIdentity").get("enabled").flag() ===
          true, "workloadIdentity is off"),
    ),
};
