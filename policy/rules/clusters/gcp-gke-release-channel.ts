import { compliant, require } from "../../mechanism/answer";
import { gkeCluster, isAutopilot } from "../../subjects/gcp-kubernetes";
import type { ResourceRule } from "../../mechanism/rule";

/** Google keeps a cluster's version current. */
export const rule: ResourceRule = {
  id: "gcp-gke-release-channel",
  title: "Google keeps a cluster's version current.",
  severity: "medium",
  controls: { cis: ["5.5.4"], checkov: ["CKV_GCP_70"] },
  enforcement: "always",
  reason: "Versions with known flaws stay, and one without support is replaced in a hurry.",
  remedy: "Set releaseChannel.channel to REGULAR or STABLE.",
  types: [gkeCluster],
  scope: "resource",
  check: ({ properties }) => {
    if (isAutopilot(properties)) return compliant;
    const channel = properties.get("releaseChannel").get("channel");
    return require(channel.isSet() && channel.text() !== "UNSPECIFIED", "it follows no release channel");
  },
};
