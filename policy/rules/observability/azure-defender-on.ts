import { type Answer, every, notApplicable, require } from "../../mechanism/answer";
import type { Property } from "../../mechanism/property";
import type { ResourceRule } from "../../mechanism/rule";

const plan = "azure-native:security:Pricing";
const exporting = "azure-native:security:Automation";
/** Templates of Azure's own, which may hold plans. */
const deployments = [
  "azure-native:resources:Deployment",
  "azure-native:resources:DeploymentAtSubscriptionScope",
];

function paid(where: string, settings: Property): Answer {
  return require(settings.get("pricingTier").text()?.toLowerCase() ===
    "standard", `${where} is not Standard`);
}

/** Defender is on, with all that the program asks of it. */
export const rule: ResourceRule = {
  id: "azure-defender-on",
  title: "Defender is on, with all that the program asks of it.",
  severity: "high",
  controls: { checkov: ["CKV_AZURE_19"] },
  enforcement: "prod",
  reason: "A plan that is free finds nothing, and says so nowhere.",
  remedy: "Set pricingTier to Standard, and leave exports enabled.",
  types: [plan, exporting, ...deployments],
  scope: "resource",
  check: ({ type, properties }) => {
    if (type === exporting)
      return require(properties.get("isEnabled").flag() !== false, "it is switched off");
    if (type === plan) return paid("the plan", properties);
    const parts = properties.get("properties").get("template").json().get("resources").items();
    return every(parts, (part) => {
      const kind = part.get("type").text()?.toLowerCase();
      return kind === "microsoft.security/pricings" ? paid(part.path, part.get("properties")) : notApplicable;
    });
  },
};
