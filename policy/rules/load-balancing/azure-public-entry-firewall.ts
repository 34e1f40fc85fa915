import { every, notApplicable, require, violation } from "../../mechanism/answer";
import { lower, naming } from "../../subjects/azure-reference";
import type { StackRule } from "../../mechanism/rule";

const profile = "azure-native:cdn:Profile";
const classic = "azure-native:frontdoor:FrontDoor";
const gateway = "azure-native:network:ApplicationGateway";

/** Front Door and application gateways are behind a web application firewall. */
export const rule: StackRule = {
  id: "azure-public-entry-firewall",
  title: "Front Door and application gateways are behind a web application firewall.",
  severity: "medium",
  controls: { cis: ["7.10"], checkov: ["CKV_AZURE_120", "CKV_AZURE_121"] },
  enforcement: "prod",
  reason: "Known attacks on web applications reach the services as they are.",
  remedy:
    "Front Door: a frontdoor.Policy and a cdn.SecurityPolicy for the profile; application gateway: the tier WAF_v2 and firewallPolicy.",
  types: [profile, classic, gateway],
  scope: "stack",
  check: (resource, stack) => {
    const { properties } = resource;
    switch (resource.type) {
      case profile: {
        if (!(lower(properties.get("sku").get("name")) ?? "").endsWith("azurefrontdoor"))
          return notApplicable;
        const policies = naming(stack, resource, ["azure-native:cdn:SecurityPolicy"], "profileName");
        return require(policies.some((policy) =>
          policy.properties.get("parameters").get("wafPolicy").get("id").isSet(),
        ), "no security policy puts a firewall before its domains");
      }
      case classic:
        return every(properties.get("frontendEndpoints").items(), (endpoint) =>
          require(endpoint
            .get("webApplicationFirewallPolicyLink")
            .get("id")
            .isSet(), `${endpoint.path} has no webApplicationFirewallPolicyLink`),
        );
      default: {
        if (!(lower(properties.get("sku").get("tier")) ?? "").startsWith("waf"))
          return violation("its sku has no firewall: the tier is not WAF_v2");
        const inline = properties.get("webApplicationFirewallConfiguration").get("enabled").flag() === true;
        return require(properties.get("firewallPolicy").get("id").isSet() ||
          inline, "it has neither firewallPolicy nor webApplicationFirewallConfiguration");
      }
    }
  },
};
