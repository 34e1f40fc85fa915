import { all, every, notApplicable, require } from "../../mechanism/answer";
import { gkeCluster, gkeNodePool, isAutopilot, nodesOf } from "../../subjects/gcp-kubernetes";
import type { ResourceRule } from "../../mechanism/rule";

/** Nodes start only what Google signed. */
export const rule: ResourceRule = {
  id: "gcp-gke-shielded-nodes",
  title: "Nodes start only what Google signed.",
  severity: "medium",
  controls: { cis: ["5.5.5", "5.5.6", "5.5.7"], checkov: ["CKV_GCP_68", "CKV_GCP_71", "CKV_GCP_72"] },
  enforcement: "always",
  reason: "A node whose boot loader or kernel was changed is trusted with every pod and secret.",
  remedy:
    "Leave enableShieldedNodes and enableIntegrityMonitoring on, and set shieldedInstanceConfig.enableSecureBoot to true.",
  types: [gkeCluster, gkeNodePool],
  scope: "resource",
  check: (resource) =>
    all(
      () =>
        resource.type === gkeNodePool || isAutopilot(resource.properties)
          ? notApplicable
          : require(resource.properties.get("enableShieldedNodes").flag() !==
              false, "enableShieldedNodes is off"),
      () =>
        every(nodesOf(resource), (nodes) => {
          const shield = nodes.get("shieldedInstanceConfig");
          return all(
            () => require(shield.get("enableSecureBoot").flag() === true, `${nodes.path} has no secure boot`),
            () =>
              require(shield.get("enableIntegrityMonitoring").flag() !==
                false, `${nodes.path} has no integrity monitoring`),
          );
        }),
    ),
};
