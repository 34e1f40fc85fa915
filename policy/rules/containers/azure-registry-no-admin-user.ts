import { require } from "../../mechanism/answer";
import type { ResourceRule } from "../../mechanism/rule";

/** Registries have no administrator's password. */
export const rule: ResourceRule = {
  id: "azure-registry-no-admin-user",
  title: "Registries have no administrator's password.",
  severity: "high",
  controls: { checkov: ["CKV_AZURE_137"] },
  enforcement: "always",
  reason: "One password that never expires may push any image, and nobody can tell who used it.",
  remedy:
    "Set adminUserEnabled to false; log in by identities with the roles AcrPush and AcrPull, or by tokens.",
  types: ["azure-native:containerregistry:Registry"],
  scope: "resource",
  check: ({ properties }) =>
    require(properties.get("adminUserEnabled").flag() !==
      true, "the administrator's user is enabled (adminUserEnabled)"),
};
