import { require } from "../../mechanism/answer";
import { aksCluster } from "../../subjects/azure-kubernetes";
import type { ResourceRule } from "../../mechanism/rule";

/** A cluster's logs leave it. */
export const rule: ResourceRule = {
  id: "azure-aks-logs",
  title: "A cluster's logs leave it.",
  severity: "medium",
  controls: { checkov: ["CKV_AZURE_4"] },
  enforcement: "prod",
  reason: "A log that only the node has is gone with the node, and who broke in deletes it.",
  remedy: "Set addonProfiles.omsagent.enabled to true.",
  types: [aksCluster],
  scope: "resource",
  check: ({ properties }) => {
    const on = properties
      .get("addonProfiles")
      .entries()
      .some(([name, profile]) => name.toLowerCase() === "omsagent" && profile.get("enabled").flag() === true);
    return require(on, "its add-on omsagent is off");
  },
};
