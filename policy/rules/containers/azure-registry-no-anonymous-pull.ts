import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Nobody pulls images without saying who it is. */
export const rule: ResourceRule = {
  id: "azure-registry-no-anonymous-pull",
  title: "Nobody pulls images without saying who it is.",
  severity: "high",
  controls: { checkov: ["CKV_AZURE_138"] },
  enforcement: "always",
  reason: "Everybody who knows its name downloads the images, and what is in them.",
  remedy: "Set anonymousPullEnabled to false.",
  types: ["azure-native:containerregistry:Registry"],
  scope: "resource",
  check: ({ properties }) =>
    require(properties.get("anonymousPullEnabled").flag() !==
      true, "everybody may pull (anonymousPullEnabled)"),
};
