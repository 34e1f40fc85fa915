import { require } from "../../mechanism/answer";
import { lower } from "../../subjects/azure-reference";
import type { ResourceRule } from "../../mechanism/rule";

/** Keys rotate by themselves, or expire. */
export const rule: ResourceRule = {
  id: "azure-key-rotation",
  title: "Keys rotate by themselves, or expire.",
  severity: "medium",
  controls: { cis: ["8.3.1", "8.3.9"], checkov: ["CKV_AZURE_40"] },
  enforcement: "prod",
  reason: "The longer a key is used, the more is lost with it.",
  remedy:
    "Set properties.rotationPolicy with an action of the type Rotate, or properties.attributes.expires.",
  types: ["azure-native:keyvault:Key"],
  scope: "resource",
  check: ({ properties }) => {
    const settings = properties.get("properties");
    const rotates = settings
      .get("rotationPolicy")
      .get("lifetimeActions")
      .items()
      .some((entry) => lower(entry.get("action").get("type")) === "rotate" && entry.get("trigger").isSet());
    return require(rotates ||
      settings
        .get("attributes")
        .get("expires")
        .isSet(), "it has neither a rotationPolicy that rotates nor a day on which it expires");
  },
};
