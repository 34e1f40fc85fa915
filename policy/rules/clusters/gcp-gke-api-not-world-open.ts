import { compliant, require } from "../../mechanism/answer";
import { isInternet } from "../../subjects/addresses";
import { gkeCluster } from "../../subjects/gcp-kubernetes";
import type { ResourceRule } from "../../mechanism/rule";

/** A cluster's API does not answer the whole internet. */
export const rule: ResourceRule = {
  id: "gcp-gke-api-not-world-open",
  title: "A cluster's API does not answer the whole internet.",
  severity: "high",
  controls: { cis: ["5.6.3"], checkov: ["CKV_GCP_18", "CKV_GCP_20"] },
  enforcement: "always",
  reason: "Everybody may try stolen credentials on it, and the next flaw of the API.",
  remedy:
    "Set masterAuthorizedNetworksConfig to the addresses that need it, or privateClusterConfig.enablePrivateEndpoint to true, or controlPlaneEndpointsConfig.ipEndpointsConfig.enabled to false.",
  types: [gkeCluster],
  scope: "resource",
  check: ({ properties }) => {
    const addresses = properties.get("controlPlaneEndpointsConfig").get("ipEndpointsConfig");
    if (addresses.get("enabled").flag() === false) return compliant;
    if (properties.get("privateClusterConfig").get("enablePrivateEndpoint").flag() === true) return compliant;
    const allowed = properties.get("masterAuthorizedNetworksConfig");
    const blocks = allowed
      .get("cidrBlocks")
      .items()
      .map((block) => block.get("cidrBlock").text() ?? "");
    // An empty list lets nobody in; no list lets everybody.
    return require(allowed.isSet() && !isInternet(blocks), "its API is open to the internet");
  },
};
