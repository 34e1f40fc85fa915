import { compliant, require } from "../../mechanism/answer";
import { isInternet } from "../../subjects/addresses";
import type { ResourceRule } from "../../mechanism/rule";

/** A cluster's API does not answer the whole internet. */
export const rule: ResourceRule = {
  id: "azure-aks-api-not-world-open",
  title: "A cluster's API does not answer the whole internet.",
  severity: "high",
  controls: { cis: ["5.4.1"], checkov: ["CKV_AZURE_6", "CKV_AZURE_115"] },
  enforcement: "always",
  reason: "Everybody may try stolen credentials on it, and the next flaw of the API.",
  remedy:
    "Set apiServerAccessProfile.enablePrivateCluster to true, or its authorizedIPRanges to the addresses that need it.",
  types: ["azure-native:containerservice:ManagedCluster"],
  scope: "resource",
  check: ({ properties }) => {
    const access = properties.get("apiServerAccessProfile");
    if (access.get("enablePrivateCluster").flag() === true) return compliant;
    const ranges = access
      .get("authorizedIPRanges")
      .items()
      .map((range) => range.text() ?? "");
    return require(ranges.length > 0 && !isInternet(ranges), "its API is open to the internet");
  },
};
