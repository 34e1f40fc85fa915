import { require, violation } from "../../mechanism/answer";
import { lower, naming } from "../../subjects/azure-reference";
import type { StackRule } from "../../mechanism/rule";

const destinations = [
  "storageAccountId",
  "workspaceId",
  "eventHubAuthorizationRuleId",
  "marketplacePartnerId",
];

/** Key vaults record who used them. */
export const rule: StackRule = {
  id: "azure-key-vault-logs",
  title: "Key vaults record who used them.",
  severity: "medium",
  controls: { cis: ["6.1.1.4"] },
  enforcement: "prod",
  reason: "Nobody can tell afterwards who read a secret or used a key.",
  remedy:
    "Make a monitor.DiagnosticSetting for the vault with the category group audit or the category AuditEvent.",
  types: ["azure-native:keyvault:Vault", "azure-native:keyvault:ManagedHsm"],
  scope: "stack",
  check: (resource, stack) => {
    const settings = naming(stack, resource, ["azure-native:monitor:DiagnosticSetting"], "resourceUri");
    if (settings.length === 0) return violation("no diagnostic setting records its use");
    const logs = settings
      .filter(({ properties }) => destinations.some((name) => properties.get(name).isSet()))
      .flatMap(({ properties }) => properties.get("logs").items())
      .filter((log) => log.get("enabled").flag() === true);
    return require(logs.some(
      (log) =>
        lower(log.get("category")) === "auditevent" ||
        ["audit", "alllogs"].includes(lower(log.get("categoryGroup")) ?? ""),
    ), "its diagnostic setting leaves out who used it");
  },
};
