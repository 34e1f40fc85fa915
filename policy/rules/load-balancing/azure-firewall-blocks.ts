import { all, every, notApplicable, require } from "../../mechanism/answer";
import { lower } from "../../subjects/azure-reference";
import type { ResourceRule } from "../../mechanism/rule";

const gateway = "azure-native:network:ApplicationGateway";
const gatewayPolicy = "azure-native:network:WebApplicationFirewallPolicy";

/** Web application firewalls are on and block what they find. */
export const rule: ResourceRule = {
  id: "azure-firewall-blocks",
  title: "Web application firewalls are on and block what they find.",
  severity: "medium",
  controls: { checkov: ["CKV_AZURE_122", "CKV_AZURE_123"] },
  enforcement: "prod",
  reason: "In detection mode, or switched off, the firewall lets every attack through.",
  remedy: "Set the policy's mode to Prevention and its state to Enabled.",
  types: [gatewayPolicy, gateway, "azure-native:frontdoor:Policy", "azure-native:cdn:Policy"],
  scope: "resource",
  check: ({ type, properties }) => {
    if (type === gateway) {
      const inline = properties.get("webApplicationFirewallConfiguration");
      if (!inline.isSet() || inline.get("enabled").flag() === false) return notApplicable;
      return require(lower(inline.get("firewallMode")) ===
        "prevention", "the firewallMode of its webApplicationFirewallConfiguration is not Prevention");
    }
    const settings = properties.get("policySettings");
    const state = lower(settings.get(type === gatewayPolicy ? "state" : "enabledState")) ?? "enabled";
    // A gateway's policy detects only, unless told otherwise; Front Door's blocks.
    const mode = lower(settings.get("mode")) ?? (type === gatewayPolicy ? "detection" : "prevention");
    return all(
      () => require(state === "enabled", "it is switched off"),
      () => require(mode === "prevention", `its mode is ${mode}`),
      () => require(lower(settings.get("requestBodyCheck")) !== "disabled", "it does not look into bodies"),
      () =>
        every(properties.get("customRules").get("rules").items(), (one) =>
          require(lower(one.get("enabledState")) !== "disabled", `${one.path} is switched off`),
        ),
    );
  },
};
