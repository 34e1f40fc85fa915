import { all, compliant, require } from "../../mechanism/answer";
import { isInternet } from "../../subjects/addresses";
import { lower } from "../../subjects/azure-reference";
import type { ResourceRule } from "../../mechanism/rule";

/** Storage accounts are closed to networks that are not named. */
export const rule: ResourceRule = {
  id: "azure-storage-closed-by-default",
  title: "Storage accounts are closed to networks that are not named.",
  severity: "medium",
  controls: { cis: ["9.3.2.2", "9.3.2.3"], checkov: ["CKV_AZURE_35", "CKV_AZURE_59"] },
  enforcement: "prod",
  reason: "A stolen key or signature works from anywhere.",
  remedy: "Set networkRuleSet.defaultAction to Deny, or publicNetworkAccess to Disabled.",
  types: ["azure-native:storage:StorageAccount"],
  scope: "resource",
  check: ({ properties }) => {
    const access = lower(properties.get("publicNetworkAccess")) ?? "enabled";
    if (access === "disabled" || access === "securedbyperimeter") return compliant;
    const rules = properties.get("networkRuleSet");
    return all(
      () => require(lower(rules.get("defaultAction")) === "deny", "networkRuleSet.defaultAction is not Deny"),
      () => {
        const blocks = [...rules.get("ipRules").items(), ...rules.get("ipv6Rules").items()].flatMap(
          (entry) => entry.get("iPAddressOrRange").text() ?? [],
        );
        return require(!isInternet(blocks), "networkRuleSet.ipRules let the internet in");
      },
    );
  },
};
