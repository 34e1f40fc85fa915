import { notApplicable, require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Subnets that only load balancers or other networks' connections have addresses in: nothing of ours runs there. */
const special = [
  "INTERNAL_HTTPS_LOAD_BALANCER",
  "REGIONAL_MANAGED_PROXY",
  "GLOBAL_MANAGED_PROXY",
  "PRIVATE_SERVICE_CONNECT",
  "PRIVATE_NAT",
];

/** Subnets reach Google's services without the internet. */
export const rule: ResourceRule = {
  id: "gcp-subnet-private-google-access",
  title: "Subnets reach Google's services without the internet.",
  severity: "medium",
  controls: { checkov: ["CKV_GCP_74"] },
  enforcement: "always",
  reason: "What has no public address would need one, or NAT, to reach Google's own services.",
  remedy: "Set privateIpGoogleAccess to true.",
  types: ["gcp:compute/subnetwork:Subnetwork"],
  scope: "resource",
  check: ({ properties }) => {
    if (special.includes(properties.get("purpose").text() ?? "PRIVATE")) return notApplicable;
    return require(properties.get("privateIpGoogleAccess").flag() === true, "privateIpGoogleAccess is off");
  },
};
