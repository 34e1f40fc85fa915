import { require } from "../../mechanism/answer";
import { aksCluster } from "../../subjects/azure-kubernetes";
import type { ResourceRule } from "../../mechanism/rule";

/** Defender watches what runs in a cluster. */
export const rule: ResourceRule = {
  id: "azure-aks-defender",
  title: "Defender watches what runs in a cluster.",
  severity: "medium",
  controls: {},
  enforcement: "prod",
  reason: "A program that was broken into behaves unlike any before; nobody else looks.",
  remedy: "Set securityProfile.defender.securityMonitoring.enabled to true.",
  types: [aksCluster],
  scope: "resource",
  check: ({ properties }) => {
    const watching = properties
      .get("securityProfile")
      .get("defender")
      .get("securityMonitoring")
      .get("enabled");
    return require(watching.flag() === true, "its Defender is off");
  },
};
